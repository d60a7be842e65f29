"""A quote as an order keeps it: plain JSON in centavos and ISO dates."""

from collections.abc import Mapping
from typing import Any

from meuplano.rules.lines import LATE_CHARGES
from meuplano.rules.money import Money
from meuplano.rules.quotes import Quote
from meuplano.rules.retention import Withheld


def quote_to_json(quote: Quote) -> dict[str, Any]:
    """All that the summary showed, for the copy of it on the order's page (U13)."""
    return {
        "kind": quote.kind,
        "on": quote.on.isoformat(),
        "period": [quote.period.start.isoformat(), quote.period.end.isoformat()],
        "lines": [line.as_json() for line in quote.lines],
        "total": quote.total.centavos,
        "credit_used": quote.credit_used.centavos,
        "due_now": quote.due_now.centavos,
        "withheld": [{"tax": row.tax, "rate": row.rate, "amount": row.amount.centavos} for row in quote.withheld],
        "to_pay": quote.to_pay.centavos,
        "renewal_on": quote.renewal_on.isoformat(),
        "next_renewal": quote.next_renewal.centavos,
        "renewal_before": quote.renewal_before.centavos,
        "complement": quote.complement.centavos,
    }


def withheld_in(kept: Mapping[str, Any]) -> tuple[Withheld, ...]:
    """The tax that a kept quote says is withheld (D44)."""
    return tuple(Withheld(row["tax"], row["rate"], Money(row["amount"])) for row in kept["withheld"])


def services_in(kept: Mapping[str, Any]) -> Money:
    """What of a kept quote is taxed, as `rules.retention.services` says."""
    return Money(sum(line["amount"] for line in kept["lines"] if line["kind"] != LATE_CHARGES))
