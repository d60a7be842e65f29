"""Who is written to: the owner about access, the finance e-mails about money, both where it is both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meuplano.records.models import Account, Charge, Event
from meuplano.records.statements import Statement

WRITTEN_TO = Statement("written_to")


@dataclass(frozen=True, slots=True)
class Person:
    """An address, the name it is greeted by ("" for a shared mailbox), and why it is written to."""

    email: str
    name: str
    role: str  # owner or finance; request or team for who writes to the other in a request


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person; `reply_to` is where an answer goes.

    With it goes the PDF of the boleto `slip`, or the `paper`: its name and its bytes; or `files`: name, bytes and type.
    """

    to: Person
    kind: str
    values: Mapping[str, Any]
    slip: Charge | None = None
    reply_to: str = ""
    paper: tuple[str, bytes] | None = None
    files: tuple[tuple[str, bytes, str], ...] = ()


Compose = Callable[[Event, Account], Iterable[Message]]


def owner(account: Account) -> tuple[Person]:
    """Who answers for the account."""
    return (_people(account)[0],)


def finance(account: Account) -> tuple[Person, ...]:
    """The finance e-mails of the billing details, or the owner where none is given; each address once."""
    return _people(account)[1]


def both(account: Account) -> tuple[Person, ...]:
    """The owner and the finance e-mails, each address once."""
    first, those = _people(account)
    return (first, *(person for person in those if person != first))


def _people(account: Account) -> tuple[Person, tuple[Person, ...]]:
    """The owner, and who is written to about money; in one statement."""
    ((own, name, emails),) = WRITTEN_TO.rows({"account": account.pk})
    first = Person(own, name, "owner")
    wanted = {email.lower(): email for email in emails or ()}
    those = (first if key == own.lower() else Person(email, "", "finance") for key, email in wanted.items())
    return first, tuple(those) or (first,)


def tell_each(
    people: Iterable[Person], kind: str, values: Mapping[str, Any], slip: Charge | None = None
) -> Iterator[Message]:
    """The same message to each of them."""
    return (Message(person, kind, values, slip) for person in people)
