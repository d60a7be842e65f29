"""Who is written to: the owner about access, the finance e-mails about money, both where it is both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meuplano.records.models import Account, BillingDetails, Charge, Event, Member


@dataclass(frozen=True, slots=True)
class Person:
    """An address, the name it is greeted by ("" for a shared mailbox), and why it is written to."""

    email: str
    name: str
    role: str  # owner or finance; request or team for who writes to the other in a request


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person; `reply_to` is where an answer goes.

    With it goes the PDF of the boleto `slip`, or the `paper`: its name and its bytes.
    """

    to: Person
    kind: str
    values: Mapping[str, Any]
    slip: Charge | None = None
    reply_to: str = ""
    paper: tuple[str, bytes] | None = None


Compose = Callable[[Event, Account], Iterable[Message]]


def owner(account: Account) -> tuple[Person]:
    """Who answers for the account."""
    user = Member.objects.select_related("user").get(account=account, is_owner=True).user
    return (Person(user.email, user.name, "owner"),)


def finance(account: Account) -> tuple[Person, ...]:
    """The finance e-mails of the billing details, or the owner where none is given; each address once."""
    details = BillingDetails.objects.filter(account=account).first()
    known = {person.email.lower(): person for person in owner(account)}
    wanted = {email.lower(): email for email in (details.finance_emails if details else ())}
    people = tuple(known.get(key) or Person(email, "", "finance") for key, email in wanted.items())
    return people or owner(account)


def both(account: Account) -> tuple[Person, ...]:
    """The owner and the finance e-mails, each address once."""
    first = owner(account)
    return (*first, *(person for person in finance(account) if person not in first))


def tell_each(
    people: Iterable[Person], kind: str, values: Mapping[str, Any], slip: Charge | None = None
) -> Iterator[Message]:
    """The same message to each of them."""
    return (Message(person, kind, values, slip) for person in people)
