"""What the change page shows: its values, made from the offer that a confirmation would charge (U08–U12)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from meuplano.actions import change_plan
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_plan import Offer
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.access import Visit
from meuplano.portal.causes import said_of
from meuplano.portal.forms import Asked, Problem
from meuplano.portal.plan import card_expiry
from meuplano.records.contract import GB, Contract
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import changes, orders
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import NothingAdded


@dataclass(frozen=True, slots=True)
class Stepper:
    """A number that can be added: of what there is, to what there will be."""

    added: int
    now: int
    used: int
    most: int
    problem: str = ""

    @property
    def then(self) -> int:
        """What there will be."""
        return self.now + self.added

    @property
    def free(self) -> int:
        """Not in use today."""
        return max(self.now - self.used, 0)


@dataclass(frozen=True, slots=True)
class Space:
    """GB that can be added, and the meter (F13)."""

    added: int
    now_gb: int
    then_gb: int
    used: int
    measured_at: datetime | None
    price: Money
    most: int
    problem: str = ""

    @property
    def free(self) -> int:
        """Bytes not used today."""
        return max(self.now_gb * GB - self.used, 0)

    @property
    def used_gb(self) -> str:
        """GB used, as a decimal for the meter."""
        return f"{min(self.used / GB, self.then_gb):.1f}"


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """Licences of a module that can be added."""

    code: str
    name: str
    price: Money
    now: int
    added: int
    most: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay this order, or the reason why it is not offered."""

    code: str
    title: str
    hint: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class StoredCard:
    """The card that the gateway keeps."""

    label: str
    expires: str


@dataclass(frozen=True, slots=True)
class Note:
    """One more line of the summary."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Resumo do Pedido (U10): the quote in words, with its fingerprint."""

    lines: tuple[SaidLine, ...]
    total: Money
    discount: Money
    credit: Money
    due: Money
    by: str
    renewal: Money
    renewal_on: date
    renewal_before: Money
    renewal_method: str
    complement: Money
    holds_from: str
    notes: tuple[Note, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why nothing can be bought now, and the way on."""

    title: str
    reason: str
    url: str = ""
    label: str = ""


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
    card: StoredCard | None
    use_stored_card: bool
    make_default: bool
    recurring_stays: str
    summary: Summary | None
    draft: str
    problems: tuple[Problem, ...] = ()
    changed: bool = False
    blocked: Blocked | None = None
    billing_missing: bool = False  # a boleto would be offered with complete billing details (D49)


def change_page(
    visit: Visit, overview: Overview, listed: PriceList, asked: Asked, *, changed: bool = False
) -> ChangePage:
    """The page for what is asked; the summary is the offer that a confirmation now would charge."""
    contract = overview.contract
    offer, blocked = _offer(visit, overview, listed, asked)
    method = _chosen(asked.method, offer)
    subscription = contract.subscription
    page = ChangePage(
        renews_on=contract.period.end,
        today=visit.today,
        period_start=contract.period.start,
        period_last=contract.period.last_day,
        days_left=contract.period.days_left(visit.today) if visit.today in contract.period else 0,
        days_total=contract.period.days,
        licences=Stepper(
            asked.added.get(LICENCE, 0),
            contract.now.get(LICENCE, 0),
            contract.active,
            settings.BILLING["largest_addition"],
            asked.problem_of("licencas"),
        ),
        licence_price=contract.units[LICENCE].net,
        per=PER[contract.cycle](),
        storage=_space(overview, asked),
        modules=tuple(_module(contract, listed, asked, code) for code in listed.module_names if code in contract.units),
        methods=_methods(offer),
        method=method,
        card=StoredCard(
            f"{subscription.card.brand} {gettext('final')} {subscription.card.last4}",
            card_expiry(subscription.card.expires),
        )
        if subscription.card
        else None,
        use_stored_card=bool(subscription.card) and asked.use_stored_card,
        make_default=asked.make_default,
        recurring_stays=_recurring_stays(contract),
        summary=_summary(offer, listed, method) if offer else None,
        draft=str(visit.account.draft_key),
        problems=asked.problems,
        changed=changed,
        blocked=blocked,
        billing_missing=offer is not None
        and any(way.reason == orders.NEEDS_BILLING_DETAILS for way in offer.methods.values()),
    )
    return page


def refusal_in_words(reason: str) -> str:
    """Why a confirmation was refused, for a person; `reason` is a code of actions and rules."""
    return {
        orders.BELOW_MINIMUM: gettext("O valor é menor que o mínimo desta forma de pagamento. Escolha outra."),
        orders.NO_BUSINESS_DAY_LEFT: gettext(
            "Não há mais dia útil para um boleto antes da renovação. Pague por Pix ou cartão."
        ),
        orders.NEEDS_BILLING_DETAILS: gettext(
            "O boleto precisa dos Dados de Faturamento completos. Complete-os, ou pague por Pix ou cartão."
        ),
        changes.SUSPENDED: gettext("A assinatura está suspensa. Pague o que está em aberto para voltar a comprar."),
        changes.COMPLEMENT_OVERDUE: gettext(
            "Um complemento está vencido. Com o pagamento dele, dá para comprar de novo."
        ),
        changes.CYCLE_CHANGE_WAITING: gettext(
            "Uma mudança de periodicidade aguarda pagamento. Pague ou desista dela para fazer outro pedido."
        ),
        changes.ENDED: gettext("A assinatura terminou. O financeiro faz um novo contrato com você."),
        changes.NOT_BEGUN: gettext("A assinatura ainda não começou: ela começa com o primeiro pagamento."),
        "period_over": gettext("O período acabou de virar. Atualize a página em alguns instantes."),
        "too_many": gettext("É mais do que um pedido pode levar. Fale com o financeiro."),
        "unknown_draft": gettext("Este resumo é de um pedido que já foi feito. Confira os valores de agora."),
        "unknown_card": gettext("Este cartão não está mais guardado. Escolha outro."),
    }.get(reason, gettext("Escolha uma forma de pagamento que esteja disponível."))


PER = {
    1: lambda: gettext("por mês"),
    3: lambda: gettext("por trimestre"),
    6: lambda: gettext("por semestre"),
    12: lambda: gettext("por ano"),
}


def _offer(visit: Visit, overview: Overview, listed: PriceList, asked: Asked) -> tuple[Offer | None, Blocked | None]:
    try:
        return change_plan.preview(
            visit.account, added=asked.added, act=visit.act, overview=overview, listed=listed
        ), None
    except NothingAdded:
        return None, None
    except NotAllowed as refused:
        return None, _blocked(refused.reason)


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


def _methods(offer: Offer | None) -> tuple[Method, ...]:
    hints = {
        "boleto": gettext("após compensar"),
        "pix": gettext("em segundos"),
        "card": gettext("na hora"),
    }
    short = {
        orders.BELOW_MINIMUM: gettext("valor abaixo do mínimo"),
        orders.NO_BUSINESS_DAY_LEFT: gettext("não há dia útil antes da renovação"),
        orders.NEEDS_BILLING_DETAILS: gettext("faltam os Dados de Faturamento"),
    }
    configured = [code for code in ("boleto", "pix", "card") if settings.METHOD_GATEWAYS.get(code)]
    ways = offer.methods if offer else {}
    return tuple(
        Method(
            code,
            str(words.METHODS[code]).capitalize(),
            hints[code],
            short.get(ways[code].reason or "", "") if code in ways and not ways[code].offered else "",
        )
        for code in configured
    )


def _space(overview: Overview, asked: Asked) -> Space:
    contract, added = overview.contract, asked.added.get(STORAGE, 0)
    gained = contract.plan.gb_per_licence * asked.added.get(LICENCE, 0)
    return Space(
        added=added,
        now_gb=contract.total_gb,
        then_gb=contract.total_gb + added + gained,
        used=overview.used_bytes,
        measured_at=overview.measured_at,
        price=contract.units[STORAGE].net,
        most=settings.BILLING["largest_addition"],
        problem=asked.problem_of("gb"),
    )


def _module(contract: Contract, listed: PriceList, asked: Asked, code: str) -> ModuleChoice:
    return ModuleChoice(
        code=code,
        name=listed.module_names[code],
        price=contract.units[code].net,
        now=contract.now.get(code, 0),
        added=asked.added.get(code, 0),
        most=settings.BILLING["largest_addition"],
        problem=asked.problem_of(f"modulo-{code}"),
    )


def _recurring_stays(contract: Contract) -> str:
    subscription = contract.subscription
    if subscription.method == "card" and subscription.card:
        return gettext("Sua mensalidade continua no cartão final %(last4)s.") % {"last4": subscription.card.last4}
    return gettext("Sua mensalidade continua no %(method)s.") % {"method": words.METHODS[subscription.method]}


def _summary(offer: Offer, listed: PriceList, method: str) -> Summary:
    quote, contract = offer.quote, offer.contract
    way = offer.methods.get(method)
    return Summary(
        lines=say_lines(
            quote.lines, names=listed.module_names, plan=contract.plan.name, adding=True, about=said_of(contract.period)
        ),
        total=quote.total,
        discount=quote.discount,
        credit=quote.credit_used,
        due=quote.due_now,
        by=_by(method, quote.due_now, way),
        renewal=quote.next_renewal,
        renewal_on=quote.renewal_on,
        renewal_before=quote.renewal_before,
        renewal_method=str(words.METHODS[contract.subscription.method]),
        complement=quote.complement,
        holds_from=_holds_from(method, quote.due_now),
        notes=_notes(method, way),
        fingerprint=quote.fingerprint(),
    )


def _by(method: str, due: Money, way: orders.Offered | None) -> str:
    if not due:
        return gettext("o crédito da conta cobre tudo")
    if method not in words.METHODS:
        return gettext("nenhuma forma de pagamento disponível hoje")
    if method == "boleto" and way and way.payable_until:
        return gettext("por boleto, até %(day)s") % {"day": words.weekday(way.payable_until)}
    if method == "pix" and way and way.payable_until:
        return gettext("por Pix, até 23:59 de %(day)s") % {"day": words.day(way.payable_until)}
    return gettext("no cartão") if method == "card" else gettext("por %(method)s") % {"method": words.METHODS[method]}


def _holds_from(method: str, due: Money) -> str:
    if not due:
        return gettext("hoje, ao confirmar")
    if settings.BILLING["release"] == "confirmation":
        return gettext("hoje, ao confirmar")
    if method == "card":
        return gettext("hoje, com o cartão aprovado")
    if method == "pix":
        return gettext("na hora em que o Pix cair")
    return gettext("quando o banco confirmar o boleto")


def _notes(method: str, way: orders.Offered | None) -> tuple[Note, ...]:
    if way and way.expires_on and method == "boleto":
        return (Note(gettext("Sem pagamento"), gettext("expira em %(day)s") % {"day": words.day(way.expires_on)}),)
    return ()
