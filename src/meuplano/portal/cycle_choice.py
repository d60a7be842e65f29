"""Periodicidade do plano, on the change page: what each cycle costs, and what a shorter one means (F10–F12, U15)."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from meuplano.actions.allowed import NotAllowed, refuse_unless_allowed
from meuplano.actions.change_plan import Offer
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.access import Visit
from meuplano.records.models import Instalment, Invoice
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import changes, proration
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import Money, total
from meuplano.rules.periods import ONE_DAY, Cycle, next_period
from meuplano.rules.prices import LICENCE


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """One cycle: what it costs with what is renewed today, and its discount as "-10 %"."""

    months: int
    name: str
    price: Money
    per: str
    discount: str
    now: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """A shorter cycle that only waits for its day: nothing is charged and nothing given back (D14)."""

    name: str
    on: date
    lines: tuple[SaidLine, ...]
    price: Money
    before: Money
    before_name: str
    last_paid_day: date
    paid: str  # the months already paid, in words
    request: str
    write: str
    owed: Money  # of the running period
    owed_in: str
    refused: str = ""


def cycle_choices(overview: Overview, listed: PriceList, wanted: Cycle | None) -> tuple[CycleChoice, ...]:
    """Every cycle of the price list, the shortest first."""
    now = overview.contract.cycle
    offered = sorted({*listed.prices.cycle_discounts, now})
    return tuple(
        CycleChoice(
            months=int(cycle),
            name=str(words.CYCLES[cycle]).capitalize(),
            price=(price := price_of(overview, listed, cycle)),
            per=gettext("%(amount)s por mês") % {"amount": words.reais(price.part(1, cycle))} if cycle > 1 else "",
            discount=words.percent(off) if (off := listed.prices.cycle_discounts.get(cycle)) else "",
            now=cycle == now,
            chosen=cycle == (wanted or now),
        )
        for cycle in map(Cycle, offered)
    )


def price_of(overview: Overview, listed: PriceList, cycle: Cycle) -> Money:
    """What a renewal of that cycle would cost today."""
    return total_of(lines_for(overview.renewing(), listed.prices.units(cycle), proration.Share(1, 1)))


def schedule_of(
    visit: Visit, overview: Overview, listed: PriceList, cycle: Cycle | None, refusal: str = ""
) -> Schedule | None:
    """What scheduling that cycle means; None for one that is not shorter."""
    contract = overview.contract
    if cycle is None or changes.cycle_change(contract.cycle, cycle) != changes.SHORTER_CYCLE:
        return None
    on = used_up_on(overview)
    used = on == contract.period.end
    period = next_period(contract.subscription.anchor, cycle, contract.period) if used else overview.after_coming(cycle)
    lines = lines_for(overview.renewing(), listed.prices.units(cycle), proration.whole(period))
    months = _months_between(contract.period.start, visit.today)
    request = _request(overview, cycle, on)
    owed, parts = _owed(visit, overview)
    return Schedule(
        name=str(words.CYCLES[cycle]),
        on=on,
        lines=say_lines(lines, names=listed.module_names, plan=contract.plan.name, adding=False),
        price=total_of(lines),
        before=price_of(overview, listed, contract.cycle),
        before_name=str(words.CYCLES[contract.cycle]),
        last_paid_day=on - ONE_DAY,
        paid=gettext("%(used)s de %(all)s meses já usados, o resto vale até %(day)s")
        % {"used": months, "all": int(contract.cycle), "day": words.day(on - ONE_DAY)},
        request=request,
        write=_written(gettext("Periodicidade do plano"), request),
        owed=owed,
        owed_in=ngettext("ainda a pagar, em %(n)s boleto", "ainda a pagar, em %(n)s boletos", parts) % {"n": parts}
        if parts
        else gettext("ainda a pagar"),
        refused=refusal or _refusal(overview, visit),
    )


def _refusal(overview: Overview, visit: Visit) -> str:
    try:
        refuse_unless_allowed(changes.SHORTER_CYCLE, overview, visit.act)
    except NotAllowed as refused:
        return refused.reason
    return ""


def _owed(visit: Visit, overview: Overview) -> tuple[Money, int]:
    """What is still to be paid of the running period, and in how many boletos where it was divided (U15, D28)."""
    contract = overview.contract
    period, subscription = contract.period, contract.subscription
    mine = Invoice.objects.filter(
        Q(kind__in=["contract", "renewal", "complement"]) | Q(orders__status="applied"),
        account=visit.account,
        subscription=subscription,
        status="open",
        period_start__gte=period.start,
        period_start__lt=period.end,
    )
    found = list(mine)
    parts = Instalment.objects.filter(account=visit.account, invoice__in=found, status="open").count() if found else 0
    return total(invoice.open for invoice in found), parts


def _written(title: str, text: str) -> str:
    """The address of a request to finance that is written already."""
    return f"{reverse('request-new')}?{urlencode({'tipo': 'billing', 'assunto': title, 'texto': text})}"


def _request(overview: Overview, cycle: Cycle, on: date) -> str:
    contract = overview.contract
    return gettext(
        "Queremos passar do plano %(now)s para o %(then)s. O que está pago vai até %(last)s. "
        "Hoje %(used)s das %(all)s licenças estão em uso. O que dá para fazer antes de %(on)s?"
    ) % {
        "now": words.CYCLES[contract.cycle],
        "then": words.CYCLES[cycle],
        "last": words.day(on - ONE_DAY),
        "used": contract.active,
        "all": contract.now.get(LICENCE, 0),
        "on": words.day(on),
    }


def _months_between(first: date, day: date) -> int:
    """Whole months from the first day of a period to a day in it."""
    months = (day.year - first.year) * 12 + day.month - first.month
    return max(months - (day.day < first.day), 0)


def cycle_notes(offer: Offer, overview: Overview) -> list[tuple[str, str]]:
    """What a change of cycle moves: the day of the charge, what was scheduled, and how it is paid (D10, D11, D14)."""
    scheduled = next((change for change in overview.scheduled if change.kind == "cycle"), None)
    if offer.schedules is not None:
        on = (
            overview.coming.end if overview.invoice and overview.invoice.status == "paid" else offer.contract.period.end
        )
        text = gettext("passa a %(cycle)s em %(day)s") % {
            "cycle": words.CYCLES[offer.schedules],
            "day": words.day(on),
        }
        return [(gettext("Periodicidade"), text)]
    if offer.new_period is None:
        return []
    period = offer.quote.period
    notes = [
        (gettext("Novo período"), words.span(period.start, period.last_day)),
        (gettext("Dia da cobrança"), gettext("passa para o dia %(day)s") % {"day": period.start.day}),
    ]
    if scheduled is not None:
        text = gettext("a mudança para %(cycle)s em %(day)s deixa de valer") % {
            "cycle": words.CYCLES[scheduled.data["cycle"]],
            "day": words.day(scheduled.on),
        }
        notes.append((gettext("Agendado"), text))
    if overview.invoice is not None and overview.invoice.status == "open":
        text = gettext("a fatura nº %(number)s é retirada com o pagamento deste pedido") % {
            "number": overview.invoice.number
        }
        notes.append((gettext("Renovação"), text))
    return notes


def used_up_on(overview: Overview) -> date:
    """The first day that is not paid: a shorter cycle begins there, and a cancellation ends there (D14, D35)."""
    paid = overview.invoice is not None and overview.invoice.status == "paid"
    return overview.coming.end if paid else overview.contract.period.end
