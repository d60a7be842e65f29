"""Tax that the customer withholds from what it pays (D44): what a document says of it, and what finance may settle.

Law 10.833/2003 (PIS, COFINS, CSLL), the income tax, the ISS of the customer's town and the INSS: which of them, and at
which rates, is the account's and its accountant's matter. Here they are percentages of the services of a document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meuplano.rules.lines import LATE_CHARGES, Line, total_of
from meuplano.rules.money import ZERO, Money, total

ISS, IRRF, PCC, INSS = "iss", "irrf", "pcc", "inss"  # pcc: PIS, COFINS and CSLL, withheld as one
TAXES = (ISS, IRRF, PCC, INSS)
WHOLE = 10_000  # basis points
MOST = 5_000  # of all taxes together: more is a typing mistake

NO_AMOUNT = "no_amount"
NOTHING_PAID = "nothing_paid"  # tax is withheld by paying: without a payment there is no difference
MORE_THAN_DIFFERENCE = "more_than_difference"
RATES_TOO_HIGH = "rates_too_high"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What one tax takes of a document: its rate in basis points, and the amount."""

    tax: str
    rate: int
    amount: Money


def rates_refusal(rates: Mapping[str, int]) -> str | None:
    """Why an account may not withhold at these rates, in basis points by tax; None if it may."""
    wrong = min(rates.values(), default=0) < 0 or sum(rates.values()) > MOST
    return RATES_TOO_HIGH if wrong else None


def services(lines: Iterable[Line]) -> Money:
    """What of a document is taxed: its lines after discounts and unused days, without fine and interest (D43)."""
    return total_of(line for line in lines if line.kind != LATE_CHARGES)


def withheld(services: Money, rates: Mapping[str, int]) -> tuple[Withheld, ...]:
    """Each tax of these services, rounded half up by itself, once; none of what is not positive."""
    if services <= ZERO:
        return ()
    found = (Withheld(tax, rates[tax], services.part(rates[tax], WHOLE)) for tax in TAXES if rates.get(tax))
    return tuple(row for row in found if row.amount)


def to_withhold(taxes: Iterable[Withheld], still_open: Money) -> Money:
    """How much less is asked for than is open: all taxes, or nothing where less than that is open.

    Tax is withheld by paying: where credit or an earlier payment leaves no more than the tax, there is nothing to
    withhold it from, and what is open is asked for as it is.
    """
    return while_open(total(row.amount for row in taxes), still_open)


def while_open(expected: Money, still_open: Money) -> Money:
    """What may still be withheld of what is open now."""
    return expected if expected < still_open else ZERO


def shares(expected: Money, parts: Iterable[Money]) -> list[Money]:
    """What is withheld of each instalment: equal shares that add up, as the instalments themselves (D28)."""
    amounts = list(parts)
    split = expected.split([1] * len(amounts)) if amounts else []
    return [while_open(share, amount) for share, amount in zip(split, amounts, strict=True)]


def refusal(amount: Money, *, paid: Money, still_open: Money) -> str | None:
    """Why `amount` may not be settled as tax withheld from what was paid; None if it may.

    `paid` is the principal that arrived for the invoice, or for the one instalment it is about, and `still_open` what
    is missing of it. The rest may be settled in parts, since each tax can have a proof of its own.
    """
    if amount <= ZERO:
        return NO_AMOUNT
    if paid <= ZERO:
        return NOTHING_PAID
    return MORE_THAN_DIFFERENCE if amount > still_open else None
