"""Money in integer centavos, with the only rounding there is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(-?)(?:R\$\s*)?(-?)(?:([0-9]{1,3}(?:\.[0-9]{3})+)|([0-9]+))(?:,([0-9]{1,2}))?")
_WRITTEN_WITH_POINT = re.compile(r"(-?)(?:R\$\s*)?(-?)([0-9]+)\.([0-9]{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of reais in whole centavos; negative when it is given back."""

    centavos: int

    def __post_init__(self) -> None:
        if type(self.centavos) is not int:
            raise TypeError(f"centavos are whole: {self.centavos!r}")

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what a person or a spreadsheet wrote: 1.234,56, 1234,56, 1234.56, R$ 10, -3,00.

        A point before exactly three digits parts thousands. Raises ValueError for anything else.
        """
        written = text.replace("\u00a0", " ").strip()
        if match := _WRITTEN.fullmatch(written):
            sign, inner_sign, grouped, plain, cents = match.groups()
            reais = grouped.replace(".", "") if grouped else plain
        elif match := _WRITTEN_WITH_POINT.fullmatch(written):
            sign, inner_sign, reais, cents = match.groups()
        else:
            raise ValueError(f"not an amount in reais: {text!r}")
        if sign and inner_sign:
            raise ValueError(f"two signs in one amount: {text!r}")
        centavos = int(reais) * 100 + int((cents or "").ljust(2, "0"))
        return cls(-centavos if sign or inner_sign else centavos)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.centavos + other.centavos)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.centavos - other.centavos)

    def __neg__(self) -> "Money":
        return Money(-self.centavos)

    def __bool__(self) -> bool:
        return self.centavos != 0

    def times(self, n: int) -> "Money":
        """n of these."""
        return Money(self.centavos * n)

    def part(self, numerator: int, denominator: int) -> "Money":
        """numerator/denominator of this amount, which is not negative, rounded half up, once (D01)."""
        assert min(self.centavos, numerator) >= 0
        assert denominator > 0
        quotient, rest = divmod(self.centavos * numerator, denominator)
        return Money(quotient + (2 * rest >= denominator))

    def split(self, weights: Sequence[int]) -> "list[Money]":
        """This amount in shares by weight that add up to it; the odd centavos go one by one to the first (D28).

        Weights are not negative and one of them is positive; a share of weight 0 gets nothing.
        """
        whole = sum(weights)
        assert whole > 0
        assert min(weights) >= 0
        sign = -1 if self.centavos < 0 else 1
        shares = [abs(self.centavos) * weight // whole for weight in weights]
        odd = abs(self.centavos) - sum(shares)
        for index, weight in enumerate(weights):
            if odd and weight:
                shares[index] += 1
                odd -= 1
        return [Money(sign * share) for share in shares]

    def __str__(self) -> str:
        """R$ 1.234,56 with a no-break space; -R$ 10,00."""
        reais, cents = divmod(abs(self.centavos), 100)
        grouped = f"{reais:,}".replace(",", ".")
        return f"{'-' if self.centavos < 0 else ''}R$\u00a0{grouped},{cents:02d}"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of amounts; zero for none."""
    return Money(sum(amount.centavos for amount in amounts))
