"""The fake bank through the port: how each method ends, and what a receipt says."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from meuplano.gateways.base import (
    Cancelled,
    ChangesDueDate,
    ChargeChange,
    ChargeRequest,
    Declined,
    News,
    Paid,
    Pending,
    Receipt,
    Rejected,
    StoredCard,
    Unreachable,
)
from meuplano.gateways.fake import FakeBank
from tests.fakebank.running import Receiver, RunningBank

Order = Callable[..., ChargeRequest]
APPROVED, THREE_DS, NO_LIMIT, LATER_REFUSED = (
    "4242424242424242",
    "4000000000003155",
    "4000000000009995",
    "4000000000000341",
)


@pytest.fixture
def told(fake: FakeBank, receiver: Receiver) -> Callable[..., list[News]]:
    """What the notices about a key say, each verified, in the order of their arrival."""

    def read(key: str, at_least: int = 1) -> list[News]:
        news: list[News] = []
        for headers, body in receiver.about(key, at_least):
            fake.verify(headers, body, datetime.now(UTC))
            news += fake.read_notice(headers, body)
        return news

    return read


def test_a_pix_is_told_at_once(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("pix")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    assert pending.pix
    assert pending.pix.ends_at == datetime.combine(bank.today + timedelta(1), datetime.min.time(), UTC) + timedelta(
        hours=2, minutes=59, seconds=59
    )
    bank.control("pay", key=request.key)
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert paid.receipt == Receipt(
        gateway="fake",
        external_id=paid.receipt.external_id,
        key=request.key,
        amount=5000,
        paid_on=bank.today,
        method="pix",
        charge_id=pending.external_id,
        fee=99,
    )
    assert told(request.key) == [paid.receipt]
    assert fake.charge(request) == paid


def test_a_boleto_is_told_on_the_next_business_day_with_the_day_it_was_paid(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    while bank.today.weekday() != 4:
        bank.next_day()
    friday, request = bank.today, order("boleto")
    pending = fake.charge(request)
    bank.control("pay", key=request.key)
    assert fake.fetch(request.key) == pending
    for _ in range(2):
        bank.next_day()
        assert fake.fetch(request.key) == pending
    bank.next_day()
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert (paid.receipt.paid_on, paid.receipt.method) == (friday, "boleto")
    assert told(request.key) == [paid.receipt]


def test_a_typed_card_is_kept_only_when_asked(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    once, kept = order("card"), order("card", keep_card=True)
    for request in (once, kept):
        fake.charge(request)
        bank.control("card", key=request.key, number=APPROVED, expires="2029-08")
    paid_once, paid = fake.fetch(once.key), fake.fetch(kept.key)
    assert isinstance(paid_once, Paid)
    assert isinstance(paid, Paid)
    assert paid_once.receipt.card == StoredCard(None, "Visa", "4242", "2029-08")
    assert paid.receipt.card
    token = paid.receipt.card.token
    assert token
    again = fake.charge(order("card", card=token, amount=7000))
    assert isinstance(again, Paid)
    assert (again.receipt.amount, again.receipt.card) == (7000, paid.receipt.card)


def test_a_refusal_on_the_page_leaves_room_for_another_card(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("card")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("card", key=request.key, number=NO_LIMIT)
    assert fake.fetch(request.key) == pending
    (change,) = told(request.key)
    assert isinstance(change, ChargeChange)
    assert (change.external_id, change.state, change.code, change.retryable) == (
        pending.external_id,
        "attempt_declined",
        "insufficient_funds",
        True,
    )
    bank.control("card", key=request.key, number=APPROVED)
    assert isinstance(fake.fetch(request.key), Paid)


def _stored(fake: FakeBank, bank: RunningBank, order: Order, number: str) -> str:
    request = order("card", keep_card=True)
    fake.charge(request)
    bank.control("card", key=request.key, number=number)
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert paid.receipt.card
    assert paid.receipt.card.token
    return paid.receipt.card.token


def test_a_stored_card_is_refused_for_good(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("card", card=_stored(fake, bank, order, LATER_REFUSED))
    declined = fake.charge(request)
    assert isinstance(declined, Declined)
    assert (declined.code, declined.retryable) == ("insufficient_funds", True)
    assert declined.text
    assert fake.charge(request) == fake.fetch(request.key) == declined
    change = told(request.key)[0]
    assert isinstance(change, ChargeChange)
    assert change.state == "declined"


@pytest.mark.parametrize(
    ("amount", "code", "retryable"), [(131301, "insufficient_funds", True), (131302, "card_declined", False)]
)
def test_magic_amounts_decline_a_stored_card(
    fake: FakeBank, bank: RunningBank, order: Order, amount: int, code: str, retryable: bool
) -> None:
    declined = fake.charge(order("card", card=_stored(fake, bank, order, APPROVED), amount=amount))
    assert isinstance(declined, Declined)
    assert (declined.code, declined.retryable) == (code, retryable)


@pytest.mark.parametrize(("approve", "ends"), [(True, Paid), (False, Declined)])
def test_a_stored_card_may_have_to_pass_3ds(
    fake: FakeBank, bank: RunningBank, order: Order, approve: bool, ends: type
) -> None:
    request = order("card", card=_stored(fake, bank, order, THREE_DS))
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    assert pending.page_url
    path = pending.page_url.removeprefix(bank.url.replace("127.0.0.1", "localhost"))
    answer = bank.http.post(f"{path}/3ds", data={"resposta": "autorizar" if approve else "recusar"})
    assert answer.status_code == 303
    assert isinstance(fake.fetch(request.key), ends)


def test_the_magic_amount_for_3ds_asks_any_stored_card(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    pending = fake.charge(order("card", card=_stored(fake, bank, order, APPROVED), amount=131303))
    assert isinstance(pending, Pending)
    assert pending.page_url


def test_a_card_that_is_not_kept_cannot_be_charged(fake: FakeBank, order: Order) -> None:
    with pytest.raises(Rejected, match="unknown_card"):
        fake.charge(order("card", card="card_of_nobody"))


def test_a_boleto_needs_an_address(fake: FakeBank, order: Order) -> None:
    request = order("boleto")
    with pytest.raises(Rejected, match="bad_address"):
        fake.charge(replace(request, payer=replace(request.payer, address=None)))


def test_the_money_can_be_faster_than_the_cancelling(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    request = order("pix")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("pay", key=request.key)
    assert isinstance(fake.cancel(pending.external_id, request.key), Paid)


def test_money_arrives_for_a_boleto_cancelled_on_the_day_it_was_paid(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("boleto")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("pay", key=request.key)
    assert fake.cancel(pending.external_id, request.key) == Cancelled(pending.external_id)
    bank.next_day(5)
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert told(request.key, 2)[-1] == paid.receipt


def test_what_nobody_pays_expires(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("pix")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.next_day()
    assert fake.fetch(request.key) == Cancelled(pending.external_id, expired=True)
    with pytest.raises(Rejected, match="over"):
        fake.charge(request)
    (change,) = told(request.key)
    assert isinstance(change, ChargeChange)
    assert change.state == "expired"


def test_a_refund_counts_once_and_stops_at_what_was_paid(
    fake: FakeBank, bank: RunningBank, order: Order, told: Callable[..., list[News]]
) -> None:
    request = order("pix")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    with pytest.raises(Rejected, match="too_much"):
        fake.refund(pending.external_id, 1, f"{request.key}-too-early")
    bank.control("pay", key=request.key)
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    back = fake.refund(pending.external_id, 2000, f"{request.key}-back")
    assert fake.refund(pending.external_id, 2000, f"{request.key}-back") == back
    assert (back.kind, back.amount, back.reverses, back.key) == (
        "reversal",
        2000,
        paid.receipt.external_id,
        request.key,
    )
    with pytest.raises(Rejected, match="too_much"):
        fake.refund(pending.external_id, 3001, f"{request.key}-more")
    with pytest.raises(Rejected, match="key_reused"):
        fake.refund(pending.external_id, 1, f"{request.key}-back")
    assert told(request.key, 2) == [paid.receipt, back]
    assert fake.fetch(request.key) == paid


def test_a_sale_in_instalments_is_one_sum_and_goes_back_whole(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    """D33."""
    request = order("card", instalments=6)
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("card", key=request.key, number="4242424242424242")
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert paid.receipt.amount == request.amount
    with pytest.raises(Rejected, match="whole_only"):
        fake.refund(pending.external_id, request.amount - 1, f"{request.key}-part")
    assert fake.refund(pending.external_id, request.amount, f"{request.key}-whole").amount == request.amount
    with pytest.raises(Rejected, match="key_reused"):
        fake.charge(replace(request, instalments=5))
    for method, n in (("card", 13), ("card", 0), ("pix", 2)):
        with pytest.raises(Rejected, match="bad_instalments"):
            fake.charge(order(method, instalments=n))


def test_a_boleto_moves_to_another_date_and_the_old_paper_still_pays_it(
    fake: FakeBank, bank: RunningBank, order: Order
) -> None:
    assert isinstance(fake, ChangesDueDate)
    request = order("boleto", pay_until=None)
    first = fake.charge(request)
    assert isinstance(first, Pending)
    assert first.boleto
    moved = fake.change_due_date(first.external_id, bank.today + timedelta(7), None, f"{request.key}-moved")
    assert moved.boleto
    assert moved.boleto.barcode[19:] == first.boleto.barcode[19:]
    assert moved.boleto != first.boleto
    assert fake.charge(request) == moved
    bank.control("pay", code=first.boleto.linha_digitavel)
    bank.next_day(5)
    assert isinstance(fake.fetch(request.key), Paid)
    with pytest.raises(Rejected, match="not_open"):
        fake.change_due_date(first.external_id, bank.today, None, f"{request.key}-late")


def test_money_that_names_no_charge_is_told_too(fake: FakeBank, bank: RunningBank) -> None:
    before = _cursor(fake)
    bank.control("receive", amount=4321)
    (receipt,) = fake.poll(before).news
    assert isinstance(receipt, Receipt)
    assert (receipt.key, receipt.charge_id, receipt.amount, receipt.method) == (None, None, 4321, "transfer")


def _cursor(fake: FakeBank) -> str:
    page = fake.poll()
    while page.news:
        page = fake.poll(page.cursor)
    return page.cursor


def test_twenty_at_once_with_one_key_make_one_charge(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    request = order("boleto")
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: fake.charge(request), range(20)))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Pending)


def test_twenty_payments_by_one_stored_card_charge_it_once(fake: FakeBank, bank: RunningBank, order: Order) -> None:
    request = order("card", card=_stored(fake, bank, order, APPROVED))
    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(lambda _: fake.charge(request), range(20)))
    (paid,) = answers
    assert isinstance(paid, Paid)


def test_a_bank_that_is_not_there_got_nothing(order: Order) -> None:
    gateway = FakeBank(url="http://127.0.0.1:9", secret="x")
    for call in (lambda: gateway.charge(order("pix")), lambda: gateway.fetch("k"), gateway.poll):
        with pytest.raises(Unreachable):
            call()
    gateway.close()


def test_a_wrong_secret_is_rejected(bank: RunningBank, order: Order) -> None:
    gateway = FakeBank(url=bank.url, secret="wrong")
    with pytest.raises(Rejected, match="unauthorized"):
        gateway.charge(order("pix"))
    gateway.close()
