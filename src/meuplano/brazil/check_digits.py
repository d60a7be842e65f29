"""The two check digits of Brazilian collection: module 10 and module 11."""

from itertools import cycle

_DOUBLED = tuple(2 * digit - 9 * (digit > 4) for digit in range(10))  # the digits of 2 x digit, summed


def module10(digits: str) -> int:
    """Weights 2, 1, 2, 1 from the right, the digits of each product summed, then up to the next ten (FEBRABAN).

    >>> module10("001905009")
    5
    """
    total = 0
    double = True
    for character in reversed(digits):
        value = ord(character) - 48
        total += _DOUBLED[value] if double else value
        double = not double
    return -total % 10


def module11(digits: str, highest: int = 9) -> int:
    """Weights 2 to `highest` from the right, over and over; 11 minus the rest of the sum, with 11 written as 0.

    The answer is 0 to 10. What a bank prints for 0 and 10 is the bank's own rule: X, P, 0 or 1.
    Weights 9 to 2 with the plain rest, as Banco do Brasil describes it, give the same digit.
    """
    total = 0
    weight = 2
    for character in reversed(digits):
        total += (ord(character) - 48) * weight
        weight = 2 if weight == highest else weight + 1
    return -total % 11


def module11_from_left(digits: str, weights: tuple[int, ...]) -> int:
    """As `module11`, with the given weights repeated from the left (Sicoob: 3, 1, 9, 7)."""
    return -sum((ord(digit) - 48) * weight for digit, weight in zip(digits, cycle(weights), strict=False)) % 11


def ten_is_zero(digit: int) -> int:
    """Santander, Caixa, Sicredi, Sicoob: a digit of 10 is printed as 0."""
    return 0 if digit == 10 else digit
