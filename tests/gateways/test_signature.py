"""A notice is believed only when these very bytes were signed, by the right secret, within five minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakebank.notices import sign
from meuplano.gateways.base import BadSignature
from meuplano.gateways.signature import check

SIGNED_AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
BODY = b'{"type": "payment.confirmed"}'
HEADERS = {
    "Webhook-Id": "evt_1",
    "Webhook-Timestamp": str(int(SIGNED_AT.timestamp())),
    "Webhook-Signature": sign("secret", "evt_1", int(SIGNED_AT.timestamp()), BODY),
}


def test_the_published_example_of_the_standard() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    check(secret, headers, body, datetime.fromtimestamp(1614265330, UTC))
    assert sign(secret, headers["webhook-id"], 1614265330, body) == headers["webhook-signature"]


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_allowed(seconds: int) -> None:
    assert check("secret", HEADERS, BODY, SIGNED_AT + timedelta(seconds=seconds)) is None


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_an_old_notice_is_a_replay(seconds: int) -> None:
    with pytest.raises(BadSignature, match="300 s"):
        check("secret", HEADERS, BODY, SIGNED_AT + timedelta(seconds=seconds))


def test_a_later_timestamp_needs_a_new_signature() -> None:
    later = SIGNED_AT + timedelta(hours=1)
    with pytest.raises(BadSignature):
        check("secret", HEADERS | {"Webhook-Timestamp": str(int(later.timestamp()))}, BODY, later)


@pytest.mark.parametrize("body", [b"", BODY[:-1], BODY + b" ", BODY.replace(b"confirmed", b"reversed")])
def test_other_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(BadSignature):
        check("secret", HEADERS, body, SIGNED_AT)


@pytest.mark.parametrize("name", list(HEADERS))
@pytest.mark.parametrize("value", ["", "x", "v1,", "v2,AAAA", "²", "1e9"])
def test_other_headers_are_refused(name: str, value: str) -> None:
    with pytest.raises(BadSignature):
        check("secret", HEADERS | {name: value}, BODY, SIGNED_AT)


def test_one_right_signature_among_several_is_enough_while_a_secret_changes() -> None:
    several = HEADERS | {"Webhook-Signature": f"v1,AAAA {HEADERS['Webhook-Signature']}"}
    assert check("secret", several, BODY, SIGNED_AT) is None
    with pytest.raises(BadSignature):
        check("another secret", several, BODY, SIGNED_AT)
    relabelled = HEADERS["Webhook-Signature"].replace("v1,", "v2,")
    with pytest.raises(BadSignature):
        check("secret", HEADERS | {"Webhook-Signature": relabelled}, BODY, SIGNED_AT)


@given(st.dictionaries(st.sampled_from(list(HEADERS)), st.text(max_size=40)), st.binary(max_size=60))
def test_nothing_else_than_a_refusal_comes_of_nonsense(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(BadSignature):
        check("secret", headers, body, SIGNED_AT)
