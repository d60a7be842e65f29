"""Meu Plano: all seven cards of an account, as they are now (F03, U01–U03)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from meuplano.actions import start_again
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.access import Visit, in_older_too, owner_only, visiting
from meuplano.portal.causes import origin_in_words, said_of
from meuplano.portal.expiring_card import ExpiringCard, expiring_card
from meuplano.portal.rows import (
    InvoiceRow,
    PaidRow,
    module_names,
    open_rows,
    paid_rows,
    weekend_note,
)
from meuplano.portal.scheduled import Strip, strips
from meuplano.records import papers
from meuplano.records.contract import GB, Contract
from meuplano.records.models import BillingDetails, Subscription
from meuplano.records.overview import Overview, overview_of
from meuplano.records.papers import Wanted
from meuplano.records.pricing import PriceList, price_list_for
from meuplano.rules import proration, trust
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import Quote, quote_renewal

SHOWN_PAYMENTS = 3


@dataclass(frozen=True, slots=True)
class Overdue:
    """The banner's invoice: the oldest late one."""

    number: int
    days_late: int
    total: Money
    consequence: str
    may_prove: bool  # a proof of payment may give access back (D51)


@dataclass(frozen=True, slots=True)
class Counted:
    """Something counted, now and in the next period."""

    name: str
    used: int
    now: int
    next: int
    note: str


@dataclass(frozen=True, slots=True)
class Storage:
    """The space for attachments: bytes used, GB now and next, and when it was measured."""

    used: int
    now_gb: int
    next_gb: int
    note: str
    price: Money
    measured_at: datetime | None

    @property
    def free(self) -> int:
        """Bytes not used."""
        return max(self.now_gb * GB - self.used, 0)

    @property
    def used_gb(self) -> str:
        """GB used as a decimal for a meter."""
        return f"{min(self.used / GB, self.now_gb):.1f}"


@dataclass(frozen=True, slots=True)
class NextCharge:
    """The next charge: what, when, how, and how it is made up."""

    due: Money
    on: date
    method: str
    weekend: str
    lines: tuple[SaidLine, ...]
    recurring: Money
    credit: Money
    paid: bool = False  # its invoice is out and already paid


@dataclass(frozen=True, slots=True)
class Paying:
    """How the recurring charge is paid."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The subscription's own card."""

    plan: str
    cycle: str
    status: words.Status
    period: str
    next_period: str
    last_day: date
    renews_on: date
    licences: Counted
    modules: tuple[Counted, ...]
    recurring_now: Money
    difference: Money
    suspended: bool
    ends_on: date | None
    policy: str
    alternative: str
    method: Paying


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
    overdue: Overdue | None
    scheduled: tuple[Strip, ...]
    card: ExpiringCard | None
    subscription: Subscribed | None
    next: NextCharge | None
    storage: Storage | None
    billing: Billing | None
    open: tuple[InvoiceRow, ...]
    waiting: int
    next_issue: str
    paid: tuple[PaidRow, ...]


@require_safe
@owner_only
@in_older_too
def show(request: HttpRequest) -> HttpResponse:
    """GET /plano/; the older page for an account that has not been moved (F23)."""
    visit = visiting(request)
    template = "portal/plan.html" if visit.account.new_screen else "portal/older.html"
    return render(request, template, {"page": plan_page(visit), "section": "plan"})


def plan_page(visit: Visit) -> PlanPage:
    """The page as it is today, in four queries."""
    account, today = visit.account, visit.today
    overview = overview_of(account)
    listed = price_list_for(overview.contract.subscription, overview.contract.period.end) if overview else None
    names = listed.module_names if listed else module_names()
    debts, orders = open_rows(account, names, today)
    details = overview.billing if overview else None
    quote = upcoming(overview, listed, today) if overview and listed else None
    return PlanPage(
        account=account.name,
        owner=visit.name,
        ended_on=_ended_on(visit) if overview is None else None,
        overdue=_overdue(debts, overview.contract.subscription if overview else None, today),
        scheduled=strips(account, overview, names) if overview else (),
        card=expiring_card(overview.contract, today) if overview else None,
        subscription=_subscribed(overview, listed, quote, details, debts, today)
        if overview and listed and quote
        else None,
        next=_next_charge(overview, listed, quote) if overview and listed and quote else None,
        storage=storage_of(overview) if overview else None,
        billing=_billing(details),
        open=tuple(debts),
        waiting=len(orders),
        next_issue=next_issue_note(overview) if overview else "",
        paid=paid_rows(papers.payments(account, Wanted(most=SHOWN_PAYMENTS)), names),
    )


def _ended_on(visit: Visit) -> date | None:
    ended = start_again.ended_of(visit.account, visit.act)
    return ended.subscription.ended_on if ended else None


def upcoming(overview: Overview, listed: PriceList, today: date) -> Quote:
    """The next renewal as it was counted, or as it would be counted today, with the credit it uses."""
    counted, invoice = overview.counted, overview.invoice
    return quote_renewal(
        quantities=counted.quantities if counted else overview.renewing(),
        units=counted.units if counted else listed.renewal_units(overview.coming_cycle),
        period=overview.coming,
        credit=invoice.credit if invoice else overview.credit,
        today=today,
        bridge=overview.bridge,
    )


def coming_quantities(overview: Overview) -> dict[str, int]:
    """What the next period will hold: what was counted, and what came on top since (D17)."""
    now = overview.renewing()
    counted = overview.counted.quantities if overview.counted else {}
    return {item: max(now.get(item, 0), counted.get(item, 0)) for item in {**now, **counted}}


def storage_of(overview: Overview) -> Storage:
    """The meter of the space for attachments."""
    contract = overview.contract
    after = coming_quantities(overview)
    plan = contract.plan
    next_gb = plan.included_gb + plan.gb_per_licence * after.get(LICENCE, 0) + after.get(STORAGE, 0)
    return Storage(
        used=overview.used_bytes,
        now_gb=contract.total_gb,
        next_gb=next_gb,
        note=gettext("sem mudança")
        if next_gb == contract.total_gb
        else gettext("acompanha as licenças e o espaço contratado"),
        price=contract.units[STORAGE].full.part(1, contract.cycle),
        measured_at=overview.measured_at,
    )


def next_issue_note(overview: Overview) -> str:
    """When the next invoice goes out, for a page without any (U21)."""
    contract = overview.contract
    due = contract.period.end
    if ends_on := _ends_on(overview):
        return gettext("A assinatura termina em %(day)s: nenhuma outra será emitida.") % {"day": words.day(ends_on)}
    if overview.invoice:
        return gettext("A de %(month)s já está paga.") % {"month": words.month(due)}
    if contract.subscription.method == "card":
        return gettext("A próxima será cobrada no cartão em %(due)s.") % {"due": words.day(due)}
    issue = contract.subscription.issue_on or due - timedelta(days=settings.BILLING["issue_days_ahead"])
    return gettext("A de %(month)s será emitida em %(issue)s, com vencimento em %(due)s.") % {
        "month": words.month(due),
        "issue": words.day(issue),
        "due": words.day(due),
    }


def _ends_on(overview: Overview) -> date | None:
    """The day on which it ends, where no renewal comes before it (D35)."""
    ends = (change.on for change in overview.scheduled if change.kind == "cancel")
    return next((day for day in ends if day <= overview.contract.period.end), None)


def _overdue(debts: list[InvoiceRow], live: Subscription | None, today: date) -> Overdue | None:
    late = next((row for row in debts if row.days_late), None)
    if late is None:
        return None
    trusted = trust.last_day(live.trusted_until, today) if live else None
    suspended = live is not None and live.status == "suspended"
    if live is None:
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


def _subscribed(
    overview: Overview,
    listed: PriceList,
    quote: Quote,
    details: BillingDetails | None,
    debts: list[InvoiceRow],
    today: date,
) -> Subscribed:
    contract, late = overview.contract, any(row.days_late for row in debts)
    trusted = trust.last_day(contract.subscription.trusted_until, today)
    recurring_now = total_of(lines_for(contract.now, contract.invoiced, proration.whole(contract.period)))
    after = coming_quantities(overview)
    coming = overview.coming
    return Subscribed(
        plan=contract.plan.name,
        cycle=str(words.CYCLES[contract.cycle]),
        status=words.subscription_status(contract.subscription.status, late=late, trusted_until=trusted),
        period=words.span(contract.period.start, contract.period.last_day),
        next_period=words.span(coming.start, coming.last_day),
        last_day=contract.period.last_day,
        renews_on=contract.period.end,
        licences=_counted(gettext("Licenças"), contract, after, LICENCE, used=contract.active),
        modules=tuple(
            _counted(listed.module_names.get(item, item), contract, after, item)
            for item in sorted(contract.now)
            if item not in (LICENCE, STORAGE) and (contract.now[item] or after.get(item))
        ),
        recurring_now=recurring_now,
        difference=quote.total - recurring_now,
        suspended=contract.subscription.status == "suspended",
        ends_on=_ends_on(overview),
        policy=_policy(contract, after),
        alternative=_alternative(overview, listed),
        method=_paying(contract, details),
    )


def _counted(name: str, contract: Contract, after: dict[str, int], item: str, used: int = 0) -> Counted:
    now, later = contract.now.get(item, 0), after.get(item, 0)
    if later == now:
        note = gettext("todas renovam")
    elif item == LICENCE and contract.subscription.renewal_policy == "active":
        note = gettext("só as ativas renovam")
    else:
        note = gettext("muda na renovação")
    return Counted(name, used, now, later, note)


def _policy(contract: Contract, after: dict[str, int]) -> str:
    if contract.subscription.renewal_policy == "active":
        return gettext("Apenas as licenças ativas: hoje seriam %(count)s") % {"count": after.get(LICENCE, 0)}
    return gettext("Todas as licenças, usadas ou não")


def _alternative(overview: Overview, listed: PriceList) -> str:
    """What renewing only the active ones would cost, for whoever renews all."""
    if overview.contract.subscription.renewal_policy == "active" or overview.counted:
        return ""
    quantities = overview.renewing("active")
    if quantities == overview.renewing():
        return ""
    lines = lines_for(quantities, listed.renewal_units(overview.coming_cycle), proration.whole(overview.coming))
    return gettext("Renovando só as ativas seriam %(licences)s, %(amount)s.") % {
        "licences": words.licences(quantities[LICENCE]),
        "amount": total_of(lines),
    }


def _paying(contract: Contract, details: BillingDetails | None) -> Paying:
    subscription = contract.subscription
    if subscription.method == "card" and subscription.card:
        card = subscription.card
        return Paying(
            f"{card.brand} {gettext('final')} {card.last4}",
            gettext("Cobrado no primeiro dia de cada período. Validade %(until)s.")
            % {"until": card_expiry(card.expires)},
        )
    emails = ", ".join(details.finance_emails) if details else ""
    ahead = {"days": settings.BILLING["issue_days_ahead"], "emails": emails}
    title = gettext("Pix") if subscription.method == "pix" else gettext("Boleto bancário")
    sent = gettext("Enviado %(days)s dias antes para %(emails)s") if emails else gettext("Enviado %(days)s dias antes")
    return Paying(title, sent % ahead)


def card_expiry(expires: str) -> str:
    """2029-08 as 08/2029."""
    year, _, month = expires.partition("-")
    return f"{month}/{year}" if month else expires


def _next_charge(overview: Overview, listed: PriceList, quote: Quote) -> NextCharge:
    contract, invoice = overview.contract, overview.invoice
    by_card = contract.subscription.method == "card"
    on = invoice.due_on if invoice else contract.period.end
    paid = invoice is not None and invoice.status == "paid"
    return NextCharge(
        due=invoice.total - invoice.credit - invoice.paid if invoice else quote.due_now,
        on=on,
        method=str(words.METHODS[contract.subscription.method]),
        weekend="" if by_card or paid else weekend_note(on),
        lines=say_lines(
            quote.lines,
            names=listed.module_names,
            plan=contract.plan.name,
            adding=False,
            about=said_of(overview.coming, cause=lambda item, count: _cause(overview, item, count)),
        ),
        recurring=quote.total,
        credit=quote.credit_used,
        paid=paid,
    )


def _cause(overview: Overview, item: str, quantity: int) -> str:
    """What made the quantity of the next period; the policy where it counts only who is active (D15)."""
    if said := origin_in_words(overview.origins.get(item), quantity):
        return said
    only_active = item == LICENCE and overview.contract.subscription.renewal_policy == "active"
    return gettext("só as licenças ativas") if only_active else ""


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
