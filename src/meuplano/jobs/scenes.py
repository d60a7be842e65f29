"""What else happens in the demo's year than buying and paying: owners change their minds, finance gives and adjusts.

Each by its word in world/elenco.toml.
"""

from collections.abc import Callable, Mapping
from typing import Any

from meuplano.actions import adjust_prices, ask_refund, cancel_subscription, play_demo, schedule_cycle
from meuplano.actions.change_renewal import change_renewal
from meuplano.actions.give_courtesy import give_courtesy
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.invite_user import invite
from meuplano.actions.seed_demo import STAFF
from meuplano.records import credits
from meuplano.records.contract import contract_of
from meuplano.records.models import Account, Charge
from meuplano.rules.act import Act
from meuplano.rules.money import Money, total
from meuplano.rules.periods import Cycle

FINANCE = STAFF[0]
type Play = Callable[[Account, Any, Act], object]


def _shortens(account: Account, cycle: int, act: Act) -> None:
    schedule_cycle.choose_cycle(account.pk, Cycle(cycle), act)


def _renews(account: Account, policy: str, act: Act) -> None:
    change_renewal(account.pk, act, policy=policy)


def _cancels(account: Account, reason: str, act: Act) -> None:
    choices = cancel_subscription.endings(account, contract_of(account), act)
    cancel_subscription.cancel(account.pk, choices[0].on, act, reasons=[reason])


def _stays(account: Account, _: bool, act: Act) -> None:
    cancel_subscription.undo(account.pk, act)


def _invites(account: Account, email: str, act: Act) -> None:
    invite(account.pk, email, is_admin=False, act=act)


def _pays_again(account: Account, _: bool, __: Act) -> None:
    """The paper that was paid last is paid once more: the surplus is credit, and a task."""
    play_demo.pay_again(Charge.objects.filter(account=account, state="paid").exclude(method="card").latest("pk"))


def _wants_back(account: Account, reason: str, act: Act) -> None:
    left = total(Money(row.left) for row in credits.balances(account) if row.kind == "refundable")
    ask_refund.ask_refund(account.pk, seen=left, reason=reason, act=act)


def _money_comes(_: Account, reais: int, __: Act) -> None:
    play_demo.receive(Money(100 * reais))


def _gets_credit(account: Account, reais: int, act: Act) -> None:
    grant_credit(account.pk, Money(100 * reais), "Instabilidade do sistema", Act(by=FINANCE, at=act.at))


def _is_adjusted(account: Account, basis_points: int, act: Act) -> None:
    adjust_prices.adjust_account(account.pk, basis_points, "Reajuste anual", Act(by=FINANCE, at=act.at))


def _gets_a_courtesy(account: Account, basis_points: int, act: Act) -> None:
    finance = Act(by=FINANCE, at=act.at)
    give_courtesy(account.pk, off=basis_points, periods=1, reason="Migração demorada", act=finance)


PLAYS: Mapping[str, Play] = {
    "reduz_para": _shortens,
    "renova": _renews,
    "cancela": _cancels,
    "fica": _stays,
    "convida": _invites,
    "paga_de_novo": _pays_again,
    "quer_de_volta": _wants_back,
    "chegam_reais": _money_comes,
    "credito_reais": _gets_credit,
    "reajuste": _is_adjusted,
    "cortesia": _gets_a_courtesy,
}
