"""What can be chosen on the change page: from what there is to what there will be, and ways to pay (F04, F07, F13)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from meuplano.actions.change_plan import Offer
from meuplano.documents import words
from meuplano.portal.forms import MODULE, Asked
from meuplano.portal.subscription_card import card_expiry
from meuplano.records.contract import GB, Contract
from meuplano.records.models import Card
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import orders
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE, STORAGE


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


def licences(contract: Contract, asked: Asked) -> Stepper:
    """Licences that can be added."""
    return Stepper(
        asked.added.get(LICENCE, 0),
        contract.now.get(LICENCE, 0),
        contract.active,
        settings.BILLING["largest_addition"],
        asked.problem_of("licencas"),
    )


def space(overview: Overview, asked: Asked) -> Space:
    """GB that can be added; more licences bring some of their own."""
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


def modules(contract: Contract, listed: PriceList, asked: Asked) -> tuple[ModuleChoice, ...]:
    """The modules that are sold with this contract."""
    return tuple(_module(contract, listed, asked, code) for code in listed.module_names if code in contract.units)


def _module(contract: Contract, listed: PriceList, asked: Asked, code: str) -> ModuleChoice:
    return ModuleChoice(
        code=code,
        name=listed.module_names[code],
        price=contract.units[code].net,
        now=contract.now.get(code, 0),
        added=asked.added.get(code, 0),
        most=settings.BILLING["largest_addition"],
        problem=asked.problem_of(f"{MODULE}{code}"),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """One of the terms of payment that can be chosen: in n instalments."""

    n: int
    said: str
    chosen: bool


def methods(offer: Offer | None) -> tuple[Method, ...]:
    """Every way that has a gateway; without an offer none is refused."""
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


def terms(offer: Offer | None, method: str, most: int, chosen: int) -> tuple[Terms, ...]:
    """At once, or in each number of instalments up to the most; nothing where there is no choice (D28)."""
    if offer is None or most == 1:
        return ()
    due = offer.quote.due_now
    by_card = method == orders.CARD
    at_once = gettext("à vista") if by_card else gettext("à vista, em um boleto")
    return tuple(
        Terms(
            n,
            at_once
            if n == 1
            else words.card_terms(due, n)
            if by_card
            else gettext("em %(n)s boletos mensais") % {"n": n},
            n == chosen,
        )
        for n in range(1, most + 1)
    )


def stored(card: Card | None) -> StoredCard | None:
    """The card of the subscription, as it is shown."""
    if card is None:
        return None
    return StoredCard(f"{card.brand} {gettext('final')} {card.last4}", card_expiry(card.expires))
