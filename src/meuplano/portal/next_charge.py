"""What the next renewal will cost, line by line, and when its invoice goes out (F03)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from meuplano.documents import words
from meuplano.documents.lines import SaidLine, say_lines
from meuplano.portal.causes import origin_in_words, said_of
from meuplano.portal.rows import (
    weekend_note,
)
from meuplano.records.overview import Overview
from meuplano.records.pricing import PriceList
from meuplano.rules.money import Money
from meuplano.rules.prices import LICENCE
from meuplano.rules.quotes import Quote, quote_renewal

NOTHING_FOLLOWS = gettext_lazy("A assinatura terminou: nenhuma outra será emitida.")


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


def next_issue_note(overview: Overview) -> str:
    """When the next invoice goes out, for a page without any (U21)."""
    contract = overview.contract
    due = contract.period.end
    if ends := ends_on(overview):
        return gettext("A assinatura termina em %(day)s: nenhuma outra será emitida.") % {"day": words.day(ends)}
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


def ends_on(overview: Overview) -> date | None:
    """The day on which it ends, where no renewal comes before it (D35)."""
    ends = (change.on for change in overview.scheduled if change.kind == "cancel")
    return next((day for day in ends if day <= overview.contract.period.end), None)


def next_charge(overview: Overview, listed: PriceList, quote: Quote) -> NextCharge:
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
