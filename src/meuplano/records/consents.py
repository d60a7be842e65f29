"""Which version of the terms holds, and what an account has accepted (D53)."""

from collections.abc import Iterable

from meuplano.records.models import Account, Event, TermsAcceptance, TermsVersion
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


def asked_at(account: Account, moments: Iterable[str]) -> tuple[TermsVersion | None, tuple[str, ...]]:
    """The version to accept, and for which of these moments; one query while nothing is published."""
    version = latest_terms()
    if version is None:
        return None, ()
    accepted = frozenset((row.version.number, row.moment) for row in acceptances(account))
    return version, consent.asked_at(moments, version.number, Consents(accepted, was_imported(account)))
