"""Faturas: what is to be paid, what waits, and what was paid year by year (F18, F20, D60)."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.actions import start_again
from meuplano.documents import words
from meuplano.portal.access import Visit, invoice_readers, visiting
from meuplano.portal.next_charge import NOTHING_FOLLOWS, next_issue_note
from meuplano.portal.rows import InvoiceRow, OrderRow, PaidRow, open_rows, paid_rows, weekend_note
from meuplano.records import papers
from meuplano.records.overview import overview_of
from meuplano.records.papers import Wanted
from meuplano.rules.money import Money, total


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid, together and first."""

    label: str
    amount: Money
    weekend: str
    number: int
    first: Money
    late: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A year with payments."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class InvoicesPage:
    """Everything that the invoices page shows."""

    account: str
    today: date
    owed: Owed | None
    open: tuple[InvoiceRow, ...]
    orders: tuple[OrderRow, ...]
    next_issue: str | Promise
    years: tuple[Year, ...]
    year: int
    paid: tuple[PaidRow, ...]
    paid_total: Money


@require_safe
@invoice_readers
def index(request: HttpRequest) -> HttpResponse:
    """GET /faturas/?ano=2026"""
    visit = visiting(request)
    year = request.GET.get("ano", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    page = invoices_page(visit, year=wanted)
    page = page if visit.may_change else replace(page, orders=())
    return render(request, "portal/invoices.html", {"page": page, "section": "invoices"})


def invoices_page(visit: Visit, *, year: int | None) -> InvoicesPage:
    """What is open, what waits, and the payments of one year, in four queries."""
    account, today = visit.account, visit.today
    names, counted = papers.payment_years(account)
    debts, orders = open_rows(account, names, today)
    years = tuple(Year(year, count) for year, count in counted)
    shown = year or (years[0].year if years else today.year)
    paid = paid_rows(papers.payments(account, Wanted(year=shown)), names)
    overview = overview_of(account) if not debts else None
    return InvoicesPage(
        account=account.name,
        today=today,
        owed=_owed(debts),
        open=tuple(debts),
        orders=tuple(orders),
        next_issue=next_issue_note(overview) if overview else "" if debts else _nothing_follows(visit),
        years=years,
        year=shown,
        paid=paid,
        paid_total=total(row.amount for row in paid),
    )


def _nothing_follows(visit: Visit) -> str | Promise:
    """For an account without anything to pay and without a subscription that runs."""
    return NOTHING_FOLLOWS if start_again.ended_of(visit.account, visit.act) else ""


def _owed(debts: list[InvoiceRow]) -> Owed | None:
    if not debts:
        return None
    first = debts[0]
    label = (
        gettext("A pagar hoje")
        if first.days_late
        else gettext("A pagar até %(day)s") % {"day": words.day(debts[-1].due_on)}
    )
    return Owed(
        label=label,
        amount=total(row.amount for row in debts),
        weekend="" if first.days_late else weekend_note(first.due_on),
        number=first.number,
        first=first.amount,
        late=bool(first.days_late),
    )
