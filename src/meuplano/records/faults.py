"""Named points at which a test may break the work off, as a crash or a kill would; nothing happens in production.

The account lives raise at them and the kills end the whole process there (tests/lives). A point stands at each
border: before and after a commit, before and after a gateway is called, between rows that belong together.
"""

from collections.abc import Callable

POINTS = (
    "before_commit",
    "after_commit",
    "before_chunk_commit",
    "after_chunk_commit",
    "before_gateway_call",
    "after_gateway_call",
    "between_invoice_and_ledger",
    "between_tables_of_a_chunk",
    "between_receipt_and_payment",
    "before_acknowledging",
    "between_news",
    "before_cursor",
    "before_notice_is_read",
    "between_sending_and_sent",
)

hook: Callable[[str], None] | None = None  # put here by tests only


def point(name: str) -> None:
    """Do nothing, unless a test has put something in `hook`."""
    if hook is not None:
        hook(name)
