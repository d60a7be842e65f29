"""Accepting the terms with what is confirmed: refused without the tick, kept with who, when and version (D53)."""

from collections.abc import Iterable

from django.db import transaction

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.consents import asked_at, asked_before_paying, latest_terms
from meuplano.records.models import Account, Order, TermsAcceptance, TermsVersion
from meuplano.rules import consent
from meuplano.rules.act import Act

NOT_ACCEPTED = "terms_not_accepted"


def refuse_unless_accepted(account: Account, moments: Iterable[str], accepted: int | None) -> tuple[str, ...]:
    """The moments for which `accepted`, the version that was shown and ticked, is to be kept. The account is locked.

    Raises NotAllowed(terms_not_accepted), also when a newer version was published since the page was shown.
    """
    version, needed = asked_at(account, moments)
    if needed and version is not None and accepted != version.number:
        raise NotAllowed(NOT_ACCEPTED)
    return needed


def keep_acceptance(account: Account, moments: Iterable[str], act: Act, order: Order | None = None) -> None:
    """One row a moment, of the newest version; the account is locked since `refuse_unless_accepted`."""
    for moment in moments:
        version = latest_terms()
        assert version is not None
        TermsAcceptance.objects.create(
            account=account, version=version, moment=moment, order=order, by=act.by, at=act.at
        )
        order_number = order.number if order else None
        events.record("terms.accepted", act, account, version=version.number, moment=moment, order=order_number)


def accept_contract(account_id: int, number: int, terms: int | None, act: Act) -> bool:
    """The owner accepts the terms of a contract that finance made, before paying its order (D53); False if done before.

    Raises Order.DoesNotExist and NotAllowed(terms_not_accepted).
    """
    with locked(account_id, act) as account:
        order = Order.objects.get(account=account, number=number)
        if asked_before_paying(account, order) is None:
            return False
        keep_acceptance(account, refuse_unless_accepted(account, (consent.CONTRACT,), terms), act, order)
        return True


def publish_terms(text: str, act: Act) -> TermsVersion:
    """The next version. Raises Refused: no_text, same_terms."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("no_text")
    with transaction.atomic():
        last = TermsVersion.objects.select_for_update().order_by("-number").first()
        if last is not None and last.text == text:
            raise Refused("same_terms")
        number = last.number + 1 if last else 1
        version = TermsVersion.objects.create(number=number, text=text, published_at=act.at, by=act.by)
        events.record("terms.published", act, None, version=number)
    return version
