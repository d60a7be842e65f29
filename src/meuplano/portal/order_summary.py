"""Resumo do Pedido: an offer in words, with the fingerprint that a confirmation has to bring back (F05, U10)."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils.translation import gettext

from meuplano.actions.change_plan import Offer
from meuplano.actions.tax_lines import say_taxes
from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.causes import said_of
from meuplano.portal.cycle_choice import cycle_notes
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import orders
from meuplano.rules.instalments import Instalment, instalments
from meuplano.rules.money import Money
from meuplano.rules.retention import services, shares


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
    taxes: tuple[SaidLine, ...]
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
    parts: tuple[Instalment, ...] = ()  # where it is paid in more than one boleto (D28)


def summary_of(offer: Offer, overview: Overview, listed: PriceList, method: str, today: date, n: int) -> Summary:
    """The summary of this offer, were it paid by that method in n parts."""
    quote, contract = offer.quote, offer.contract
    way = offer.methods.get(method)
    return Summary(
        lines=say_lines(
            quote.lines,
            names=listed.module_names,
            plan=contract.plan.name,
            adding=offer.new_period is None,
            about=said_of(quote.period, bought_on=today),
        ),
        total=quote.total,
        discount=quote.discount,
        credit=quote.credit_used,
        taxes=say_taxes(quote.withheld, services(quote.lines)),
        due=quote.to_pay,
        by=_by(method, quote.due_now, way) if n == 1 else _in_parts(method, quote.due_now, n),
        renewal=quote.next_renewal,
        renewal_on=quote.renewal_on,
        renewal_before=quote.renewal_before,
        renewal_method=str(words.METHODS[contract.subscription.method]),
        complement=quote.complement,
        holds_from=_holds_from(method, quote.due_now),
        notes=(*(Note(*note) for note in cycle_notes(offer, overview)), *_notes(method, way)),
        fingerprint=quote.fingerprint(),
        parts=parts_of(offer, today, n) if n > 1 and method == orders.BOLETO else (),
    )


def parts_of(offer: Offer, today: date, n: int) -> tuple[Instalment, ...]:
    """The n boletos in which this longer cycle would be paid: the first by its day, then on the new anchor (D28)."""
    new, due = offer.new_period, offer.methods[orders.BOLETO].payable_until
    if new is None or due is None:
        return ()
    quote = offer.quote
    parts = instalments(quote.due_now, n, due=due, anchor=today, period=quote.period, cycle=new.cycle)
    taxes = shares(quote.due_now - quote.to_pay, [part.amount for part in parts])
    return tuple(replace(part, amount=part.amount - tax) for part, tax in zip(parts, taxes, strict=True))


def _in_parts(method: str, due: Money, n: int) -> str:
    if method == orders.CARD:
        return gettext("no cartão, em %(terms)s") % {"terms": words.card_terms(due, n)}
    return gettext("em %(n)s boletos") % {"n": n}


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
