"""What the Renovação page shows: both policies side by side, who counts, and what was chosen as it would be renewed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from meuplano.actions.change_renewal import smallest_target
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, item_name, say_lines
from meuplano.portal.access import Visit
from meuplano.portal.forms import Problem
from meuplano.portal.users import Person, managed_here, person_of
from meuplano.records.models import Member, RenewalCount
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import proration, renewal
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY
from meuplano.rules.prices import LICENCE, STORAGE

FIRST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: None and {} where things stay as they are."""

    policy: str | None
    targets: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """One of the two, as it would renew today."""

    code: str
    licences: int
    price: Money
    chosen: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Target:
    """An item of which the renewal may hold less."""

    field: str
    name: str
    now: int
    then: int
    least: int
    hint: str
    problem: str


@dataclass(frozen=True, slots=True)
class Out:
    """The renewal invoice that is out already."""

    number: int
    counted_on: date | None
    licences: int
    paid: bool
    may_recount: bool


@dataclass(frozen=True, slots=True)
class RenewalPage:
    """Everything that the page shows."""

    on: date
    last_day: date  # until which it can be undone
    count: str  # when it is counted, in words
    minimum: int
    contracted: int
    policies: tuple[Policy, ...]
    policy: str
    people: tuple[Person, ...]
    more_people: tuple[Person, ...]  # folded: a list of sixty hides what is below it
    idle: tuple[Person, ...]  # of them, who has stayed away (F09)
    managed_here: bool
    free: int
    dropped: int  # of the free ones, renewed by one policy and not by the other
    targets: tuple[Target, ...]
    lines: tuple[SaidLine, ...]
    price: Money
    difference: Money
    today: date
    out: Out | None
    problems: tuple[Problem, ...]

    @property
    def count_people(self) -> int:
        """How many count."""
        return len(self.people) + len(self.more_people)


def renewal_page(visit: Visit, overview: Overview, listed: PriceList, wanted: Wanted) -> RenewalPage:
    """The page as a renewal today would be, with what is wanted."""
    contract = overview.contract
    policy = wanted.policy or contract.subscription.renewal_policy
    then = replace(overview, contract=replace(contract, at_renewal={**contract.at_renewal, **wanted.targets}))
    out = _out(visit, overview)
    people, idle = _who_counts(visit)
    on = overview.coming.end if out and out.paid else contract.period.end
    price = _price(then, listed, policy)
    return RenewalPage(
        on=on,
        last_day=on - ONE_DAY,
        count=_count(overview, out, on),
        minimum=contract.plan.minimum_licences,
        contracted=contract.now.get(LICENCE, 0),
        policies=tuple(
            Policy(
                code,
                then.renewing(code)[LICENCE],
                _price(then, listed, code),
                code == policy,
                code == contract.subscription.renewal_policy,
            )
            for code in (renewal.ALL_LICENCES, renewal.ONLY_ACTIVE)
        ),
        policy=policy,
        people=people[:FIRST_PEOPLE],
        more_people=people[FIRST_PEOPLE:],
        idle=idle,
        managed_here=managed_here(),
        free=max(contract.now.get(LICENCE, 0) - contract.active, 0),
        dropped=then.renewing(renewal.ALL_LICENCES)[LICENCE] - then.renewing(renewal.ONLY_ACTIVE)[LICENCE],
        targets=tuple(_targets(overview, listed, wanted)),
        lines=say_lines(
            lines_for(then.renewing(policy), listed.prices.units(overview.coming_cycle), proration.Share(1, 1)),
            names=listed.module_names,
            plan=contract.plan.name,
            adding=False,
        ),
        price=price,
        difference=price - _price(overview, listed, contract.subscription.renewal_policy),
        today=visit.today,
        out=out,
        problems=wanted.problems,
    )


def _price(overview: Overview, listed: PriceList, policy: str) -> Money:
    units = listed.prices.units(overview.coming_cycle)
    return total_of(lines_for(overview.renewing(policy), units, proration.Share(1, 1)))


def _who_counts(visit: Visit) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who has access, and who of them has stayed away; the owner always counts."""
    members = Member.objects.filter(account=visit.account, has_access=True).select_related("user")
    found = list(members.order_by("-is_owner", "user__name", "user__email"))
    away = (m for m in found if not m.is_owner and renewal.is_idle(m.last_access_on, visit.today))
    return tuple(person_of(m, visit.today) for m in found), tuple(person_of(m, visit.today) for m in away)


def _out(visit: Visit, overview: Overview) -> Out | None:
    if overview.invoice is None or overview.counted is None:
        return None
    row = RenewalCount.objects.filter(
        account=visit.account,
        subscription=overview.contract.subscription,
        first_day=overview.contract.period.end,
        replaced=False,
    ).first()
    now = overview.renewing()
    counted = overview.counted.quantities
    less = any(now.get(item, 0) < quantity for item, quantity in counted.items())
    return Out(
        number=overview.invoice.number,
        counted_on=row.counted_on if row else None,
        licences=counted.get(LICENCE, 0),
        paid=overview.invoice.status == "paid",
        may_recount=less and overview.invoice.status == "open" and visit.today < overview.contract.period.end,
    )


def _count(overview: Overview, out: Out | None, on: date) -> str:
    if out and out.counted_on:
        return gettext("contagem em %(day)s, na fatura nº %(number)s") % {
            "day": words.day_month(out.counted_on),
            "number": out.number,
        }
    subscription = overview.contract.subscription
    day = subscription.issue_on or subscription.announce_on or on
    return gettext("contagem em %(day)s") % {"day": words.day(day)}


def _targets(overview: Overview, listed: PriceList, wanted: Wanted) -> list[Target]:
    contract = overview.contract
    problems = {problem.field: problem.text for problem in wanted.problems}
    found = []
    for item in sorted(contract.now, key=lambda item: (item != STORAGE, item)):
        now = contract.now[item]
        if item == LICENCE or not now:
            continue
        least = smallest_target(overview) if item == STORAGE else 0
        field = f"alvo-{item}"
        hint = gettext("De %(least)s a %(now)s.") % {"least": least, "now": now}
        if item == STORAGE and least:
            hint = gettext("De %(least)s a %(now)s: %(used)s estão em uso.") % {
                "least": least,
                "now": now,
                "used": words.gigabytes(overview.used_bytes),
            }
        name = gettext("GB de espaço extra") if item == STORAGE else item_name(item, listed.module_names)
        then = wanted.targets.get(item, contract.at_renewal.get(item, now))
        found.append(Target(field, name, now, then, least, hint, problems.get(field, "")))
    return found
