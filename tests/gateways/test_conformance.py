"""The exam that every gateway passes, whatever moves the money behind it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from meuplano.gateways.base import (
    BadSignature,
    BoletoCodes,
    Cancelled,
    ChargeRequest,
    Gateway,
    NotFound,
    Pending,
    PixCode,
    Rejected,
)
from meuplano.gateways.fake import FakeBank
from meuplano.gateways.manual import Manual

METHODS = ("boleto", "pix", "card")
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
Order = Callable[..., ChargeRequest]


@pytest.fixture(params=["fake", "manual"])
def gateway(request: pytest.FixtureRequest, fake: FakeBank) -> Gateway:
    return {"fake": fake, "manual": Manual()}[request.param]


class TestConformance:
    def test_it_fills_the_port_under_its_own_name(self, gateway: Gateway, request: pytest.FixtureRequest) -> None:
        assert isinstance(gateway, Gateway)
        assert gateway.name == request.node.callspec.params["gateway"]
        assert gateway.capabilities
        assert all(source.startswith("https://") for source in gateway.card_csp_sources)

    @pytest.mark.parametrize("method", METHODS)
    def test_the_same_key_charges_once(self, gateway: Gateway, order: Order, method: str) -> None:
        request = order(method)
        if method not in gateway.capabilities:
            with pytest.raises(Rejected):
                gateway.charge(request)
            assert gateway.fetch(request.key) == NotFound()
            return
        first = gateway.charge(request)
        assert gateway.charge(request) == first
        assert gateway.fetch(request.key) == first
        assert isinstance(first, Pending)
        assert isinstance(first.boleto, BoletoCodes) == (method == "boleto")
        assert isinstance(first.pix, PixCode) == (method == "pix")
        assert first.page_url or method != "card"

    @pytest.mark.parametrize("method", METHODS)
    def test_a_key_names_one_sum(self, gateway: Gateway, order: Order, method: str) -> None:
        request = order(method)
        if method in gateway.capabilities:
            gateway.charge(request)
        with pytest.raises(Rejected):
            gateway.charge(replace(request, amount=request.amount + 1))

    def test_an_amount_is_positive(self, gateway: Gateway, order: Order) -> None:
        for amount in (0, -1):
            with pytest.raises(Rejected):
                gateway.charge(order("pix", amount=amount))

    @pytest.mark.parametrize("method", METHODS)
    def test_cancelling_twice_is_cancelling_once(self, gateway: Gateway, order: Order, method: str) -> None:
        request = order(method)
        if method not in gateway.capabilities:
            assert gateway.cancel("unknown", request.key) == NotFound()
            return
        pending = gateway.charge(request)
        assert isinstance(pending, Pending)
        gone = Cancelled(pending.external_id)
        assert gateway.cancel(pending.external_id, request.key) == gone
        assert gateway.cancel(pending.external_id, request.key) == gone
        assert gateway.fetch(request.key) == gone

    def test_what_it_does_not_know_is_not_found(self, gateway: Gateway) -> None:
        assert gateway.fetch("never sent") == NotFound()
        assert gateway.cancel("never made", "never sent") == NotFound()
        with pytest.raises(Rejected):
            gateway.refund("never made", 1, "refund of nothing")

    def test_nothing_unsigned_is_believed(self, gateway: Gateway) -> None:
        forged = {"webhook-id": "1", "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": "v1,AAAA"}
        for headers in ({}, forged, forged | {"webhook-signature": ""}, forged | {"webhook-timestamp": "now"}):
            with pytest.raises(BadSignature):
                gateway.verify(headers, b"{}", NOW + timedelta(seconds=1))

    @pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"{}", b"\xff", b'{"type": "payment.confirmed"}'])
    def test_an_unreadable_notice_is_rejected(self, gateway: Gateway, body: bytes) -> None:
        with pytest.raises(Rejected, match="unreadable"):
            gateway.read_notice({}, body)

    def test_polling_comes_to_an_end_and_stays_there(self, gateway: Gateway, order: Order) -> None:
        if "pix" in gateway.capabilities:
            made = order("pix")
            pending = gateway.charge(made)
            assert isinstance(pending, Pending)
            gateway.cancel(pending.external_id, made.key)
        page, cursors = gateway.poll(), set()
        while page.news:
            assert page.cursor not in cursors
            cursors.add(page.cursor)
            page = gateway.poll(page.cursor)
        assert gateway.poll(page.cursor) == page
        assert bool(cursors) == ("poll" in gateway.capabilities)
