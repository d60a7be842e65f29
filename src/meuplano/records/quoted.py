"""A quote as an order keeps it: plain JSON in centavos and ISO dates."""

from typing import Any

from meuplano.rules.quotes import Quote


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
        "renewal_on": quote.renewal_on.isoformat(),
        "next_renewal": quote.next_renewal.centavos,
        "renewal_before": quote.renewal_before.centavos,
        "complement": quote.complement.centavos,
    }
