"""Faturas: what is to be paid, what waits, what was paid, and each invoice with its ways to pay (F18, F20, D60)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from meuplano.actions import pay_invoice, pay_open_invoice
from meuplano.actions.calendar import banking_days
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, invoice_title, say_lines
from meuplano.documents.timeline import Moment, say
from meuplano.portal.access import Visit, invoice_readers, owner_only, visiting
from meuplano.portal.forms import as_number
from meuplano.portal.offers import CopyCard, Corrected, CreditCard, copy_card, corrected, credit_card
from meuplano.portal.orders import living
from meuplano.portal.plan import next_issue_note
from meuplano.portal.rows import (
    InvoiceRow,
    OrderRow,
    PaidRow,
    late_of,
    open_rows,
    paid_rows,
    weekend_note,
    with_corrections,
    with_order,
)
from meuplano.portal.ways import Choice, Ways, method_choices, ways_of
from meuplano.records import papers
from meuplano.records.credits import with_credit
from meuplano.records.models import Account, Charge, Event, Instalment, Invoice, InvoiceLine, Module
from meuplano.records.overview import overview_of
from meuplano.rules.late_fees import LateCharges
from meuplano.rules.money import Money, total
from meuplano.rules.periods import ONE_DAY

MOST_EVENTS = 50


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
class Filter:
    """A method to filter by; "" is all."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class InvoicesPage:
    """Everything that the invoices page shows."""

    account: str
    today: date
    owed: Owed | None
    open: tuple[InvoiceRow, ...]
    orders: tuple[OrderRow, ...]
    next_issue: str
    years: tuple[Year, ...]
    year: int
    methods: tuple[Filter, ...]
    method: str
    paid: tuple[PaidRow, ...]
    paid_total: Money


@dataclass(frozen=True, slots=True)
class PartRow:
    """One of the boletos in which the invoice is paid (D28)."""

    number: int
    due_on: date
    amount: Money
    status: words.Status


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything that an invoice's page shows."""

    number: int
    account: str
    title: str
    status: words.Status
    state: str
    watch: bool
    total_label: str
    today_total: Money
    when: str
    weekend: str
    lines: tuple[SaidLine, ...]
    total: Money
    adjustments: tuple[SaidLine, ...]
    next: str
    order_number: int | None
    ways: Ways | None
    pay_with: tuple[Choice, ...]
    paid: tuple[PaidRow, ...]
    parts: tuple[PartRow, ...]
    copy: CopyCard | None
    credit: CreditCard | None
    corrected: Corrected
    timeline: tuple[Moment, ...]


@require_safe
@invoice_readers
def index(request: HttpRequest) -> HttpResponse:
    """GET /faturas/?ano=2026&forma=pix"""
    visit = visiting(request)
    year = request.GET.get("ano", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    page = invoices_page(visit, year=wanted, method=request.GET.get("forma", ""))
    page = page if visit.is_owner else replace(page, orders=())
    return render(request, "portal/invoices.html", {"page": page, "section": "invoices"})


@require_safe
@vary_on_headers("HX-Request", "HX-Request-Type")
@invoice_readers
def show(request: HttpRequest, number: int) -> HttpResponse:
    """GET /faturas/<n>/, and its living part again and again while it waits for money."""
    visit = visiting(request)
    page = invoice_page(visit, find(visit.account, number))
    page = page if visit.is_owner else read_only(page)
    return living(request, "portal/invoice.html", page, page.state, section="invoices")


@require_POST
@owner_only
def pay(request: HttpRequest, number: int) -> HttpResponse:
    """POST /faturas/<n>/pagar/: a boleto, a Pix or the card page for what is open."""
    visit = visiting(request)
    invoice = find(visit.account, number)
    method = request.POST.get("pagamento", "")
    try:
        charge = pay_open_invoice.pay_open_invoice(
            visit.account.pk,
            invoice.number,
            method,
            visit.act,
            card_id=as_number(request.POST.get("cartao", "")),
            make_default=request.POST.get("padrao") == "1",
        )
    except pay_open_invoice.NotPossible:
        return redirect("invoice", number)
    if pay_invoice.send(charge.pk, visit.act) == "pending" and method == "card":
        return redirect("card", number)
    return redirect("invoice", number)


def read_only(page: InvoicePage) -> InvoicePage:
    """The page without anything that a billing contact may not do; the boleto and the Pix can be read (D46)."""
    ways = page.ways and replace(page.ways, card_url="")
    locked = replace(page.corrected, may_reissue=False)
    return replace(page, ways=ways, pay_with=(), copy=None, credit=None, order_number=None, corrected=locked)


def find(account: Account, number: int) -> Invoice:
    """The account's invoice of this number, with its order; another account's does not exist (404)."""
    found = Invoice.objects.filter(account=account, number=number).select_related("subscription__plan", "instead_of")
    invoice: Invoice | None = with_credit(with_corrections(with_order(found))).first()
    if invoice is None:
        raise Http404
    return invoice


def invoices_page(visit: Visit, *, year: int | None, method: str) -> InvoicesPage:
    """What is open, what waits, and the payments of one year, in four queries."""
    account, today = visit.account, visit.today
    names, counted = papers.payment_years(account)
    debts, orders = open_rows(account, names, today)
    years = tuple(Year(year, count) for year, count in counted)
    shown = year or (years[0].year if years else today.year)
    payments = papers.payments(account, year=shown)
    used = {paid.method for paid in payments}
    method = method if method in used else ""
    kept = paid_rows([paid for paid in payments if method in ("", paid.method)], names)
    overview = overview_of(account) if not debts else None
    return InvoicesPage(
        account=account.name,
        today=today,
        owed=_owed(debts),
        open=tuple(debts),
        orders=tuple(orders),
        next_issue=next_issue_note(overview) if overview else "",
        years=years,
        year=shown,
        methods=_filters(used),
        method=method,
        paid=kept,
        paid_total=total(row.amount for row in kept),
    )


def invoice_page(visit: Visit, invoice: Invoice) -> InvoicePage:
    """One invoice as it stands today, in five queries."""
    account, today = visit.account, visit.today
    called = Subquery(Module.objects.filter(code=OuterRef("item")).values("name"))
    found = InvoiceLine.objects.filter(account=account, invoice=invoice).annotate(called=called)
    lines = list(found.order_by("position"))
    names = {line.item: line.called for line in lines if line.called}
    asked = list(Charge.objects.filter(account=account, invoice=invoice).order_by("pk"))
    parts = list(Instalment.objects.filter(account=account, invoice=invoice)) if invoice.instalment else []
    current = next((part.pk for part in parts if part.number == invoice.instalment), None)
    charges = [row for row in asked if row.superseded_on is None and row.instalment_id == current]
    order: Mapping[str, Any] | None = next(iter(vars(invoice)["order"]), None)
    late = late_of(invoice, order["status"] if order else None, today)
    is_open = invoice.status == "open"
    owed = is_open and (order is None or order["status"] != "waiting")
    copy = copy_card(invoice, charges, visit.act) if owed else None
    added = {line.item: line.quantity for line in lines}
    ways = ways_of(charges, today, is_order=order is not None, number=invoice.number) if is_open else None
    return InvoicePage(
        number=invoice.number,
        account=account.name,
        title=_long_title(invoice, invoice_title(invoice.kind, invoice.period_start, added, names)),
        status=words.order_status("waiting", order["method"])
        if order and order["status"] == "waiting" and is_open
        else words.invoice_status(invoice.status, late.days),
        state=f"{invoice.status}-{invoice.paid_centavos}-"
        + "-".join(f"{charge.pk}.{charge.state}" for charge in asked),
        watch=is_open and any(charge.state in ("to_send", "sending", "unknown", "pending") for charge in charges),
        total_label=_total_label(invoice, today, late),
        today_total=invoice.asked + late.total if is_open else invoice.total,
        when=_when(invoice),
        weekend=weekend_note(invoice.due_on) if is_open and not order and not late.days else "",
        lines=say_lines(
            lines,
            names=names,
            plan=invoice.subscription.plan.name,
            months=invoice.subscription.cycle,
            adding=order is not None,
        ),
        total=invoice.total,
        adjustments=_adjustments(invoice, late),
        next=_next(invoice, order is not None),
        order_number=order["number"] if order else None,
        ways=ways,
        paid=paid_rows(papers.payments(account, number=invoice.number), names),
        pay_with=_other_ways(invoice, charges, copy) if owed else (),
        parts=tuple(_part(part, today) for part in parts),
        copy=copy,
        credit=credit_card(invoice, Money(vars(invoice)["account_credit"])) if owed and not parts else None,
        corrected=corrected(invoice),
        timeline=_timeline(account, invoice),
    )


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


def _filters(used: set[str]) -> tuple[Filter, ...]:
    if len(used) < 2:
        return ()
    named = (Filter(code, str(words.METHODS.get(code, code)).capitalize()) for code in sorted(used))
    return (Filter("", gettext("Todas as formas")), *named)


def _long_title(invoice: Invoice, title: str) -> str:
    last = invoice.period_end - ONE_DAY
    return f"{title}, {words.span(invoice.period_start, last)}"


def _total_label(invoice: Invoice, today: date, late: LateCharges) -> str:
    if invoice.status == "open" and late.days:
        return gettext("Total hoje, %(day)s") % {"day": words.day(today)}
    return gettext("A pagar") if invoice.status == "open" else gettext("Valor")


def _when(invoice: Invoice) -> str:
    if invoice.status == "paid" and invoice.paid_on:
        return gettext("Paga em %(day)s") % {"day": words.day(invoice.paid_on)}
    return gettext("Vencimento em %(day)s") % {"day": words.day(invoice.due_on)}


def _part(part: Instalment, today: date) -> PartRow:
    days = (today - banking_days().roll(part.due_on)).days if part.status == "open" else 0
    return PartRow(part.number, part.due_on, Money(part.amount_centavos), words.invoice_status(part.status, days))


def _adjustments(invoice: Invoice, late: LateCharges) -> tuple[SaidLine, ...]:
    said = []
    if invoice.credit_centavos:
        said.append(SaidLine(gettext("Crédito usado"), "", Money(-invoice.credit_centavos)))
    if invoice.paid_centavos and invoice.status == "open":
        said.append(SaidLine(gettext("Já pago"), "", Money(-invoice.paid_centavos)))
    if later := invoice.open - invoice.asked:
        said.append(SaidLine(gettext("Parcelas seguintes"), "", -later))
    if late.days:
        base = words.reais(invoice.asked)
        said.append(SaidLine(gettext("Multa"), gettext("2%% de %(base)s, uma vez") % {"base": base}, late.fine))
        said.append(
            SaidLine(
                gettext("Juros"),
                gettext("%(base)s × 1%% ÷ 30 × %(days)s") % {"base": base, "days": words.days(late.days)},
                late.interest,
            )
        )
    return tuple(said)


def _next(invoice: Invoice, is_order: bool) -> str:
    if invoice.status == "open" and is_order:
        return gettext("Não é uma dívida: é um pedido. O que não for pago expira, e nada é cobrado.")
    if invoice.status == "open":
        return gettext("Assim que o pagamento cair, esta página mostra e a fatura passa para o histórico.")
    if invoice.status == "paid":
        return gettext("Nada mais a pagar nesta fatura.")
    if invoice.status == "written_off":
        return gettext("O financeiro deu baixa nesta fatura: ela não é mais cobrada.")
    return gettext("Esta fatura não vale mais. Não pague o boleto nem o Pix dela.")


def _other_ways(invoice: Invoice, charges: list[Charge], copy: CopyCard | None) -> tuple[Choice, ...]:
    live = {charge.method for charge in charges if charge.state in ("to_send", "sending", "unknown", "pending")}
    configured = [code for code in ("pix", "boleto", "card") if settings.METHOD_GATEWAYS.get(code)]
    if copy or not invoice.billing.get("postal_code") or invoice.open < Money(settings.BILLING["boleto_minimum"]):
        configured = [code for code in configured if code != "boleto"]
    return method_choices(code for code in configured if code not in live)


def _timeline(account: Account, invoice: Invoice) -> tuple[Moment, ...]:
    """What happened to it, newest first; its issue is the last line, unless an event of its own tells it."""
    events = Event.objects.filter(account=account, data__invoice=invoice.number).order_by("-id")[:MOST_EVENTS]
    said = [moment for event in events if (moment := say(event.name, event.by, event.at, event.data))]
    if any(event.name in ("renewal.issued", "complement.issued") for event in events):
        return tuple(said)
    issued = gettext("Fatura emitida: %(total)s") % {"total": invoice.total}
    return (*said, Moment(issued, words.day(invoice.issued_on)))
