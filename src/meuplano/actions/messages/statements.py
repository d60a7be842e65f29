"""The yearly statement is there, with the paper itself (D52)."""

from collections.abc import Iterable

from meuplano.actions import statement_paper
from meuplano.actions.messages import facts
from meuplano.actions.messages.people import Compose, Message, both
from meuplano.documents.listing import listing_pdf
from meuplano.records.models import Account, Event


def _ready(event: Event, account: Account) -> Iterable[Message]:
    """Silent where a debt of that year was opened again meanwhile."""
    year, today = event.data["year"], facts.day_of(event)
    found = statement_paper.statement_of(account, year, today)
    if found is None or not found.is_whole:
        return ()
    values = {"url": facts.url("faturas/historico/"), "year": year}
    paper = listing_pdf(statement_paper.paper_for(account, found, today))
    name = statement_paper.file_name(account, year)
    return (Message(person, "statement_ready", values, paper=(name, paper)) for person in both(account))


MESSAGES: dict[str, Compose] = {"statement.ready": _ready}
