"""What the owner decided about the plan, in writing: cycle, renewal, cancellation, and each taken back again (U04).

To the owner; the end of a subscription to the finance e-mails too. Silent when it is no longer so (R-25).
"""

from collections.abc import Iterable
from datetime import date

from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both, owner, tell_each
from meuplano.actions.papers import module_names
from meuplano.documents.lines import item_name
from meuplano.records.models import Account, Event, ScheduledChange, Subscription
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY


def _changed(event: Event, account: Account) -> Iterable[Message]:
    """A longer cycle began with its payment (D11)."""
    values = {
        "url": facts.url(),
        "before": event.data["before"],
        "after": event.data["after"],
        "first_day": date.fromisoformat(event.data["start"]),
        "last_day": date.fromisoformat(event.data["end"]) - ONE_DAY,
    }
    return tell_each(owner(account), "cycle_changed", values)


def _scheduled(event: Event, account: Account) -> Iterable[Message]:
    on = date.fromisoformat(event.data["on"])
    if not _waits(account, "cycle", on):
        return ()
    values = {"url": facts.url(), "before": event.data["before"], "after": event.data["after"], "on": on}
    return tell_each(owner(account), "cycle_scheduled", values)


def _kept(event: Event, account: Account) -> Iterable[Message]:
    if _waits(account, "cycle"):
        return ()
    values = {"url": facts.url(), "before": event.data["instead_of"], "after": event.data["cycle"]}
    return tell_each(owner(account), "cycle_kept", values)


def _plan(event: Event, account: Account) -> Iterable[Message]:
    """Another plan began (D48)."""
    values = {"before": event.data["before"], "after": event.data["after"], "kept": False}
    on = date.fromisoformat(event.data["start"])
    return tell_each(owner(account), "plan_changed", {"url": facts.url(), "on": on, "waits": False, **values})


def _plan_scheduled(event: Event, account: Account) -> Iterable[Message]:
    on = date.fromisoformat(event.data["on"])
    if not _waits(account, "plan", on):
        return ()
    values = {"before": event.data["before"], "after": event.data["after"], "kept": False}
    return tell_each(owner(account), "plan_changed", {"url": facts.url(), "on": on, "waits": True, **values})


def _plan_kept(event: Event, account: Account) -> Iterable[Message]:
    if _waits(account, "plan"):
        return ()
    values = {"before": event.data["instead_of"], "after": event.data["plan"], "kept": True, "on": None}
    return tell_each(owner(account), "plan_changed", {"url": facts.url(), "waits": False, **values})


def _policy(event: Event, account: Account) -> Iterable[Message]:
    subscription = _live(account)
    if subscription is None or subscription.renewal_policy != event.data["after"]:
        return ()
    values = {"url": facts.url(), "policy": event.data["after"], "on": date.fromisoformat(event.data["on"])}
    return tell_each(owner(account), "policy_changed", values)


def _targets(event: Event, account: Account) -> Iterable[Message]:
    """How many of each the renewal holds; a later choice makes one that was not sent yet silent."""
    if Event.objects.filter(account=account, name="targets.set", pk__gt=event.pk).exists():
        return ()
    names, after = module_names(), event.data["after"]
    rows = [(item_name(item, names), event.data["now"][item], wanted) for item, wanted in after.items()]
    values = {"url": facts.url(), "targets": rows, "on": date.fromisoformat(event.data["on"])}
    return tell_each(owner(account), "targets_set", values)


def _cancelling(event: Event, account: Account) -> Iterable[Message]:
    on = date.fromisoformat(event.data["on"])
    if not _waits(account, "cancel", on):
        return ()
    values = {"url": facts.url(), "on": on, "refund": Money(event.data["returned"])}
    return tell_each(both(account), "cancellation_scheduled", values)


def _goes_on(event: Event, account: Account) -> Iterable[Message]:
    subscription = _live(account)
    if subscription is None or _waits(account, "cancel"):
        return ()
    values = {"url": facts.url(), "on": date.fromisoformat(event.data["instead_of"])}
    return tell_each(both(account), "cancellation_undone", values)


def _live(account: Account) -> Subscription | None:
    return Subscription.objects.filter(account=account).exclude(status="cancelled").first()


def _waits(account: Account, kind: str, on: date | None = None) -> bool:
    waiting = ScheduledChange.objects.filter(account=account, kind=kind, status="scheduled")
    return (waiting.filter(effective_on=on) if on else waiting).exists()


MESSAGES: dict[str, Compose] = {
    "cycle.changed": _changed,
    "cycle.scheduled": _scheduled,
    "cycle.kept": _kept,
    "plan.changed": _plan,
    "plan.scheduled": _plan_scheduled,
    "plan.kept": _plan_kept,
    "policy.changed": _policy,
    "targets.set": _targets,
    "cancellation.scheduled": _cancelling,
    "cancellation.undone": _goes_on,
}
