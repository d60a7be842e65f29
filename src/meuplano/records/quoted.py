"""A quote as an order keeps it: plain JSON in centavos and ISO dates."""

from typing import Any

from meuplano.rules.lines import Line
from meuplano.rules.quotes import Quote


def quote_to_json(quote: Quote) -> dict[str, Any]:
    """All that the summary showed, for the copy of it on the order's page (U13)."""
    return {
        "kind": quote.kind,
        "on": quote.on.isoformat(),
        "period": [quote.period.start.isoformat(), quote.period.end.isoformat()],
        "lines": [line_to_json(line) for line in quote.lines],
        "total": quote.total.centavos,
        "credit_used": quote.credit_used.centavos,
        "due_now": quote.due_now.centavos,
        "renewal_on": quote.renewal_on.isoformat(),
        "next_renewal": quote.next_renewal.centavos,
        "renewal_before": quote.renewal_before.centavos,
        "complement": quote.complement.centavos,
    }


def line_to_json(line: Line) -> dict[str, Any]:
    return {
        "item": line.item,
        "kind": line.kind,
        "quantity": line.quantity,
        "unit": line.unit.net.centavos,
        "full_unit": line.unit.full.centavos,
        "days": line.days,
        "of_days": line.of_days,
        "amount": line.amount.centavos,
    }
