"""The result of a confirmation: what can be used already, what waits, and how to pay it (U13, D60)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from meuplano.actions import end_order
from meuplano.actions.regret_order import regret_until
from meuplano.actions.tax_lines import say_taxes
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, item_name, say_lines
from meuplano.portal.access import Visit, owner_only, visiting
from meuplano.portal.causes import said_of
from meuplano.portal.change import added_query
from meuplano.portal.rows import module_names
from meuplano.portal.terms import TermsBox, box_before_paying
from meuplano.portal.ways import Ways, pix_offer, ways_of
from meuplano.records.contract import GB
from meuplano.records.models import Account, Charge, Order
from meuplano.records.overview import Overview, overview_of
from meuplano.records.quoted import services_in, withheld_in
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from meuplano.rules.prices import LICENCE, STORAGE


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with its icon."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything that the order page shows."""

    number: int
    invoice_number: int
    title: str
    lead: str
    status: words.Status
    state: str  # changes when anything of the payment changes
    watch: bool  # look again until the money is there
    due: Money
    credit: Money
    taxes: tuple[SaidLine, ...]
    lines: tuple[SaidLine, ...]
    total_label: str
    agreed_at: datetime
    ways: Ways | None
    terms_box: TermsBox | None  # what is accepted before the ways to pay are shown (D53)
    notes: tuple[Remark, ...]
    usable: tuple[str, ...]
    waits: tuple[str, ...]
    afterwards: tuple[str, ...]
    may_withdraw: bool
    regret_until: str  # the last day on which it can be undone (D37), "" where it cannot
    again: str


@require_safe
@vary_on_headers("HX-Request", "HX-Request-Type")
@owner_only
def show(request: HttpRequest, number: int) -> HttpResponse:
    """GET /pedidos/<n>/, and its living part again and again until something changed."""
    visit = visiting(request)
    page = order_page(visit, find(visit.account, number))
    return living(request, "portal/order.html", page, page.state, section="plan")


@require_POST
@owner_only
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """POST /pedidos/<n>/desistir/"""
    visit = visiting(request)
    try:
        end_order.withdraw(visit.account.pk, number, visit.act)
    except Order.DoesNotExist as unknown:
        raise Http404 from unknown
    return redirect("order", number)


def living(request: HttpRequest, template: str, page: object, state: str, *, section: str) -> HttpResponse:
    """The page; to htmx only its living part, and nothing (204) while it is as the visitor has seen it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    fragment = bool(htmx) and htmx.request_type == "partial"
    if fragment and request.GET.get("visto") == state:
        return HttpResponse(status=204)
    context = {"page": page, "section": section, "fragment": fragment}
    return render(request, f"{template}#live" if fragment else template, context)


def find(account: Account, number: int) -> Order:
    """The account's order of this number; another account's does not exist (404)."""
    order = (
        Order.objects.filter(account=account, number=number)
        .select_related("invoice__plan", "invoice__subscription__plan")
        .first()
    )
    if order is None:
        raise Http404
    return order


def order_page(visit: Visit, order: Order) -> OrderPage:
    """The page as it is now, in four queries."""
    invoice, quote = order.invoice, order.quote
    charges = list(Charge.objects.filter(account=visit.account, invoice=invoice).order_by("pk"))
    waiting = order.status == "waiting"
    beside = pix_offer(invoice, charges, visit.today, status=order.status, last_day=order.pay_until)
    ways = (
        ways_of(charges, visit.today, is_order=True, number=invoice.number, beside=beside)
        if waiting or order.status == "declined"
        else None
    )
    box = box_before_paying(visit, order)
    names = module_names()
    overview = overview_of(visit.account)
    added = dict(order.items.values_list("item", "quantity"))
    due = Money(quote["to_pay"])
    return OrderPage(
        number=order.number,
        invoice_number=invoice.number,
        title=_title(order),
        lead=_lead(order, due, _paid_by(order, charges)),
        status=words.order_status(order.status, order.method),
        state=f"{order.status}-{invoice.status}-" + "-".join(f"{charge.pk}.{charge.state}" for charge in charges),
        watch=waiting,
        due=due,
        credit=Money(quote["credit_used"]),
        taxes=say_taxes(withheld_in(quote), services_in(quote)),
        lines=say_lines(
            quote["lines"],
            names=names,
            plan=invoice.plan_name,
            adding=order.cycle is None,
            about=said_of(Period(invoice.period_start, invoice.period_end), bought_on=order.agreed_on),
        ),
        total_label=_total_label(order),
        agreed_at=order.agreed_at,
        ways=None if box else ways,
        terms_box=box,
        notes=_notes(order) if waiting else (),
        usable=_usable(overview, added if order.status == "applied" else {}, names) if overview else (),
        waits=(*_cycle(order), *_waits(added, overview, names)) if waiting else (),
        afterwards=_afterwards(order, overview) if order.status in ("waiting", "applied") else (),
        may_withdraw=waiting,
        regret_until=_regret_until(visit, order, overview),
        again=added_query(added, order.cycle) if order.status in ("declined", "expired", "withdrawn") else "",
    )


def _regret_until(visit: Visit, order: Order, overview: Overview | None) -> str:
    until = regret_until(visit.account, order, overview.billing if overview else None)
    return words.day(until) if until is not None and visit.today <= until else ""


def _title(order: Order) -> str:
    number = {"number": order.number}
    return {
        "applied": gettext("Pedido nº %(number)s confirmado"),
        "undone": gettext("Pedido nº %(number)s desfeito"),
        "withdrawn": gettext("Você desistiu do pedido nº %(number)s"),
        "expired": gettext("Pedido nº %(number)s expirou"),
        "declined": gettext("Pedido nº %(number)s não foi feito"),
    }.get(order.status, _waiting_title(order.method)) % number


def _waiting_title(method: str) -> str:
    return {
        "boleto": gettext("Pedido nº %(number)s aguarda o boleto"),
        "pix": gettext("Pedido nº %(number)s aguarda o Pix"),
    }.get(method, gettext("Pedido nº %(number)s aguarda o cartão"))


def _paid_by(order: Order, charges: Iterable[Charge]) -> str:
    """By which method: an order by boleto may have been paid by the Pix beside it."""
    return next((charge.method for charge in charges if charge.state == "paid"), order.method)


def _lead(order: Order, due: Money, paid_by: str) -> str:
    if order.status == "applied":
        if not due:
            return gettext("Nada a pagar: o crédito da conta cobriu tudo.")
        return gettext("%(amount)s por %(method)s") % {
            "amount": words.reais(due),
            "method": words.method_word(paid_by, order.instalments),
        }
    if order.status == "undone":
        return gettext("Desfeito em %(day)s. O que foi pago por ele volta: veja em Crédito da conta.") % {
            "day": words.day(order.ended_on or order.agreed_on)
        }
    if order.status == "declined":
        return gettext("O cartão não foi aprovado e nada foi cobrado. Tente outro cartão ou pague por Pix.")
    if order.status in ("withdrawn", "expired"):
        return gettext("Nada foi cobrado. Se o dinheiro chegar mesmo assim, vira crédito da conta.")
    if order.method == "boleto":
        text = gettext("Pague até %(day)s. Tudo entra assim que o banco confirmar, em geral no dia útil seguinte.")
    elif order.method == "pix":
        text = gettext("Pague até 23:59 de %(day)s. Tudo entra em segundos.")
    else:
        text = gettext("Conclua o pagamento na página do banco até %(day)s. Tudo entra com o cartão aprovado.")
    return text % {"day": words.weekday(order.pay_until)}


def _total_label(order: Order) -> str:
    if order.status == "applied":
        return gettext("Pago em %(day)s") % {"day": words.day(order.ended_on or order.agreed_on)}
    if order.status == "waiting":
        return gettext("A pagar até %(day)s") % {"day": words.day(order.pay_until)}
    return gettext("Total") if order.status == "undone" else gettext("Seria")


def _notes(order: Order) -> tuple[Remark, ...]:
    text = gettext("Sem pagamento, o pedido expira em %(day)s e nada é cobrado.") % {"day": words.day(order.expires_on)}
    if order.quote["credit_used"]:
        text += " " + gettext("O crédito de %(credit)s volta para a conta.") % {
            "credit": words.reais(order.quote["credit_used"])
        }
    return (Remark("hourglass", text),)


def _usable(overview: Overview, added: Mapping[str, int], names: Mapping[str, str]) -> tuple[str, ...]:
    contract = overview.contract
    licences = contract.now.get(LICENCE, 0)
    free = max(licences - contract.active, 0)
    said = [
        ngettext("%(licences)s, %(free)s livre", "%(licences)s, %(free)s livres", free)
        % {"licences": words.licences(licences), "free": free}
    ]
    if overview.measured_at:
        left = max(contract.total_gb * GB - overview.used_bytes, 0)
        said.append(
            gettext("%(total)s GB para anexos, %(free)s livres")
            % {"total": contract.total_gb, "free": words.gigabytes(left)}
        )
    modules = [item for item in added if item not in (LICENCE, STORAGE)]
    return (*said, *(f"{item_name(item, names)}: {words.licences(contract.now.get(item, 0))}" for item in modules))


def _cycle(order: Order) -> tuple[str, ...]:
    """The longer cycle that an order waits to begin (D11)."""
    if not order.cycle:
        return ()
    start = date.fromisoformat(order.quote["period"][0])
    said = {"cycle": words.CYCLES[order.cycle], "day": words.day(start)}
    return (gettext("Periodicidade %(cycle)s, contada desde %(day)s") % said,)


def _waits(added: Mapping[str, int], overview: Overview | None, names: Mapping[str, str]) -> tuple[str, ...]:
    said = []
    for item, quantity in added.items():
        now = overview.contract.now.get(item, 0) if overview else 0
        if item == LICENCE:
            said.append(
                gettext("%(what)s, de %(now)s para %(then)s")
                % {"what": words.licences(quantity), "now": now, "then": now + quantity}
            )
        elif item == STORAGE:
            said.append(gettext("%(n)s GB de espaço") % {"n": quantity})
        else:
            said.append(f"{item_name(item, names)}: {words.licences(quantity)}")
    return tuple(said)


def _afterwards(order: Order, overview: Overview | None) -> tuple[str, ...]:
    on = date.fromisoformat(order.quote["renewal_on"])
    method = overview.contract.subscription.method if overview else order.method
    return (
        gettext("%(day)s: mensalidade de %(amount)s por %(method)s")
        % {
            "day": words.day(on),
            "amount": words.reais(order.quote["next_renewal"]),
            "method": words.METHODS[method],
        },
    )
