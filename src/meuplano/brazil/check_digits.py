"""The two check digits of Brazilian collection: module 10 and module 11, over ASCII digits."""

from itertools import cycle, islice
from math import sumprod

_LONGEST = 64  # digits; a barcode has 44
_ZERO = ord("0")
# The digits of twice a digit, summed: 0 2 4 6 8 1 3 5 7 9.
_DOUBLED = bytes.maketrans(b"0123456789", bytes(2 * digit - 9 * (digit > 4) for digit in range(10)))
# Weights end at the right, so that a slice of the last n is right for n digits.
_WEIGHTS = {highest: tuple(islice(cycle(range(2, highest + 1)), _LONGEST))[::-1] for highest in (7, 9)}


def module10(digits: str) -> int:
    """Weights 2, 1, 2, 1 from the right, the digits of each product summed, then up to the next ten (FEBRABAN).

    >>> module10("001905009")
    5
    """
    raw = digits.encode()
    doubled, plain = raw[::-2].translate(_DOUBLED), raw[-2::-2]
    return (_ZERO * len(plain) - sum(doubled) - sum(plain)) % 10


def module11(digits: str, highest: int = 9) -> int:
    """Weights 2 to `highest` (7 or 9) from the right, over and over; 11 minus the rest of the sum.

    The answer is 0 to 10, with 11 written as 0. What a bank prints for 0 and 10 is the bank's own rule: X, P, 0 or 1.
    Weights 9 to 2 with the plain rest, as Banco do Brasil describes it, give the same digit.
    """
    return _rest(digits, _WEIGHTS[highest][-len(digits) :])


def module11_from_left(digits: str, weights: tuple[int, ...]) -> int:
    """As `module11`, with the given weights repeated from the left (Sicoob: 3, 1, 9, 7)."""
    return _rest(digits, tuple(islice(cycle(weights), len(digits))))


def ten_is_zero(digit: int) -> int:
    """Santander, Caixa, Sicredi, Sicoob: a digit of 10 is printed as 0."""
    return 0 if digit == 10 else digit


def _rest(digits: str, weights: tuple[int, ...]) -> int:
    total = int(sumprod(digits.encode(), weights))  # of integers it is one already
    return (_ZERO * sum(weights) - total) % 11
