"""A proposal becomes an order at exactly the price that was shown, or says what changed (U24, D03)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from meuplano.actions.agree_price import agree_price
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.change_plan import QuoteChanged, confirm, preview
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.refused import Refused
from meuplano.actions.requests.accept_proposal import accept_proposal
from meuplano.actions.requests.decline_proposal import decline_proposal
from meuplano.actions.requests.offer import Terms, offer_for, terms_of
from meuplano.actions.requests.propose import propose
from meuplano.records.models import (
    Account,
    AgreedPrice,
    Event,
    Invoice,
    Message,
    Order,
    Proposal,
    SupportRequest,
    User,
)
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world
from tests.actions.requests.conftest import RAFAEL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]
Do = Callable[..., Any]
LAST = date(2027, 3, 26)
DISCOUNT = Agreed("conversas", None, 2000, world.TODAY, date(2027, 10, 5))


@pytest.fixture
def proposes(aurora: Account, rafael: User, asks: Do) -> Do:
    """Rafael offers seven licences of Conversas, 20 % off from the next period on."""

    def do(request: SupportRequest | None = None, **more: Any) -> Proposal:
        terms = more.pop("terms", Terms({"conversas": 7}, agreed=(DISCOUNT,)))
        values = {"text": "Segue a proposta.", "valid_until": LAST, "key": uuid4(), "act": world.act(by=RAFAEL)}
        found = request or asks()
        return propose(aurora.pk, found.pk, user=rafael, terms=terms, **values | more)

    return do


def seen(proposal: Proposal, on: date = world.TODAY) -> str:
    act = world.act(on)
    account = Account.objects.get(pk=proposal.account_id)
    return offer_for(account, terms_of(proposal, on), act).quote.fingerprint()


def accept(proposal: Proposal, *, on: date = world.TODAY, method: str = "pix", **more: Any) -> Order:
    account = Account.objects.get(pk=proposal.account_id)
    values = {"seen": seen(proposal, on), "draft_key": account.draft_key} | more
    return accept_proposal(account.pk, proposal.pk, method=method, act=world.act(on), **values)


def test_it_becomes_an_order_at_the_price_shown(aurora: Account, proposes: Do) -> None:
    grant_credit(aurora.pk, Money(3500), "Instabilidade", world.act())
    proposal = proposes()
    shown = offer_for(aurora, terms_of(proposal, world.TODAY), world.act()).quote
    # 12 of 31 days of 7 × 29,90; the renewal has 20 % off: 10 × 89,90 + 7 × 23,92
    assert (shown.total, shown.due_now, shown.next_renewal) == (Money(8102), Money(4602), Money(106644))
    assert proposal.due_now_centavos == 4602
    order = accept(proposal)
    assert (order.invoice.total_centavos, order.invoice.open, order.fingerprint) == (
        8102,
        Money(4602),
        shown.fingerprint(),
    )
    agreed = AgreedPrice.objects.get()
    assert (agreed.item, agreed.discount, agreed.until, agreed.by) == (
        "conversas",
        2000,
        date(2027, 10, 5),
        "Marina Duarte",
    )
    proposal.refresh_from_db()
    request = SupportRequest.objects.get()
    assert (proposal.status, proposal.order, request.status) == ("accepted", order, "resolved")
    names = list(Event.objects.filter(account=aurora).order_by("pk").values_list("name", flat=True))
    assert names == [
        "credit.granted",
        "request.opened",
        "request.answered",
        "proposal.made",
        "order.agreed",
        "price.agreed",
        "proposal.accepted",
    ]


def test_twice_is_one_order(proposes: Do) -> None:
    proposal = proposes()
    account = Account.objects.get()
    shown = {"seen": seen(proposal), "draft_key": account.draft_key}
    assert accept(proposal, **shown) == accept(proposal, **shown) == accept(proposal, seen="", draft_key=uuid4())
    assert (Order.objects.count(), AgreedPrice.objects.count()) == (1, 1)


def test_what_changed_is_shown_again_and_nothing_is_written(aurora: Account, proposes: Do) -> None:
    proposal = proposes()
    yesterday = seen(proposal)
    agree_price(aurora.pk, item="licence", discount=1000, reason="Fidelidade", act=world.act(by=RAFAEL))
    for shown, day in ((yesterday, world.TODAY), (seen(proposal), date(2027, 3, 25))):
        with pytest.raises(QuoteChanged) as changed:
            accept(proposal, seen=shown, on=day)
        assert changed.value.offer.quote.fingerprint() == seen(proposal, day)
    assert not Order.objects.exists()
    assert not Invoice.objects.exists()
    assert AgreedPrice.objects.count() == 1, "what the proposal would have agreed is undone"
    accept(proposal)


def test_after_its_day_it_is_over(proposes: Do) -> None:
    proposal = proposes()
    with pytest.raises(NotAllowed) as refused:
        accept(proposal, on=date(2027, 3, 27))
    assert refused.value.reason == "proposal_over"
    accept(proposal, on=LAST)


@pytest.mark.parametrize("side", ["customer", "finance"])
def test_what_is_declined_or_taken_back_is_over(aurora: Account, proposes: Do, side: str) -> None:
    proposal = proposes()
    assert decline_proposal(aurora.pk, proposal.request_id, side=side, act=world.act())
    assert not decline_proposal(aurora.pk, proposal.request_id, side=side, act=world.act())
    with pytest.raises(NotAllowed):
        accept(proposal)
    status = SupportRequest.objects.get().status
    assert status == ("in_review" if side == "customer" else "waiting"), "a declined one is finance's turn again"
    assert Event.objects.latest("pk").name == f"proposal.{'declined' if side == 'customer' else 'withdrawn'}"


def test_a_new_one_takes_the_place_of_the_open_one(proposes: Do, asks: Do) -> None:
    request = asks()
    first, second = proposes(request), proposes(request, terms=Terms({"licence": 1}))
    with pytest.raises(NotAllowed):
        accept(first)
    order = accept(second)
    assert list(order.items.values_list("item", "quantity")) == [("licence", 1)]
    assert set(Proposal.objects.values_list("status", flat=True)) == {"replaced", "accepted"}


def test_a_draft_of_another_order_is_not_this_one(aurora: Account, proposes: Do) -> None:
    """A page from before another order: its draft would lead to that order."""
    proposal, draft = proposes(), aurora.draft_key
    shown = preview(aurora, added={"storage": 5}, act=world.act()).quote.fingerprint()
    confirm(aurora.pk, added={"storage": 5}, method="pix", seen=shown, draft_key=draft, act=world.act())
    with pytest.raises(NotAllowed) as refused:
        accept(proposal, draft_key=draft)
    assert refused.value.reason == "unknown_draft"
    assert accept(proposal).number == 2


def test_a_longer_cycle_begins_with_what_is_agreed(aurora: Account, proposes: Do) -> None:
    terms = Terms({}, Cycle.ANNUAL, (Agreed("licence", Money(8000), None, world.TODAY, None),))
    proposal = proposes(terms=terms)
    order = accept(proposal)
    assert order.cycle == 12
    line = order.invoice.lines.get(item="licence", kind="charge")
    assert (line.quantity, line.unit_centavos) == (10, 76800), "80,00 × 12, 20 % off for the year"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"terms": Terms({})}, "nothing_added"),
        ({"terms": Terms({"pizza": 1})}, "unknown_item"),
        ({"terms": Terms({"licence": 491})}, "too_many"),
        ({"valid_until": date(2027, 3, 23)}, "in_the_past"),
        ({"terms": Terms({"licence": 1}, agreed=(Agreed("licence", None, 1000, world.TODAY, LAST),))}, "ends_before"),
        ({"text": " "}, "no_text"),
    ],
)
def test_what_cannot_be_ordered_is_not_offered(proposes: Do, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        proposes(**change)
    assert refused.value.reason == reason
    assert not Proposal.objects.exists()
    assert Message.objects.count() == 1


def test_the_same_form_again_is_the_same_proposal(proposes: Do, asks: Do) -> None:
    request, key = asks(), uuid4()
    assert proposes(request, key=key) == proposes(request, key=key)
    assert Message.objects.count() == 2


def test_what_left_the_catalogue_is_said_and_not_charged(proposes: Do) -> None:
    """A module without a price in the coming list: nobody knows what its renewal would cost."""
    proposal = proposes()
    kept = {"seen": seen(proposal)}
    world.list_without_modules(Account.objects.get())
    with pytest.raises(NotAllowed) as refused:
        accept(proposal, **kept)
    assert refused.value.reason == "unknown_item"
    assert not Order.objects.exists()
    assert not AgreedPrice.objects.exists()
