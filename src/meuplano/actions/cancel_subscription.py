"""Cancelling: it takes effect when everything paid is used, and is undone until then (F24, D35)."""

from collections.abc import Sequence
from datetime import date

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.close_order import close_all
from meuplano.actions.end_subscription import end_subscription, paid_in_money
from meuplano.actions.issue_renewals import issue_renewal
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.actions.requests.end_proposals import CANCELLING, end_proposals
from meuplano.actions.return_credit import keep_credit, return_credit
from meuplano.actions.scheduled import schedule, waiting
from meuplano.records import events
from meuplano.records.contract import Contract, NoSubscription, contract_of
from meuplano.records.models import Account, Refund, RenewalCount, ScheduledChange
from meuplano.records.overview import overview_of
from meuplano.records.renewing import renewal_of_next
from meuplano.rules import changes
from meuplano.rules.act import Act
from meuplano.rules.endings import Ending, cancellation_choices
from meuplano.rules.money import ZERO
from meuplano.rules.periods import Period

REASON = "Cancelamento da assinatura"


def cancel(
    account_id: int, ends_on: date, act: Act, *, reasons: Sequence[str] = (), comment: str = ""
) -> ScheduledChange | None:
    """End the subscription on one of the days of `endings`; the earlier choice of another day is replaced.

    Orders that wait and open proposals are withdrawn, an unpaid renewal invoice is cancelled, and what the account has
    of money is to go back on that day. None when that is scheduled already. Raises NotAllowed and
    records.contract.NoSubscription.
    """
    with locked(account_id, act) as account:
        overview = overview_of(account)
        if overview is None:
            raise NoSubscription(account.code)
        refuse_unless_allowed(changes.CANCEL, overview, act)
        contract = contract_of(account)
        chosen = next((ending for ending in endings(account, contract, act) if ending.on == ends_on), None)
        if chosen is None:
            raise NotAllowed("unknown_ending")
        before = waiting(account, contract, "cancel")
        if before is not None and before.effective_on == ends_on:
            return None
        if before is not None:
            before.move("replace", ended_on=act.today)
            _keep_credits(account, act)
        close_all(account, contract.subscription, "withdraw", act)
        end_proposals(account, CANCELLING, act)
        change = _schedule(account, contract, chosen, reasons, comment, act)
        return_credit(account, REASON, act, due_on=ends_on)
        if ends_on <= act.today:  # suspended, and nothing that was paid is left to use
            change.move("apply", ended_on=act.today)
            end_subscription(account, contract.subscription, "cancelled_by_owner", act)
        return change


def undo(account_id: int, act: Act) -> bool:
    """The owner's "Desfazer": everything goes on, and an invoice that was cancelled is issued anew (D15, D35)."""
    with locked(account_id, act) as account:
        try:
            contract = contract_of(account)
        except NoSubscription:
            return False
        change = waiting(account, contract, "cancel")
        if change is None or not change.move("undo", ended_on=act.today):
            return False
        _keep_credits(account, act)
        event = events.record("cancellation.undone", act, account, instead_of=change.effective_on.isoformat())
        tell(event)
        subscription = contract.subscription
        if subscription.status == "active" and renewal_of_next(account) is None:
            set_renewal_dates(subscription)
            subscription.save(update_fields=["announce_on", "issue_on"])
            issue_renewal(account, act)
        return True


def endings(account: Account, contract: Contract, act: Act) -> list[Ending]:
    """The days on which a cancellation can take effect, and what comes back for choosing it (D35)."""
    if contract.subscription.status != "active" and act.today >= contract.period.end:
        return [Ending(act.today, ZERO)]
    paid = renewal_of_next(account)
    if paid is None or paid.status != "paid":
        return cancellation_choices(contract.period)
    next_period = Period(paid.period_start, paid.period_end)
    return cancellation_choices(contract.period, next_period=next_period, next_paid=paid_in_money(paid))


def _schedule(
    account: Account, contract: Contract, chosen: Ending, reasons: Sequence[str], comment: str, act: Act
) -> ScheduledChange:
    data = {"returned": chosen.returned.centavos, "reasons": list(reasons), "comment": comment}
    change = schedule(account, contract, "cancel", chosen.on, data, act)
    event = events.record("cancellation.scheduled", act, account, on=chosen.on.isoformat(), **data)
    tell(event)
    out = renewal_of_next(account)
    if out is not None and out.status == "open":
        cancel_invoice(account, out, "cancelled_by_owner", act)
    elif out is None:
        RenewalCount.objects.filter(
            account=account, subscription=contract.subscription, first_day=contract.period.end, replaced=False
        ).update(replaced=True)
    return change


def _keep_credits(account: Account, act: Act) -> None:
    for refund in Refund.objects.filter(account=account, state="due", reason=REASON):
        keep_credit(account, refund, "Cancelamento desfeito", act)
