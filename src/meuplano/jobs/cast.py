"""The cast of the demo: its agencies buy, let people in and out, and pay, each in its own way (world/elenco.toml).

They act as anybody would: through the actions behind the pages, and at the fake bank as its payers.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import structlog

from meuplano.actions import activate_user, change_plan, end_order, pay_invoice, pay_open_invoice, play_demo
from meuplano.jobs import scenes
from meuplano.records.consents import latest_terms
from meuplano.records.models import Account, Charge, Invoice, Member, Order
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle

log = structlog.get_logger(__name__)
SCRIPT = Path(__file__).parent / "world" / "elenco.toml"
GB = 10**9
FORGOTTEN = timedelta(7)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Script:
    """How late each account pays its papers, and what happens on which day."""

    habits: dict[str, list[int | str]]
    scenes: tuple[dict[str, Any], ...]

    def pays_on(self, code: str, number: int, due_on: date) -> date | None:
        """The day on which the account pays its invoice of that number; None for never."""
        habit = self.habits.get(code, self.habits["padrao"])
        days = habit[(number - 1) % len(habit)]
        return due_on + timedelta(days) if isinstance(days, int) else None


@cache
def script() -> Script:
    """The cast's script, read once."""
    text = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))
    return Script(text["habitos"], tuple(text["cena"]))


def act_on(act: Act) -> list[str]:
    """Everything that the cast does today; returns what did not work, which stops nobody else."""
    troubles: list[str] = []
    for scene in script().scenes:
        if scene["dia"] == act.today:
            _try(troubles, f"{scene['conta']} on {act.today}", partial(_play, scene, act))
    if act.today.weekday() == MONDAY:
        _try(troubles, f"the week of {act.today}", partial(play_demo.use_the_product, act))
    finance = Act(by=f"{scenes.FINANCE}, financeiro", at=act.at)
    _try(troubles, f"notes of {act.today}", partial(play_demo.issue_notes, finance))
    for charge in Charge.objects.filter(state="pending").select_related("account", "invoice").order_by("pk"):
        _try(troubles, f"payment of {charge.key}", partial(_pay, charge, act))
    for invoice in Invoice.objects.filter(status="open").exclude(kind="order").select_related("account").order_by("pk"):
        _try(troubles, f"invoice {invoice.pk}", partial(_pay_late, invoice, act))
    return troubles


def _try(troubles: list[str], what: str, do: Callable[[], object]) -> None:
    """Whoever visits the demo may have changed anything: what no longer works is said, and the day goes on."""
    try:
        do()
    except Exception as problem:
        log.warning("the cast could not", what=what, problem=repr(problem))
        troubles.append(f"{what}: {problem!r}")


# What an agency's owner does


def _play(scene: dict[str, Any], act: Act) -> None:
    account = Account.objects.get(code=scene["conta"])
    owner = Member.objects.select_related("user").get(account=account, is_owner=True)
    mine = Act(by=owner.user.name, at=act.at)
    if "usa_gb" in scene:
        play_demo.measure_space(account, int(scene["usa_gb"] * GB), act)
    if "cartao_sem_limite" in scene:
        play_demo.empty_the_card()
    if "compra" in scene:
        _buy(account, scene, mine)
    _let(account, scene.get("saem", 0), mine, active=False)
    _let(account, scene.get("entram", 0), mine, active=True)
    for word, play in scenes.PLAYS.items():
        if word in scene:
            play(account, scene[word], mine)


def _buy(account: Account, scene: dict[str, Any], act: Act) -> None:
    added, method = scene["compra"], scene["por"]
    cycle = Cycle(scene["meses"]) if "meses" in scene else None
    order = change_plan.confirm(
        account.pk,
        added=added,
        method=method,
        seen=change_plan.preview(account, added=added, cycle=cycle, act=act).quote.fingerprint(),
        cycle=cycle,
        draft_key=account.draft_key,
        act=act,
        make_default=scene.get("padrao", False),
        terms=terms.number if (terms := latest_terms()) else None,
    )
    for charge in Charge.objects.filter(account=account, invoice=order.invoice, state="to_send"):
        pay_invoice.send(charge.pk, act)
    if "cartao" in scene:
        play_demo.type_card(Charge.objects.filter(account=account, invoice=order.invoice).latest("pk"), scene["cartao"])
    if scene.get("desiste"):
        end_order.withdraw(account.pk, order.number, act)


def _let(account: Account, people: int, act: Act, *, active: bool) -> None:
    """Let so many in, or so many out."""
    members = Member.objects.filter(account=account, has_access=not active, is_owner=False).order_by("pk")
    for pk in list(members.values_list("pk", flat=True)[:people]):
        activate_user.set_access(account.pk, pk, active=active, act=act)


# What a payer does


def _pay(charge: Charge, act: Act) -> None:
    """A paper that is in the payer's hands, on its day: an order's Pix at once, its boleto on the day after."""
    if charge.method == "card":
        return
    order = Order.objects.filter(account=charge.account_id, invoice=charge.invoice_id).first()
    if order is not None:
        day: date | None = order.agreed_on + timedelta(charge.method == "boleto")
    else:
        day = script().pays_on(charge.account.code, charge.invoice.number, charge.invoice.due_on)
    if day is not None and day <= act.today <= (charge.due_on or charge.pay_until or charge.invoice.due_on):
        play_demo.pay_at_the_bank(charge)


def _pay_late(invoice: Invoice, act: Act) -> None:
    """Late, the owner asks for a Pix over today's total and pays that; so does who forgot the day, a week after it."""
    day = script().pays_on(invoice.account.code, invoice.number, invoice.due_on)
    if day is None or act.today < (day if day > invoice.due_on else invoice.due_on + FORGOTTEN):
        return
    charge = pay_open_invoice.pay_open_invoice(invoice.account_id, invoice.number, "pix", act)
    pay_invoice.send(charge.pk, act)
    charge.refresh_from_db()
    if charge.state == "pending":
        play_demo.pay_at_the_bank(charge)
