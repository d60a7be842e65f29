"""Clientes: the list with its search, and one account's figures, timeline, credits and invoices."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano import clock
from meuplano.actions import lateness
from meuplano.actions.statement_paper import statements_of
from meuplano.backoffice.access import finance_only
from meuplano.backoffice.own_terms import TermRow, own_terms
from meuplano.documents import words
from meuplano.documents.terms_words import AcceptedRow, accepted_rows
from meuplano.documents.timeline import Moment, say
from meuplano.records import credits
from meuplano.records.consents import acceptances, was_imported
from meuplano.records.models import Account, BillingDetails, Credit, Event, Invoice, Member, Subscription
from meuplano.records.overview import Overview, overview_of
from meuplano.records.pricing import price_list_for
from meuplano.rules import proration, trust
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE
from meuplano.rules.statements import Statement

PAGE = 50
FIRST_EVENTS, MOST_EVENTS = 15, 60


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list."""

    code: str
    name: str
    plan: str
    status: words.Status
    licences: str
    renews_on: date | None
    open: Money
    late: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """A page of the list, and where it goes on."""

    query: str
    rows: tuple[AccountRow, ...]
    count: int
    more: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures on top."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A credit with its reason."""

    amount: Money
    left: Money
    reason: str
    about: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice by number."""

    number: int
    status: words.Status
    amount: Money


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything that the account's page shows."""

    code: str
    name: str
    about: str
    status: words.Status | None
    figures: tuple[Figure, ...]
    timeline: tuple[Moment, ...]
    older: tuple[Moment, ...]  # what stands below, folded
    owner: str
    owner_email: str
    new_screen: bool
    credits: tuple[CreditRow, ...]
    terms: tuple[TermRow, ...]
    refundable: Money
    invoices: tuple[InvoiceRow, ...]
    years: tuple[Statement, ...]
    accepted: tuple[AcceptedRow, ...]
    imported: bool


@require_safe
@finance_only
def index(request: HttpRequest) -> HttpResponse:
    """GET /financeiro/?q=aurora&depois=C1050"""
    page = accounts_page(request.GET.get("q", "").strip()[:80], request.GET.get("depois", "")[:20])
    return render(request, "backoffice/accounts.html", {"page": page, "section": "accounts"})


@require_safe
@finance_only
def show(request: HttpRequest, code: str) -> HttpResponse:
    """GET /financeiro/contas/<code>/"""
    return render(request, "backoffice/account.html", {"page": account_page(find(code)), "section": "accounts"})


def find(code: str) -> Account:
    """The account of this code, or 404."""
    account = Account.objects.filter(code=code).first()
    if account is None:
        raise Http404
    return account


def accounts_page(query: str, after: str = "") -> AccountsPage:
    """Accounts by code, name or owner; keyset pages, so that the last page costs as little as the first."""
    found, today = _search(query), clock.today()
    rows = list(_with_figures(found.filter(code__gt=after) if after else found).order_by("code")[: PAGE + 1])
    return AccountsPage(
        query=query,
        rows=tuple(_row(row, today) for row in rows[:PAGE]),
        count=found.count(),
        more=rows[PAGE - 1].code if len(rows) > PAGE else "",
    )


def account_page(account: Account) -> AccountPage:
    """The figures that the customer sees, and what happened."""
    overview = overview_of(account)
    owner = Member.objects.filter(account=account, is_owner=True).select_related("user").first()
    details = BillingDetails.objects.filter(account=account).first()
    invoices = list(Invoice.objects.filter(account=account).order_by("-number")[:12])
    events = Event.objects.filter(account=account).order_by("-id")[:MOST_EVENTS]
    told = tuple(moment for event in events if (moment := _of_invoice(event)))
    about = gettext("conta %(code)s · cliente desde %(day)s") % {
        "code": account.code,
        "day": words.day(account.created_on),
    }
    if details:
        about = f"{words.tax_id_line(details.tax_id)} · {about}"
    return AccountPage(
        code=account.code,
        name=account.name,
        about=about,
        status=_status(overview.contract.subscription) if overview else None,
        figures=_figures(overview, account),
        timeline=told[:FIRST_EVENTS],
        older=told[FIRST_EVENTS:],
        owner=str(owner.user) if owner else "",
        owner_email=owner.user.email if owner else "",
        new_screen=account.new_screen,
        credits=_credits(account),
        terms=own_terms(account, clock.today(), vars(details) if details else {}),
        refundable=Money(sum(row.left for row in credits.balances(account) if row.kind == "refundable")),
        invoices=tuple(
            InvoiceRow(row.number, invoice_status(row, clock.today()), row.open if row.status == "open" else row.total)
            for row in invoices
        ),
        accepted=accepted_rows(acceptances(account)),
        imported=was_imported(account),
        years=tuple(it for it in statements_of(account, clock.today()) if it.paid),
    )


def _status(subscription: Subscription) -> words.Status:
    until = trust.last_day(subscription.trusted_until, clock.today())
    return words.subscription_status(subscription.status, trusted_until=until)


def _of_invoice(event: Event) -> Moment | None:
    """An event in words, with the invoice that it is of where its sentence names none."""
    moment, number = say(event.name, event.by, event.at, event.data), event.data.get("invoice")
    if moment is None or not number or "nº" in moment.title:
        return moment
    return replace(moment, detail=f"{moment.detail} · " + gettext("fatura nº %(number)s") % {"number": number})


def _search(query: str) -> QuerySet[Account]:
    accounts = Account.objects.all()
    if not query:
        return accounts
    owned = Member.objects.filter(is_owner=True).filter(
        Q(user__email__icontains=query) | Q(user__name__icontains=query)
    )
    billed = BillingDetails.objects.filter(
        Q(legal_name__icontains=query) | Q(tax_id__startswith=_only_signs(query) or "-")
    )
    return accounts.filter(
        Q(code__iexact=query)
        | Q(name__icontains=query)
        | Q(pk__in=owned.values("account"))
        | Q(pk__in=billed.values("account"))
    )


def _only_signs(query: str) -> str:
    return "".join(sign for sign in query.upper() if sign.isalnum()) if any(s.isdigit() for s in query) else ""


def _with_figures(accounts: QuerySet[Account]) -> QuerySet[Account]:
    live = Subscription.objects.filter(account=OuterRef("pk")).exclude(status="cancelled")
    members = Member.objects.filter(account=OuterRef("pk"), has_access=True).order_by().values("account")
    debts = Invoice.objects.filter(account=OuterRef("pk"), status="open").exclude(kind="order").order_by()
    owed = debts.values("account").annotate(
        sum=Sum(F("total_centavos") - F("credit_centavos") - F("paid_centavos"), output_field=BigIntegerField())
    )
    return accounts.annotate(
        plan=Subquery(live.values("plan__name")[:1]),
        cycle=Subquery(live.values("cycle")[:1]),
        status=Subquery(live.values("status")[:1]),
        trusted_until=Subquery(live.values("trusted_until")[:1]),
        renews_on=Subquery(live.values("period_end")[:1]),
        active=Coalesce(Subquery(members.annotate(n=Count("pk")).values("n")), 0),
        owed=Coalesce(Subquery(owed.values("sum")), 0),
        late=Exists(debts.filter(due_on__lt=clock.today())),
    )


def _row(account: Account, today: date) -> AccountRow:
    row = vars(account)
    plan = f"{row['plan']}, {words.CYCLES[row['cycle']]}" if row["plan"] else gettext("sem assinatura")
    return AccountRow(
        code=account.code,
        name=account.name,
        plan=plan,
        status=words.subscription_status(
            row["status"] or "cancelled", trusted_until=trust.last_day(row["trusted_until"], today)
        ),
        licences=gettext("%(n)s em uso") % {"n": row["active"]},
        renews_on=row["renews_on"],
        open=Money(row["owed"]),
        late=row["late"],
    )


def _figures(overview: Overview | None, account: Account) -> tuple[Figure, ...]:
    credit = credits.available(account)
    credited = Figure(
        gettext("Crédito"), words.reais(credit), gettext("usado na próxima") if credit else "", "ok" if credit else ""
    )
    if overview is None:
        return (credited,)
    contract = overview.contract
    units = price_list_for(contract.subscription, contract.period.end).renewal_units(overview.coming_cycle)
    coming = total_of(lines_for(overview.renewing(), units, proration.whole(overview.coming)))
    if overview.bridge:
        coming += total_of(lines_for(overview.renewing(), units, overview.bridge))
    running = total_of(lines_for(contract.now, contract.invoiced, proration.whole(contract.period)))
    licences = contract.now.get(LICENCE, 0)
    method = words.METHODS[contract.subscription.method]
    out = overview.invoice
    due = out.total - out.credit - out.paid if out else coming - min(credit, coming)
    coming_charge = Figure(
        gettext("Próxima cobrança"),
        words.reais(due),
        f"{words.day(out.due_on if out else contract.period.end)}, {method}",
    )
    if contract.subscription.status == "suspended":  # as the customer reads it
        coming_charge = Figure(gettext("Próxima cobrança"), gettext("Nenhuma"), gettext("enquanto está suspensa"))
    return (
        coming_charge,
        Figure(gettext("Mensalidade"), words.reais(running), f"{contract.plan.name}, {words.CYCLES[contract.cycle]}"),
        Figure(
            gettext("Licenças"),
            gettext("%(used)s de %(all)s") % {"used": contract.active, "all": licences},
            gettext("renova só as ativas")
            if contract.subscription.renewal_policy == "active"
            else gettext("renova todas"),
        ),
        Figure(
            gettext("Espaço"),
            words.gigabytes(overview.used_bytes),
            gettext("de %(total)s GB") % {"total": contract.total_gb},
        ),
        credited,
    )


def invoice_status(invoice: Invoice, today: date) -> words.Status:
    """As the customer reads it: an order's open invoice is no debt, it waits (D60); what is late says for how long."""
    if invoice.kind == "order" and invoice.status == "open":
        return words.order_status("waiting", invoice.method)
    late = lateness.charges_on(invoice, today, None)
    return words.invoice_status(invoice.status, lateness.days_late(invoice, late, today))


def _credits(account: Account) -> tuple[CreditRow, ...]:
    left = {row.pk: row.left for row in credits.balances(account)}
    kinds = {"courtesy": gettext("cortesia"), "refundable": gettext("pode ser devolvido")}
    return tuple(
        CreditRow(
            amount=Money(row.amount_centavos),
            left=Money(left.get(row.pk, 0)),
            reason=row.reason,
            about=f"{words.day(row.granted_on)} · {row.granted_by} · {kinds[row.kind]}",
        )
        for row in Credit.objects.filter(account=account).order_by("-granted_on", "-pk")
    )
