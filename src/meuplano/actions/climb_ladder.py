"""The collection ladder: reminders, suspension, cancellation, each step once and on its morning (D21–D29)."""

from django.db.models import QuerySet

from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.close_order import close_all
from meuplano.actions.due import for_each_due
from meuplano.actions.end_subscription import end_subscription
from meuplano.actions.lateness import next_step_on, steps_due
from meuplano.actions.later import tell
from meuplano.actions.requests.end_proposals import SUSPENDED, end_proposals
from meuplano.records import events
from meuplano.records.models import LIVE_CHARGES, Account, Charge, Invoice, LadderStep, Subscription, Task
from meuplano.rules import ladder, orders
from meuplano.rules.act import Act
from meuplano.rules.ladder import Step


def to_climb(act: Act) -> QuerySet[Invoice]:
    """Open invoices with a step that is due today."""
    return Invoice.objects.filter(status="open", next_step_on__lte=act.today)


def climb_ladders(act: Act) -> int:
    """Take the steps that are due today, account by account; returns how many accounts took one."""
    return for_each_due(to_climb(act), climb, "climb ladder", act, by="next_step_on")


def climb(account: Account, act: Act) -> bool:
    """The steps of one account's open invoices. The account is locked."""
    climbed = False
    for invoice in to_climb(act).filter(account=account).order_by("due_on", "pk"):
        steps = steps_due(invoice, act.today)
        for step in steps:
            climbed |= _take(account, invoice, step, act)
        invoice.refresh_from_db()
        Invoice.objects.filter(pk=invoice.pk).update(next_step_on=next_step_on(invoice))
    return climbed


def _take(account: Account, invoice: Invoice, step: Step, act: Act) -> bool:
    _, new = LadderStep.objects.get_or_create(
        account=account, invoice=invoice, instalment=invoice.instalment, key=step.key, defaults={"taken_on": act.today}
    )
    if not new:
        return False
    subscription = invoice.subscription
    match step.action:
        case ladder.REMIND if not _card_is_tried(invoice):  # its own news say when, and what follows
            tell(events.record("invoice.reminded", act, account, invoice=invoice.number, day=step.day))
        case ladder.SUSPEND if subscription.status == "active":
            suspend(account, subscription, invoice, act)
        case ladder.CANCEL if subscription.status == "suspended":
            end_subscription(account, subscription, "unpaid", act)
        case ladder.BLOCK:
            event = events.record("buying.blocked", act, account, invoice=invoice.number)
            text = f"Complemento nº {invoice.number} vencido: compras e ativações bloqueadas"
            Task.objects.create(account=account, kind="complement_overdue", text=text, event=event, made_on=act.today)
            tell(event)
    return True


def suspend(account: Account, subscription: Subscription, invoice: Invoice, act: Act) -> None:
    """Access stops; orders and proposals that wait die, and so does a renewal not begun (D08, D24, D59)."""
    subscription.status, subscription.suspended_on = "suspended", act.today
    subscription.announce_on = subscription.issue_on = None
    subscription.save(update_fields=["status", "suspended_on", "announce_on", "issue_on"])
    withdrawn = close_all(account, subscription, "withdraw", act)
    end_proposals(account, SUSPENDED, act)
    not_begun = Invoice.objects.filter(
        account=account, subscription=subscription, status="open", kind="renewal", period_start__gt=act.today
    )
    cancelled = [other.number for other in not_begun if cancel_invoice(account, other, "suspended", act)]
    event = events.record(
        "subscription.suspended",
        act,
        account,
        invoice=invoice.number,
        on=act.today.isoformat(),
        withdrawn=withdrawn,
        cancelled=cancelled,
    )
    tell(event)


def _card_is_tried(invoice: Invoice) -> bool:
    """Whether its card is tried again some day, or was and has not answered (D30)."""
    awaited = Charge.objects.filter(
        account=invoice.account_id, invoice=invoice, method=orders.CARD, state__in=LIVE_CHARGES
    )
    return invoice.method == orders.CARD and (invoice.next_attempt_on is not None or awaited.exists())
