"""Each way in which the bank does wrong, and that the port leaves no doubt about what to do then (R-16, R-22)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from meuplano.gateways.base import BadSignature, Cancelled, ChargeRequest, NotFound, Paid, Pending, Receipt, Unknown
from meuplano.gateways.fake import FakeBank
from tests.fakebank.running import SECRET, Notice, Receiver, RunningBank

Order = Callable[..., ChargeRequest]
TIMEOUT_BEFORE, TIMEOUT_AFTER, ERROR_BEFORE, ERROR_AFTER, HANG_MIDWAY = 131304, 131305, 131306, 131307, 131308
TWICE, LATE, FIVE_TIMES, NEVER, FORGED = 131309, 131310, 131311, 131312, 131313
LIE, LIE_OUT_OF_ORDER, PAID_TWICE, OUT_OF_ORDER = 131314, 131315, 131316, 131317


def receipts(fake: FakeBank, notices: list[Notice]) -> list[Receipt]:
    found = [item for headers, body in notices for item in fake.read_notice(headers, body)]
    return [item for item in found if isinstance(item, Receipt)]


@pytest.mark.parametrize("amount", [TIMEOUT_BEFORE, ERROR_BEFORE])
def test_no_answer_and_nothing_charged(fake: FakeBank, order: Order, amount: int) -> None:
    request = order("pix", amount=amount)
    with pytest.raises(Unknown):
        fake.charge(request)
    assert fake.fetch(request.key) == NotFound()
    assert isinstance(fake.charge(request), Pending)


@pytest.mark.parametrize("amount", [TIMEOUT_AFTER, ERROR_AFTER, HANG_MIDWAY])
def test_no_answer_but_charged_is_found_by_asking(fake: FakeBank, bank: RunningBank, order: Order, amount: int) -> None:
    stored = order("card", keep_card=True)
    fake.charge(stored)
    bank.control("card", key=stored.key, number="4242424242424242")
    paid = fake.fetch(stored.key)
    assert isinstance(paid, Paid)
    assert paid.receipt.card
    request = order("card", card=paid.receipt.card.token, amount=amount)
    with pytest.raises(Unknown):
        fake.charge(request)
    found = fake.fetch(request.key)
    assert isinstance(found, Paid)
    assert found.receipt.amount == amount
    assert fake.charge(request) == found


def test_our_own_time_out_leaves_it_unknown(bank: RunningBank, order: Order) -> None:
    hasty = FakeBank(url=bank.url, secret=SECRET, timeout=0.05)
    request = order("pix")
    bank.control("faults", fault="timeout_before", command="charge", key=request.key)
    with pytest.raises(Unknown, match="ReadTimeout"):
        hasty.charge(request)
    hasty.close()


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("fetch", lambda fake, charge, key: fake.fetch(key)),
        ("cancel", lambda fake, charge, key: fake.cancel(charge, key)),
    ],
)
def test_an_ordered_fault_breaks_any_command_as_often_as_ordered(
    fake: FakeBank, bank: RunningBank, order: Order, command: str, call: Callable[..., object]
) -> None:
    request = order("boleto")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("faults", fault="error_after", command=command, key=request.key, times=2)
    for _ in range(2):
        with pytest.raises(Unknown):
            call(fake, pending.external_id, request.key)
    expected = pending if command == "fetch" else Cancelled(pending.external_id)
    assert call(fake, pending.external_id, request.key) == expected


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "error_after", "hang_midway"])
def test_a_refund_of_unknown_outcome_is_repeated_by_its_key_and_made_once(
    fake: FakeBank, bank: RunningBank, order: Order, fault: str
) -> None:
    request = order("pix")
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("pay", key=request.key)
    bank.control("faults", fault=fault, command="refund", key=request.key)
    with pytest.raises(Unknown):
        fake.refund(pending.external_id, 3000, f"{request.key}-back")
    back = fake.refund(pending.external_id, 3000, f"{request.key}-back")
    assert fake.refund(pending.external_id, 2000, f"{request.key}-rest").external_id != back.external_id


@pytest.mark.parametrize(("amount", "notices", "different"), [(FIVE_TIMES, 5, 1), (TWICE, 2, 2)])
def test_the_same_notice_again_is_the_same_receipt(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order, amount: int, notices: int, different: int
) -> None:
    request = order("pix", amount=amount)
    fake.charge(request)
    bank.control("pay", key=request.key)
    told = receiver.about(request.key, notices)
    assert len(told) == notices
    assert len({body for _, body in told}) == different
    assert len(receipts(fake, told)) == notices
    assert len(set(receipts(fake, told))) == 1


def test_a_late_notice_comes_with_the_next_day_and_polling_knows_before(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order
) -> None:
    request = order("pix", amount=LATE)
    fake.charge(request)
    bank.control("pay", key=request.key)
    bank.control("wait", wait=5)
    paid = fake.fetch(request.key)
    assert isinstance(paid, Paid)
    assert receiver.about(request.key, 0) == []
    bank.next_day()
    assert receipts(fake, receiver.about(request.key)) == [paid.receipt]


def test_a_lost_notice_is_found_by_polling(fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order) -> None:
    page = fake.poll()
    while page.news:
        page = fake.poll(page.cursor)
    request = order("pix", amount=NEVER)
    fake.charge(request)
    bank.control("pay", key=request.key)
    bank.next_day()
    assert receiver.about(request.key, 0) == []
    (receipt,) = (item for item in fake.poll(page.cursor).news if isinstance(item, Receipt) and item.key == request.key)
    assert Paid(receipt) == fake.fetch(request.key)


def test_a_bad_signature_is_refused_and_the_true_notice_follows(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order
) -> None:
    def decide(notice: Notice) -> int:
        try:
            fake.verify(*notice, now=datetime.now(UTC))
        except BadSignature:
            return 401
        return 202

    receiver.decide, request = decide, order("pix", amount=FORGED)
    try:
        fake.charge(request)
        bank.control("pay", key=request.key)
        first, second = receiver.about(request.key, 2)
    finally:
        receiver.decide = lambda _: 202
    assert first[1] == second[1]
    with pytest.raises(BadSignature):
        fake.verify(*first, now=datetime.now(UTC))
    fake.verify(*second, now=datetime.now(UTC))


@pytest.mark.parametrize(
    ("amount", "kinds"), [(LIE, ["payment", "reversal"]), (LIE_OUT_OF_ORDER, ["reversal", "payment"])]
)
def test_a_lie_is_corrected_by_a_reversal(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order, amount: int, kinds: list[str]
) -> None:
    request = order("pix", amount=amount)
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("pay", key=request.key)
    said = fake.fetch(request.key)
    assert isinstance(said, Paid)
    bank.next_day()
    told = receipts(fake, receiver.about(request.key, 2))
    assert [receipt.kind for receipt in told] == kinds
    reversal = told[kinds.index("reversal")]
    assert (reversal.reverses, reversal.amount) == (said.receipt.external_id, amount)
    assert fake.fetch(request.key) == Cancelled(pending.external_id)


def test_a_notice_out_of_order_follows_the_next_one(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order
) -> None:
    request = order("pix", amount=OUT_OF_ORDER)
    pending = fake.charge(request)
    assert isinstance(pending, Pending)
    bank.control("pay", key=request.key)
    fake.refund(pending.external_id, 100, f"{request.key}-back")
    assert [receipt.kind for receipt in receipts(fake, receiver.about(request.key, 2))] == ["reversal", "payment"]


def test_two_genuine_payments_are_two_receipts(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order
) -> None:
    request = order("pix", amount=PAID_TWICE)
    fake.charge(request)
    bank.control("pay", key=request.key)
    told = receipts(fake, receiver.about(request.key, 2))
    assert len({receipt.external_id for receipt in told}) == 2
    assert {receipt.amount for receipt in told} == {PAID_TWICE}


def test_a_notice_that_is_not_taken_comes_again(
    fake: FakeBank, bank: RunningBank, receiver: Receiver, order: Order
) -> None:
    request, answers = order("pix"), iter([500, 503, 202])
    receiver.decide = lambda notice: next(answers) if request.key.encode() in notice[1] else 202
    try:
        fake.charge(request)
        bank.control("pay", key=request.key)
        told = receiver.about(request.key, 3)
        assert bank.control("wait", wait=5) == {"delivered": True}
    finally:
        receiver.decide = lambda _: 202
    assert len({body for _, body in told}) == 1
    assert len(receiver.about(request.key, 0)) == 3
