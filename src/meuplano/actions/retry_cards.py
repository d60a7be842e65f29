"""A renewal whose card was refused: tried again on the vendor's days, then a boleto or a Pix takes over (D30)."""

from django.db.models import QuerySet

from meuplano.actions.calendar import banking_days
from meuplano.actions.due import for_each_due
from meuplano.actions.lateness import next_step_on
from meuplano.actions.later import tell
from meuplano.actions.open_charge import gateway_for, open_charge
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records import events
from meuplano.records.models import LIVE_CHARGES, Account, Card, Charge, Invoice, Subscription
from meuplano.rules import card_retries, orders
from meuplano.rules.act import Act


def to_try(act: Act) -> QuerySet[Invoice]:
    """Open invoices whose card is to be tried by today."""
    return Invoice.objects.filter(status="open", next_attempt_on__lte=act.today)


def retry_cards(act: Act) -> int:
    """Try again the cards whose day has come; returns how many accounts were charged again."""
    return for_each_due(to_try(act), retry, "retry card", act, by="next_attempt_on")


def retry(account: Account, act: Act) -> bool:
    """One account's next attempt, if its day has come and no answer is awaited. The account is locked."""
    tried = False
    for invoice in to_try(act).filter(account=account).order_by("pk"):
        Invoice.objects.filter(pk=invoice.pk).update(next_attempt_on=None)
        card = invoice.subscription.card
        awaited = Charge.objects.filter(account=account, invoice=invoice, state__in=LIVE_CHARGES).exists()
        if card is None or card.dead_since is not None:
            take_over(account, invoice, act)
        elif not awaited:
            before = Charge.objects.filter(account=account, invoice=invoice, method=orders.CARD).latest("pk")
            open_charge(invoice, orders.CARD, act, card=card, instalments=before.instalments)
            events.record("card.tried_again", act, account, invoice=invoice.number)
            tried = True
    return tried


def after_decline(account: Account, charge: Charge, act: Act) -> None:
    """What follows a refused card of an invoice that is no order's: another day, or another paper. Account locked."""
    invoice = charge.invoice
    if not charge.retryable and charge.card_id:
        _bury(account, charge.card_id, act)
    made = Charge.objects.filter(account=account, invoice=invoice, method=orders.CARD, state="declined").count()
    following = card_retries.next_attempt(invoice.period_start, made=made, do_not_retry=not charge.retryable)
    if following is None:
        take_over(account, invoice, act)
        return
    Invoice.objects.filter(pk=invoice.pk).update(next_attempt_on=following)
    if made == 1:
        tell(events.record("card.refused", act, account, invoice=invoice.number, next_on=following.isoformat()))


def _bury(account: Account, card_id: int, act: Act) -> None:
    """The card is not tried any more: the coming renewal goes out by boleto, ahead."""
    Card.objects.filter(pk=card_id, dead_since__isnull=True).update(dead_since=act.today)
    for subscription in Subscription.objects.filter(
        account=account, status="active", method=orders.CARD, card=card_id
    ).select_related("card"):
        set_renewal_dates(subscription)
        subscription.save(update_fields=["announce_on", "issue_on"])


def take_over(account: Account, invoice: Invoice, act: Act) -> None:
    """A boleto (or a Pix) for what is open; the ladder counts from the first day, fine and interest from its date."""
    paper = card_retries.take_over(invoice.period_start, act.today, banking_days())
    complete = bool(invoice.billing.get("postal_code")) and bool(gateway_for(orders.BOLETO))
    method = orders.BOLETO if complete else orders.PIX
    invoice.due_on, invoice.ladder_from, invoice.method = paper.due, paper.ladder_from, method
    invoice.next_attempt_on = None
    invoice.next_step_on = next_step_on(invoice)
    invoice.save(update_fields=["due_on", "ladder_from", "method", "next_attempt_on", "next_step_on"])
    open_charge(invoice, method, act, due_on=paper.due if method == orders.BOLETO else None)
    events.record("card.given_up", act, account, invoice=invoice.number, method=method, due_on=paper.due.isoformat())
