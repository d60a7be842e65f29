"""Finance takes something off an open invoice: another one with a line for the discount takes its place (U28)."""

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.reissue_invoice import correctable, replace
from meuplano.records.models import Invoice
from meuplano.rules.act import Act
from meuplano.rules.corrections import discounted
from meuplano.rules.money import ZERO, Money


def discount_invoice(account_id: int, number: int, amount: Money, reason: str, act: Act) -> Invoice:
    """The invoice that takes its place, paid at once when nothing stays to be paid.

    At most what is open; an order costs what was shown (D05): it is withdrawn and made again. Raises Refused:
    no_reason, no_amount, order_invoice, more_than_open, and what `reissue_invoice.correctable` refuses.
    """
    if not reason.strip():
        raise Refused("no_reason")
    if amount <= ZERO:
        raise Refused("no_amount")
    with locked(account_id, act) as account:
        invoice = correctable(account, number)
        if invoice.kind in ("order", "contract"):
            raise Refused("order_invoice")
        if amount > invoice.open:
            raise Refused("more_than_open")
        lines = discounted((row.line for row in invoice.lines.all()), amount)
        return replace(account, invoice, lines, "discount", reason.strip(), act)
