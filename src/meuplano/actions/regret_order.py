"""The right of regret: a contract or an order is undone within 7 days, and all that was paid goes back (D37)."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from meuplano.actions.begin_subscription import CONTRACT
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.end_subscription import end_subscription
from meuplano.actions.fiscal_task import ask_for_fiscal_note
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.actions.return_order import period_of, return_all, return_contract, to_return
from meuplano.records import events
from meuplano.records.contract import Contract, contract_of
from meuplano.records.models import (
    Account,
    BillingDetails,
    Invoice,
    LicenceEntry,
    Member,
    Order,
    RenewalCount,
)
from meuplano.rules import changes, regret
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.prices import LICENCE


def regret_until(account: Account, order: Order, details: BillingDetails | None = None) -> date | None:
    """The last day on which this order can be undone; None for an order that cannot be, or only by finance.

    A longer cycle is a renewal (D11), and what was still open of an order when one began is part of it (D12).
    A page that has read the billing details hands them in.
    """
    if order.status != "applied" or order.quote["kind"] not in ("additions", CONTRACT):
        return None
    if order.invoice.status == "replaced":
        return None
    details = details or BillingDetails.objects.filter(account=account).first()
    tax_id = details.tax_id if details else ""
    return regret.allowed_until(order.agreed_on, tax_id, for_all=settings.BILLING["regret_for_all"])


def too_many_by(account: Account, order: Order) -> int:
    """How many people have to lose their access when this order is undone."""
    contract = None if order.quote["kind"] == CONTRACT else contract_of(account)
    if contract is None or is_renewed(contract, order):
        return 0
    added = dict(order.items.values_list("item", "quantity"))
    return max(contract.active - contract.now.get(LICENCE, 0) + added.get(LICENCE, 0), 0)


def is_renewed(contract: Contract, order: Order) -> bool:
    """Whether another period holds by now what an order added: that is part of a renewal, and finance's (D37)."""
    return period_of(order) != contract.period


def regret_order(
    account_id: int, number: int, act: Act, *, leave: Collection[int] = (), seen: Money | None = None
) -> bool:
    """Undo an applied order: what it added leaves now, with the access of the members `leave`; the money is returned.

    `seen` is what the page said would be returned. What a renewal or a longer cycle has taken in since stays for that
    period, which is another purchase. A contract takes its subscription along, and every order of it. False if it was
    undone before. Raises Order.DoesNotExist and Refused: not_allowed, too_late, amount_changed, cycle_change_waiting,
    too_many_active, unknown_member, owner_is_always_active.
    """
    with locked(account_id, act) as account:
        order = Order.objects.select_related("subscription", "invoice").get(account=account, number=number)
        if order.status == "undone":
            return False
        until = regret_until(account, order)
        if until is None:
            raise Refused("not_allowed")
        if act.today > until:
            raise Refused("too_late")
        if seen is not None and seen != to_return(order):
            raise Refused("amount_changed")
        if order.quote["kind"] == CONTRACT:
            _undo_contract(account, order, act)
        else:
            _undo_addition(account, order, leave, act)
        return True


def _undo_addition(account: Account, order: Order, leave: Collection[int], act: Act) -> None:
    contract = contract_of(account)
    mine = Order.objects.filter(account=account, subscription=contract.subscription)
    if mine.filter(status="waiting").exclude(cycle=None).exists():
        raise Refused(changes.CYCLE_CHANGE_WAITING)
    if is_renewed(contract, order):
        _undo(account, order, act, before=dict(contract.now), after=dict(contract.now))
        return
    added = dict(order.items.values_list("item", "quantity"))
    now = regret.remaining(contract.now, added)
    _take_access(account, contract, leave, now.get(LICENCE, contract.now.get(LICENCE, 0)), act)
    later = regret.remaining(contract.at_renewal, added)
    LicenceEntry.objects.bulk_create(
        LicenceEntry(
            account=account,
            subscription=contract.subscription,
            item=item,
            on=act.today,
            now=quantity,
            at_renewal=min(later[item], quantity),
            why="regret",
        )
        for item, quantity in now.items()
    )
    _count_again(account, contract, order, act)
    _undo(account, order, act, before=dict(contract.now), after=now)


def _undo_contract(account: Account, order: Order, act: Act) -> None:
    subscription = order.subscription
    mine = Order.objects.filter(account=account, subscription=subscription).select_related("invoice", "subscription")
    returned = return_contract(account, order, act)
    for applied in mine.filter(status="applied").exclude(pk=order.pk).order_by("-pk"):
        _undo(account, applied, act, before={}, after={}, returned=returned.pop(applied.invoice_id, ZERO))
    _undo(account, order, act, before={}, after={}, returned=total(returned.values()))
    for invoice in Invoice.objects.filter(account=account, subscription=subscription, status="open").order_by("pk"):
        cancel_invoice(account, invoice, "regret", act)
    end_subscription(account, subscription, "regret", act)


def _undo(
    account: Account,
    order: Order,
    act: Act,
    *,
    before: dict[str, int],
    after: dict[str, int],
    returned: Money | None = None,
) -> None:
    """The order is undone, and its money goes back where the contract's undoing has not `returned` it."""
    order.move("undo", ended_on=act.today)
    cancel_invoice(account, order.invoice, "regret", act)  # released before it was paid
    if returned is None:
        returned = return_all(account, order, act)
    event = events.record(
        "order.undone",
        act,
        account,
        order=order.number,
        invoice=order.invoice.number,
        before=before,
        after=after,
        returned=returned.centavos,
    )
    ask_for_fiscal_note(account, f"pedido nº {order.number} desfeito", event, returned, act)


def _take_access(account: Account, contract: Contract, leave: Collection[int], licences: int, act: Act) -> None:
    members = list(Member.objects.filter(account=account, pk__in=leave, has_access=True))
    if len(members) != len(set(leave)):
        raise Refused("unknown_member")
    if any(member.is_owner for member in members):
        raise Refused("owner_is_always_active")
    if contract.active - len(members) > licences:
        raise Refused("too_many_active")
    in_use = contract.active
    for member in members:
        in_use -= 1
        Member.objects.filter(pk=member.pk).update(has_access=False)
        events.record(
            "user.deactivated", act, account, member=member.pk, in_use=in_use, of=contract.now.get(LICENCE, 0)
        )


def _count_again(account: Account, contract: Contract, order: Order, act: Act) -> None:
    """A renewal that was counted with what is undone now is counted and sent again, if nobody has paid it."""
    mine = {"account": account, "subscription": contract.subscription}
    entries = LicenceEntry.objects.filter(account=account, order=order).order_by("pk").values_list("pk", flat=True)
    counted = RenewalCount.objects.filter(
        **mine, first_day=contract.period.end, replaced=False, last_entry__gte=entries[0]
    ).first()
    if counted is None:
        return
    invoice = Invoice.objects.filter(
        **mine, kind="renewal", period_start=counted.first_day, status__in=["open", "paid"]
    ).first()
    if invoice is not None and (invoice.status == "paid" or invoice.paid_centavos):
        return
    if invoice is not None:
        cancel_invoice(account, invoice, "regret", act, how="replace")
    RenewalCount.objects.filter(pk=counted.pk).update(replaced=True)
    set_renewal_dates(contract.subscription)
    contract.subscription.save(update_fields=["announce_on", "issue_on"])
