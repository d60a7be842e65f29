"""What a proposal would cost today: the change itself, with the prices that are agreed with it already in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from meuplano.actions.change_plan import Offer, preview
from meuplano.records.models import Account, Plan, Proposal
from meuplano.rules.act import Act
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered: units by item, a longer cycle, and prices or discounts of items for the periods that follow.

    Or another plan: from the day of acceptance, or `at_renewal`, and then nothing beside it (D48).
    """

    added: Mapping[str, int]
    cycle: Cycle | None = None
    agreed: Sequence[Agreed] = ()
    plan: Plan | None = None
    at_renewal: bool = False


def offer_for(account: Account, terms: Terms, act: Act) -> Offer:
    """The summary as accepting it now would charge it; reads only.

    Raises NotAllowed, NoSubscription and quotes.NothingAdded.
    """
    return preview(
        account,
        added=terms.added,
        cycle=terms.cycle,
        agreed=terms.agreed,
        plan=terms.plan,
        at_renewal=terms.at_renewal,
        act=act,
    )


def terms_of(proposal: Proposal, today: date) -> Terms:
    """What a kept proposal offers; what is agreed with it holds from the day on which it is accepted."""
    return Terms(
        added=dict(proposal.added),
        cycle=Cycle(proposal.cycle) if proposal.cycle else None,
        agreed=tuple(_agreed(row, today) for row in proposal.terms),
        plan=proposal.plan,
        at_renewal=proposal.at_renewal,
    )


def terms_to_json(agreed: Sequence[Agreed]) -> list[dict[str, Any]]:
    """Prices to agree as a proposal keeps them: centavos, basis points, ISO dates."""
    return [
        {
            "item": term.item,
            "monthly": term.monthly.centavos if term.monthly is not None else None,
            "discount": term.discount,
            "until": term.until.isoformat() if term.until else None,
        }
        for term in agreed
    ]


def _agreed(row: Mapping[str, Any], today: date) -> Agreed:
    monthly = None if row["monthly"] is None else Money(row["monthly"])
    until = date.fromisoformat(row["until"]) if row["until"] else None
    return Agreed(row["item"], monthly, row["discount"], today, until)
