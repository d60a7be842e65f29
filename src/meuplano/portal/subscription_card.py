"""The subscription in figures, now and in the next period: licences, space, modules, paying (F03, F13)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext

from meuplano.documents import words
from meuplano.portal.next_charge import coming_quantities, ends_on
from meuplano.portal.rows import (
    InvoiceRow,
)
from meuplano.records.contract import GB, Contract
from meuplano.records.models import BillingDetails
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules import proration, trust
from meuplano.rules.lines import lines_for, total_of
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import Quote


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
    renewal: str  # when the next one is, or why there is none
    policy: str
    alternative: str
    method: Paying

    @property
    def goes_on(self) -> bool:
        """Whether another period follows by itself."""
        return self.ends_on is None and not self.suspended


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


def subscribed(
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
        ends_on=ends_on(overview),
        renewal=_renewal(overview, today),
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


def _renewal(overview: Overview, today: date) -> str:
    """When it renews, or why it does not (D24, D25, D35)."""
    day = overview.contract.period.end
    if ends := ends_on(overview):
        return gettext("Não há próxima: a assinatura termina em %(day)s.") % {"day": words.day(ends)}
    if overview.contract.subscription.status != "suspended":
        return gettext("Próxima em %(day)s.") % {"day": words.day(day)}
    if day <= today:
        return gettext("Não houve, porque a assinatura está suspensa. O pagamento começa um período novo no seu dia.")
    return gettext("Nenhuma enquanto a assinatura está suspensa. Paga até lá, renova em %(day)s.") % {
        "day": words.day(day)
    }


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
