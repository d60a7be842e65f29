"""Which version of the terms holds, and what an account has accepted (D53)."""

from collections.abc import Iterable

from meuplano.records.models import Account, Event, Order, TermsAcceptance, TermsVersion
from meuplano.rules import consent
from meuplano.rules.consent import Consents


def latest_terms() -> TermsVersion | None:
    """The version that is asked for; None while the vendor has published none."""
    return TermsVersion.objects.order_by("-number").first()


def acceptances(account: Account) -> list[TermsAcceptance]:
    """What the account accepted, the last first."""
    return list(TermsAcceptance.objects.filter(account=account).select_related("version").order_by("-pk"))


def was_imported(account: Account) -> bool:
    """Whether it contracted before it came here."""
    return Event.objects.filter(account=account, name="account.imported").exists()


def asked_before_paying(account: Account, order: Order) -> TermsVersion | None:
    """The version that the owner has to accept before paying for a contract that finance made; None for any other.

    Whoever confirmed a contract here has accepted it with that.
    """
    if order.status != "waiting" or order.quote["kind"] != consent.CONTRACT:
        return None
    accepted = TermsAcceptance.objects.filter(account=account, order=order, moment=consent.CONTRACT)
    return None if accepted.exists() else latest_terms()


def asked_at(account: Account, moments: Iterable[str]) -> tuple[TermsVersion | None, tuple[str, ...]]:
    """The version to accept, and for which of these moments; one query while nothing is published."""
    version = latest_terms()
    if version is None:
        return None, ()
    accepted = frozenset((row.version.number, row.moment) for row in acceptances(account))
    return version, consent.asked_at(moments, version.number, Consents(accepted, was_imported(account)))
