"""Meu Plano: all seven cards of an account, as they are now (F03, U01–U03)."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.actions import start_again
from meuplano.documents import words
from meuplano.portal.access import Visit, in_older_too, owner_only, visiting
from meuplano.portal.expiring_card import ExpiringCard, expiring_card
from meuplano.portal.next_charge import NOTHING_FOLLOWS, NextCharge, next_charge, next_issue_note, upcoming
from meuplano.portal.requests import Row as RequestRow
from meuplano.portal.requests import open_ones
from meuplano.portal.rows import (
    InvoiceRow,
    OrderRow,
    PaidRow,
    module_names,
    open_rows,
    paid_rows,
)
from meuplano.portal.scheduled import Strip, strips
from meuplano.portal.subscription_card import Storage, Subscribed, storage_of, subscribed
from meuplano.records import papers
from meuplano.records.models import BillingDetails, Subscription
from meuplano.records.overview import overview_of
from meuplano.records.papers import Wanted
from meuplano.records.pricing import price_list_for
from meuplano.rules import trust
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY

SHOWN_PAYMENTS = 3
SHOWN_REQUESTS = 3


@dataclass(frozen=True, slots=True)
class Overdue:
    """The banner's invoice: the oldest late one."""

    number: int
    days_late: int
    total: Money
    consequence: str
    may_prove: bool  # a proof of payment may give access back (D51)


@dataclass(frozen=True, slots=True)
class Billing:
    """Billing details as printed."""

    legal_name: str
    tax_id: str
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that the plan page shows."""

    account: str
    owner: str
    ended_on: date | None  # of an account whose subscription is over
    begun: bool  # that subscription had a period
    beginning: OrderRow | None  # the contract whose first payment is awaited
    overdue: Overdue | None
    scheduled: tuple[Strip, ...]
    card: ExpiringCard | None
    subscription: Subscribed | None
    next: NextCharge | None
    storage: Storage | None
    billing: Billing | None
    open: tuple[InvoiceRow, ...]
    waiting: int
    next_issue: str | Promise
    paid: tuple[PaidRow, ...]
    requests: tuple[RequestRow, ...]
    more_requests: int


@require_safe
@owner_only
@in_older_too
def show(request: HttpRequest) -> HttpResponse:
    """GET /plano/; the older page for an account that has not been moved (F23)."""
    visit = visiting(request)
    template = "portal/plan.html" if visit.account.new_screen else "portal/older.html"
    return render(request, template, {"page": plan_page(visit), "section": "plan"})


def plan_page(visit: Visit) -> PlanPage:
    """The page as it is today, in four queries, and a fifth where there are requests."""
    account, today = visit.account, visit.today
    overview = overview_of(account)
    listed = price_list_for(overview.contract.subscription, overview.contract.period.end) if overview else None
    names = listed.module_names if listed else module_names()
    debts, orders = open_rows(account, names, today)
    details = overview.billing if overview else None
    talks, more = open_ones(visit, SHOWN_REQUESTS) if visit.unread or visit.going_on else ((), 0)
    quote = upcoming(overview, listed, today) if overview and listed else None
    ended = start_again.ended_of(account, visit.act) if overview is None else None
    return PlanPage(
        account=account.name,
        owner=visit.name,
        ended_on=ended.subscription.ended_on if ended else None,
        begun=overview is not None or (ended is not None and ended.begun),
        beginning=next(iter(orders), None) if overview is None and ended is None else None,
        overdue=_overdue(debts, overview.contract.subscription if overview else None, today),
        scheduled=strips(account, overview, names, today) if overview else (),
        card=expiring_card(overview.contract, today) if overview else None,
        subscription=subscribed(overview, listed, quote, details, debts, today)
        if overview and listed and quote
        else None,
        next=next_charge(overview, listed, quote) if overview and listed and quote else None,
        storage=storage_of(overview) if overview else None,
        billing=_billing(details),
        open=tuple(debts),
        waiting=len(orders),
        next_issue=next_issue_note(overview) if overview else NOTHING_FOLLOWS if ended else "",
        paid=paid_rows(papers.payments(account, Wanted(most=SHOWN_PAYMENTS)), names),
        requests=talks,
        more_requests=more,
    )


def _overdue(debts: list[InvoiceRow], live: Subscription | None, today: date) -> Overdue | None:
    late = next((row for row in debts if row.days_late), None)
    if late is None:
        return None
    trusted = trust.last_day(live.trusted_until, today) if live else None
    suspended = live is not None and live.status == "suspended"
    if live is None and late.stopped_on:
        text = gettext(
            "Multa e juros pararam em %(day)s, com o fim da assinatura. Com a dívida paga, você pode assinar de novo."
        ) % {"day": words.day(late.stopped_on)}
    elif live is None:
        text = gettext("A assinatura terminou. Com o que está em aberto pago, você pode assinar de novo.")
    elif trusted:
        text = gettext("Liberada em confiança pelo comprovante: a equipe tem acesso até %(day)s.") % {
            "day": words.day(trusted)
        }
    elif suspended:
        text = gettext("O acesso da equipe está suspenso: o pagamento traz tudo de volta.")
    elif late.suspends_on:
        text = gettext("Com multa e juros. Sem pagamento até %(day)s, o acesso da equipe é suspenso.") % {
            "day": words.day(late.suspends_on - ONE_DAY)
        }
    else:
        text = gettext("Com a multa e os juros de hoje, linha por linha na fatura.")
    may_prove = suspended and trusted is None and late.suspends_on is not None
    return Overdue(late.number, late.days_late, late.amount, text, may_prove)


def _billing(details: BillingDetails | None) -> Billing | None:
    if details is None:
        return None
    street = ", ".join(part for part in (details.street, details.number, details.complement) if part)
    place = ", ".join(part for part in (details.city, details.state, words.postal_code(details.postal_code)) if part)
    return Billing(
        legal_name=details.legal_name,
        tax_id=words.tax_id_line(details.tax_id),
        address=tuple(line for line in (street, place) if line),
    )
