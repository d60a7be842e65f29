"""What an invoice costs when it is paid late, and when its ladder acts: the vendor's figures put into the rules."""

from datetime import date

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.records.models import Instalment, Invoice, LadderStep
from meuplano.rules import instalments, ladder, late_fees, trust
from meuplano.rules.ladder import Step
from meuplano.rules.late_fees import LateCharges, LateTerms
from meuplano.rules.money import Money
from meuplano.rules.periods import Period


def terms() -> LateTerms:
    """The vendor's fine and interest. Raises ValueError for a fine above 2 % without MEUPLANO_BETWEEN_COMPANIES."""
    figures = settings.BILLING
    return LateTerms(figures["fine"], figures["interest"], between_companies=figures["between_companies"])


def charges_on(invoice: Invoice, day: date, order_status: str | None, part: Instalment | None = None) -> LateCharges:
    """Fine and interest if what is asked for is paid on that day; none for an order that waits (D08, D21, D44).

    Of an invoice in instalments, that of one: `part`, or the earliest that is open (D28).
    """
    if order_status not in (None, "applied") or invoice.status != "open":
        return LateCharges(0, Money(0), Money(0))
    until = min(day, invoice.late_until) if invoice.late_until else day
    principal, due = (part.asked, part.due_on) if part else (invoice.asked, invoice.due_on)
    return late_fees.late_charges(principal, due, until, banking_days(), terms())


def days_late(invoice: Invoice, charges: LateCharges, today: date) -> int:
    """For how many days it is overdue: fine and interest may have stopped growing before today (D26)."""
    stopped = invoice.late_until
    return charges.days + max((today - stopped).days, 0) if charges.days and stopped else charges.days


def steps_of(invoice: Invoice) -> list[Step]:
    """The rungs of this invoice's ladder, with the vendor's days for suspension and cancellation."""
    days = {
        ladder.SUSPEND: settings.BILLING["suspension_day"],
        ladder.CANCEL: settings.BILLING["cancellation_day"],
    }
    own = [Step(days.get(step.action, step.day), step.action) for step in ladder.LADDER]
    used = settings.BILLING["release"] == "confirmation" or invoice.instalment > 1  # its first one applied the order
    released = invoice.kind == "order" and used
    return ladder.steps_for(invoice.kind, released_on_confirmation=released, ladder=own)


def steps_due(invoice: Invoice, today: date) -> list[Step]:
    """The steps to take today (D23)."""
    return ladder.steps_due(
        steps_of(invoice),
        due=invoice.ladder_from or invoice.due_on,
        today=today,
        calendar=banking_days(),
        done=_done(invoice),
        paid_until=_served_until(invoice),
    )


def next_step_on(invoice: Invoice, *, after: date | None = None) -> date | None:
    """The morning of the next step that was not taken; None at the top of the ladder.

    `after` is the day on which a new invoice is drawn up: what would act by then is not taken any more.
    """
    taken = _done(invoice) if invoice.pk else frozenset()
    reached = max((step.day for step in steps_of(invoice) if step.key in taken), default=None)
    since = invoice.ladder_from or invoice.due_on
    days = [
        ladder.acts_on(step, since, banking_days(), paid_until=_served_until(invoice))
        for step in steps_of(invoice)
        if step.key not in taken and (reached is None or step.day > reached)
    ]
    return min((day for day in days if after is None or day > after), default=None)


def morning_of(invoice: Invoice, action: str) -> date | None:
    """The morning on which its ladder suspends, blocks or cancels; None for an invoice that never does (D23)."""
    step = next((step for step in steps_of(invoice) if step.action == action), None)
    if step is None:
        return None
    since = invoice.ladder_from or invoice.due_on
    return ladder.acts_on(step, since, banking_days(), paid_until=_served_until(invoice))


def paid_until(invoice: Invoice) -> date | None:
    """The first day of its period that is not paid, when a part is (D29)."""
    paid = invoice.paid_centavos + invoice.credit_centavos
    if not paid:
        return None
    period = Period(invoice.period_start, invoice.period_end)
    return instalments.paid_until(period, paid=Money(paid), total=invoice.total)


def _served_until(invoice: Invoice) -> date | None:
    """The first day on which its ladder may take access away: after what is paid (D29) and days of trust (D51)."""
    days = [paid_until(invoice), trust.first_day_after(invoice.subscription.trusted_until)]
    return max((day for day in days if day), default=None)


def _done(invoice: Invoice) -> frozenset[str]:
    steps = LadderStep.objects.filter(account=invoice.account_id, invoice=invoice, instalment=invoice.instalment)
    return frozenset(steps.values_list("key", flat=True))
