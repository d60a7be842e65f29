"""What the change page shows: its values, made from the offer that a confirmation would charge (U08–U12)."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from meuplano.actions import change_plan
from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.change_plan import Offer
from meuplano.documents import words
from meuplano.portal import change_options
from meuplano.portal.access import Visit
from meuplano.portal.change_options import Method, ModuleChoice, Space, Stepper, StoredCard, Terms
from meuplano.portal.cycle_choice import CycleChoice, Schedule, cycle_choices, schedule_of
from meuplano.portal.forms import Asked, Problem
from meuplano.portal.order_summary import Summary, summary_of
from meuplano.portal.refusals import refusal_in_words
from meuplano.portal.terms import TermsBox, terms_box
from meuplano.records.contract import Contract
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import changes, orders
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE
from meuplano.rules.quotes import NothingAdded


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why nothing can be bought now, and the way on."""

    title: str
    reason: str
    url: str = ""
    label: str = ""
    everything: bool = True  # or only the cycle that was asked for


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything that the change page shows."""

    renews_on: date
    today: date
    period_start: date
    period_last: date
    days_left: int
    days_total: int
    licences: Stepper
    licence_price: Money
    per: str
    storage: Space
    modules: tuple[ModuleChoice, ...]
    methods: tuple[Method, ...]
    method: str
    terms: tuple[Terms, ...]  # in how many instalments it can be paid, where there is a choice (D28)
    parts: int
    card: StoredCard | None
    use_stored_card: bool
    make_default: bool
    recurring_stays: str
    summary: Summary | None
    draft: str
    problems: tuple[Problem, ...] = ()
    changed: bool = False
    blocked: Blocked | None = None
    cycles: tuple[CycleChoice, ...] = ()
    schedule_refused: str = ""
    schedule: Schedule | None = None  # of a shorter cycle alone: nothing to pay, no order
    terms_box: TermsBox | None = None
    billing_missing: bool = False  # a boleto would be offered with complete billing details (D49)


def change_page(
    visit: Visit, overview: Overview, listed: PriceList, asked: Asked, *, changed: bool = False, refusal: str = ""
) -> ChangePage:
    """The page for what is asked; the summary is the offer that a confirmation now would charge.

    `refusal` is why a confirmation was refused just now.
    """
    contract = overview.contract
    offer, blocked = _offer(visit, overview, listed, asked)
    asked = _with_refused_cycle(asked, blocked, offer)
    method = _chosen(asked.method, offer)
    most_parts = change_plan.most_parts(offer, method) if offer else 1
    parts = min(asked.instalments, most_parts)
    subscription = contract.subscription
    schedule = schedule_of(visit, overview, listed, asked.cycle, refusal) if offer is None else None
    page = ChangePage(
        renews_on=contract.period.end,
        today=visit.today,
        period_start=contract.period.start,
        period_last=contract.period.last_day,
        days_left=contract.period.days_left(visit.today) if visit.today in contract.period else 0,
        days_total=contract.period.days,
        licences=change_options.licences(contract, asked),
        licence_price=contract.units[LICENCE].net,
        per=PER[contract.cycle](),
        storage=change_options.space(overview, asked),
        modules=change_options.modules(contract, listed, asked),
        methods=change_options.methods(offer),
        method=method,
        terms=change_options.terms(offer, method, most_parts, parts),
        parts=parts,
        card=change_options.stored(subscription.card),
        use_stored_card=bool(subscription.card) and asked.use_stored_card,
        make_default=asked.make_default,
        recurring_stays=_recurring_stays(contract),
        summary=summary_of(offer, overview, listed, method, visit.today, parts) if offer else None,
        draft=str(visit.account.draft_key),
        problems=asked.problems,
        changed=changed,
        blocked=blocked if blocked and blocked.everything else None,
        cycles=cycle_choices(overview, listed, asked.cycle),
        schedule=schedule,
        schedule_refused=refusal_in_words(schedule.refused) if schedule and schedule.refused else "",
        terms_box=terms_box(visit.account, change_plan.consent_moments(keeps_card=True)),
        billing_missing=offer is not None
        and any(way.reason == orders.NEEDS_BILLING_DETAILS for way in offer.methods.values()),
    )
    return page


PER = {
    1: lambda: gettext("por mês"),
    3: lambda: gettext("por trimestre"),
    6: lambda: gettext("por semestre"),
    12: lambda: gettext("por ano"),
}


def _offer(visit: Visit, overview: Overview, listed: PriceList, asked: Asked) -> tuple[Offer | None, Blocked | None]:
    try:
        return change_plan.preview(
            visit.account,
            added=asked.added,
            cycle=asked.cycle,
            act=visit.act,
            overview=overview,
            listed=listed if asked.cycle in (None, overview.coming_cycle) else None,
        ), None
    except NothingAdded:
        return None, None
    except NotAllowed as refused:
        reason = refused.reason
    only_the_cycle = _allowed_without(visit, overview)
    return None, replace(_blocked(reason), everything=not only_the_cycle)


def _allowed_without(visit: Visit, overview: Overview) -> bool:
    """Whether buying is allowed, and only the cycle that was asked for is not."""
    try:
        refuse_unless_allowed(changes.ADD, overview, visit.act)
    except NotAllowed:
        return False
    return visit.today in overview.contract.period


def _with_refused_cycle(asked: Asked, blocked: Blocked | None, offer: Offer | None) -> Asked:
    """A cycle that cannot be chosen now is said beside the choice; everything else can still be bought."""
    if blocked is None or blocked.everything or offer is not None or asked.cycle is None:
        return asked
    return replace(asked, problems=(*asked.problems, Problem("periodicidade", blocked.reason)))


def _blocked(reason: str) -> Blocked:
    """The page instead of the form: why nothing can be bought now, and the way on."""
    if reason in (changes.SUSPENDED, changes.COMPLEMENT_OVERDUE, changes.CYCLE_CHANGE_WAITING):
        label = gettext("Ver faturas em aberto")
        return Blocked(gettext("Agora não dá para comprar"), refusal_in_words(reason), reverse("invoices"), label)
    return Blocked(
        gettext("Agora não dá para comprar"),
        refusal_in_words(reason),
        reverse("help"),
        gettext("Falar com o financeiro"),
    )


def _chosen(wanted: str, offer: Offer | None) -> str:
    """The method asked for if it is offered, else the first that is."""
    if offer is None:
        return wanted or "pix"
    offered = [code for code, way in offer.methods.items() if way.offered]
    return wanted if wanted in offered or not offered else offered[0]


def _recurring_stays(contract: Contract) -> str:
    subscription = contract.subscription
    if subscription.method == "card" and subscription.card:
        return gettext("Sua mensalidade continua no cartão final %(last4)s.") % {"last4": subscription.card.last4}
    return gettext("Sua mensalidade continua no %(method)s.") % {"method": words.METHODS[subscription.method]}
