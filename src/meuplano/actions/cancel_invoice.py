"""An open invoice that is no longer owed: its papers are withdrawn and what it had used of credit returns."""

from django.db.models import Exists, OuterRef

from meuplano.actions.later import later
from meuplano.records import credits, events
from meuplano.records.books import post
from meuplano.records.models import (
    LIVE_CHARGES,
    Account,
    Charge,
    Instalment,
    Invoice,
    LateCharge,
    Payment,
    Receipt,
    RenewalCount,
)
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def cancel_invoice(
    account: Account, invoice: Invoice, why: str, act: Act, *, how: str = "cancel", count_stays: bool = False
) -> bool:
    """Cancel (or "replace") an open invoice; False if it is not open any more. The account is locked.

    Its number stays (D42). A part already paid becomes credit; the count of a renewal frees its place, unless the
    same is issued again (`count_stays`).
    """
    still_open = invoice.open
    if invoice.status != "open":
        return False
    returned = credits.give_back(account, invoice, act)
    invoice.move(how, credit_centavos=0)
    post(account, act, ledger.invoice_cancelled(still_open + returned), why="invoice.cancelled", invoice=invoice)
    paid = _paid_to_credit(account, invoice, act)
    withdraw_papers(account, invoice)
    LateCharge.objects.filter(account=account, billed_on=invoice).update(billed_on=None)
    if invoice.kind == "renewal" and not count_stays:
        RenewalCount.objects.filter(
            account=account, subscription=invoice.subscription_id, first_day=invoice.period_start, replaced=False
        ).update(replaced=True)
    events.record(
        "invoice.cancelled" if how == "cancel" else "invoice.replaced",
        act,
        account,
        invoice=invoice.number,
        why=why,
        open=still_open.centavos,
        credit_returned=returned.centavos,
        became_credit=paid.centavos,
    )
    return True


def withdraw_papers(account: Account, invoice: Invoice, part: Instalment | None = None) -> None:
    """Have the gateways cancel what could still be paid for this invoice, or only for one of its instalments."""
    live = Charge.objects.filter(account=account, invoice=invoice, state__in=LIVE_CHARGES)
    if part is None:
        Instalment.objects.filter(account=account, invoice=invoice, status="open").update(status="cancelled")
    else:
        live = live.filter(instalment=part)
    for charge in live:
        later("cancel_charge", charge_id=charge.pk)


def supersede(account: Account, invoice: Invoice, act: Act, *, method: str = "") -> list[str]:
    """Another paper is about to take the place of those there are (of one method, or all); returns their methods.

    The gateways are told to withdraw the old ones. Until they have, and after, money for them still reaches the
    invoice, and what is paid second is credit (D22, R-22). The account is locked.
    """
    live = Charge.objects.filter(account=account, invoice=invoice, state__in=LIVE_CHARGES, superseded_on__isnull=True)
    if invoice.instalment:
        live = live.filter(instalment__number=invoice.instalment)
    if method:
        live = live.filter(method=method)
    found = list(live.order_by("pk"))
    for charge in found:
        later("cancel_charge", charge_id=charge.pk)
    Charge.objects.filter(pk__in=[charge.pk for charge in found]).update(superseded_on=act.today)
    return [charge.method for charge in found]


def _paid_to_credit(account: Account, invoice: Invoice, act: Act) -> Money:
    total = ZERO
    taken_back = Receipt.objects.filter(
        kind="reversal", matched=True, gateway=OuterRef("receipt__gateway"), reverses=OuterRef("receipt__external_id")
    )
    paid = Payment.objects.filter(account=account, invoice=invoice, principal_centavos__gt=0, undone=False)
    for payment in paid.exclude(Exists(taken_back)):
        amount = Money(payment.principal_centavos)
        reason = f"Pago em parte: fatura nº {invoice.number}"
        credits.grant(account, amount, kind="refundable", reason=reason, act=act, payment=payment, cause="cancelled")
        post(account, act, ledger.credit_note(amount), why="invoice.credited", invoice=invoice, payment=payment)
        total += amount
    return total
