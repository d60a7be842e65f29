"""When the vendor's terms are asked to be accepted: at a contract, a first order, and the first stored card (D53)."""

from collections.abc import Iterable
from dataclasses import dataclass

CONTRACT = "contract"  # a subscription that begins: with the owner's confirmation, or before paying one finance made
ORDER = "order"  # the first one where no contract was accepted here: it was paid by a paper or elsewhere
CARD = "card"  # consent to recurring charges on it
MOMENTS = (CONTRACT, ORDER, CARD)


@dataclass(frozen=True, slots=True)
class Consents:
    """What an account has accepted: (version, moment); `imported` ones contracted before they came here."""

    accepted: frozenset[tuple[int, str]]
    imported: bool


def asked_at(moments: Iterable[str], latest: int | None, consents: Consents) -> tuple[str, ...]:
    """Which of these moments need the newest version accepted now.

    A contract always does, whatever was accepted before. A first order does where nothing was accepted, and a first
    stored card where none was: a newer version alone asks nobody anything until the next contract.
    """
    if latest is None:
        return ()
    by_card = any(moment == CARD for _, moment in consents.accepted)
    needed = {
        CONTRACT: True,
        ORDER: not consents.accepted and not consents.imported,
        CARD: not by_card,
    }
    return tuple(moment for moment in moments if needed[moment])
