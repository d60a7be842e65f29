"""Tax that the customer withheld from a payment: a difference that finance settles with its proof (D44)."""

from meuplano.rules.money import ZERO, Money

NO_AMOUNT = "no_amount"
NOTHING_PAID = "nothing_paid"  # tax is withheld by paying: without a payment there is no difference
MORE_THAN_DIFFERENCE = "more_than_difference"


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
