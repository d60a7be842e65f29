"""What an invoice's page shows: its lines, what paying it today takes, the ways to pay, and what happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from meuplano.actions import lateness
from meuplano.actions.calendar import banking_days
from meuplano.actions.tax_lines import tax_lines
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, invoice_title, is_of_a_cycle, items_of, say_lines
from meuplano.documents.timeline import Moment, say
from meuplano.portal.access import Visit
from meuplano.portal.causes import About, beyond_in_words, origin_in_words, said_of
from meuplano.portal.offers import (
    CopyCard,
    Corrected,
    CreditCard,
    FiscalCard,
    TrustNote,
    copy_card,
    corrected,
    credit_card,
    fiscal_card,
    trust_note,
)
from meuplano.portal.rows import PaidRow, late_of, paid_rows, weekend_note
from meuplano.portal.ways import Choice, Ways, method_choices, pix_offer, ways_of
from meuplano.records import papers
from meuplano.records.models import Account, Charge, Event, Instalment, Invoice, InvoiceLine, LicenceEntry, Module
from meuplano.records.origins import ROLLED_OVER, beyond, origin_of
from meuplano.records.papers import Wanted
from meuplano.rules.late_fees import LateCharges
from meuplano.rules.money import Money
from meuplano.rules.periods import ONE_DAY, Period

MOST_EVENTS = 50
ORIGIN = ("why", "on", "order", "now", "at_renewal")


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
    trust: TrustNote | None
    note: FiscalCard | None
    timeline: tuple[Moment, ...]
    terms_first: bool = False  # of a contract: it is paid from the order's page, once the terms are accepted (D53)


def invoice_page(visit: Visit, invoice: Invoice) -> InvoicePage:
    """One invoice as it stands today, in five queries, and two more for what a complement came after."""
    account, today = visit.account, visit.today
    called = Subquery(Module.objects.filter(code=OuterRef("item")).values("name"))
    found = InvoiceLine.objects.filter(account=account, invoice=invoice).annotate(called=called, origin=_origin())
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
    added = items_of(lines)
    ways = _ways(invoice, charges, order, today) if is_open else None
    return InvoicePage(
        number=invoice.number,
        account=account.name,
        title=_long_title(invoice, invoice_title(invoice.kind, invoice.period_start, added, names)),
        status=words.order_status("waiting", order["method"])
        if order and order["status"] == "waiting" and is_open
        else words.invoice_status(invoice.status, lateness.days_late(invoice, late, today)),
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
            plan=invoice.plan_name,
            adding=order is not None and not is_of_a_cycle(lines),
            about=_about(invoice, lines, order),
        ),
        total=invoice.total,
        adjustments=_adjustments(invoice, late, lines),
        next=_next(invoice, order is not None),
        order_number=order["number"] if order else None,
        ways=ways,
        paid=paid_rows(papers.payments(account, Wanted(number=invoice.number)), names),
        pay_with=_other_ways(invoice, charges, copy) if owed else (),
        parts=tuple(_part(part, today) for part in parts),
        copy=copy,
        credit=credit_card(invoice, Money(vars(invoice)["account_credit"])) if owed and not parts else None,
        corrected=corrected(invoice),
        trust=trust_note(invoice, today) if late.days else None,
        note=fiscal_card(invoice),
        timeline=_timeline(account, invoice),
    )


def _ways(invoice: Invoice, charges: list[Charge], order: Mapping[str, Any] | None, today: date) -> Ways | None:
    last_day = date.fromisoformat(order["pay_until"]) if order else today
    status = order["status"] if order else ""
    beside = pix_offer(invoice, charges, today, status=status, last_day=last_day)
    return ways_of(charges, today, is_order=order is not None, number=invoice.number, beside=beside)


def _origin() -> Subquery:
    """What made a line's quantity: the last entry by which there were so many at the renewal."""
    entries = LicenceEntry.objects.filter(
        account=OuterRef("account"),
        subscription=OuterRef("invoice__subscription"),
        item=OuterRef("item"),
        at_renewal=OuterRef("quantity"),
        on__lte=OuterRef("invoice__issued_on"),
    ).exclude(why=ROLLED_OVER)
    said = JSONObject(why="why", on="on", order="order__number", now="now", at_renewal="at_renewal")
    return Subquery(entries.order_by("-id").values(said=said)[:1])


def _about(invoice: Invoice, lines: Iterable[InvoiceLine], order: Mapping[str, Any] | None) -> About | None:
    """For which days each line is, and the order that caused it; a debt that was reduced counts its days by itself."""
    if invoice.late_until:
        return None
    came = beyond(invoice) if invoice.kind == "complement" else None
    origins = {line.item: kept for line in lines if (kept := vars(line)["origin"])}

    def cause(item: str, quantity: int) -> str:
        if order:
            return gettext("pedido nº %(number)s") % {"number": order["number"]}
        if invoice.kind == "complement":
            return beyond_in_words(came, item, quantity, invoice.period_start)
        if invoice.kind != "renewal" or item not in origins:
            return ""
        kept = origins[item]
        return origin_in_words(origin_of([kept[name] for name in ORIGIN]), quantity)

    return said_of(Period(invoice.period_start, invoice.period_end), bought_on=invoice.issued_on, cause=cause)


def _long_title(invoice: Invoice, title: str) -> str:
    last = invoice.period_end - ONE_DAY
    return f"{title}, {words.span(invoice.period_start, last)}"


def _total_label(invoice: Invoice, today: date, late: LateCharges) -> str:
    if invoice.status == "open" and late.days and not invoice.late_until:
        return gettext("Total hoje, %(day)s") % {"day": words.day(today)}
    return gettext("A pagar") if invoice.status == "open" else gettext("Valor")


def _when(invoice: Invoice) -> str:
    if invoice.status == "paid" and invoice.paid_on:
        return gettext("Paga em %(day)s") % {"day": words.day(invoice.paid_on)}
    return gettext("Vencimento em %(day)s") % {"day": words.day(invoice.due_on)}


def _part(part: Instalment, today: date) -> PartRow:
    days = (today - banking_days().roll(part.due_on)).days if part.status == "open" else 0
    return PartRow(part.number, part.due_on, Money(part.amount_centavos), words.invoice_status(part.status, days))


def _adjustments(invoice: Invoice, late: LateCharges, lines: Iterable[InvoiceLine]) -> tuple[SaidLine, ...]:
    said = []
    if invoice.credit_centavos:
        said.append(SaidLine(gettext("Crédito usado"), "", Money(-invoice.credit_centavos)))
    if invoice.paid_centavos and invoice.status == "open":
        said.append(SaidLine(gettext("Já pago"), "", Money(-invoice.paid_centavos)))
    if later := invoice.open - invoice.asked - Money(invoice.to_withhold_centavos):
        said.append(SaidLine(gettext("Parcelas seguintes"), "", -later))
    said.extend(tax_lines(invoice, lines))
    if late.days:
        base = words.reais(invoice.asked)
        said.append(SaidLine(gettext("Multa"), gettext("2%% de %(base)s, uma vez") % {"base": base}, late.fine))
        formula = gettext("%(base)s × 1%% ÷ 30 × %(days)s") % {"base": base, "days": words.days(late.days)}
        if invoice.late_until:
            formula += gettext(", até %(day)s: pararam ali") % {"day": words.day(invoice.late_until)}
        said.append(SaidLine(gettext("Juros"), formula, late.interest))
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
    if copy or not invoice.billing.get("postal_code") or invoice.asked < Money(settings.BILLING["boleto_minimum"]):
        configured = [code for code in configured if code != "boleto"]
    return method_choices(code for code in configured if code not in live)


def _timeline(account: Account, invoice: Invoice) -> tuple[Moment, ...]:
    """What happened to it, newest first; its issue is the last line, unless an event of its own tells it."""
    events = Event.objects.filter(account=account, data__invoice=invoice.number).order_by("-id")[:MOST_EVENTS]
    said = [moment for event in events if (moment := say(event.name, event.by, event.at, event.data))]
    if any(event.name in ("renewal.issued", "complement.issued") for event in events):
        return tuple(said)
    total = {"total": invoice.total}
    issued = gettext("Fatura emitida: %(total)s") % total
    if invoice.issued_on > invoice.due_on and invoice.instead_of is None:  # overdue from its first day here (D41)
        issued = gettext("Fatura trazida do sistema anterior: %(total)s") % total
    return (*said, Moment(issued, words.day(invoice.issued_on)))
