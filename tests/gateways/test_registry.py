"""The gateways of an installation come from its configuration, and what is wrong in it is named."""

import pytest

from meuplano.gateways.fake import FakeBank
from meuplano.gateways.manual import Manual
from meuplano.gateways.registry import Registry

BOTH = {"fake": {"url": "http://127.0.0.1:9", "secret": "s"}, "manual": {}}


def test_gateways_are_made_once_by_name() -> None:
    registry = Registry(BOTH)
    assert list(registry) == ["fake", "manual"]
    assert isinstance(registry["fake"], FakeBank)
    assert registry["fake"] is registry["fake"]
    assert "stripe" not in registry


def test_a_method_finds_the_first_gateway_that_can_do_it() -> None:
    registry = Registry(BOTH)
    assert registry.able_to("pix") is registry["fake"]
    assert registry.able_to("entry") is registry["manual"]
    assert registry.able_to("file_exchange") is None
    assert {"boleto", "pix", "card", "entry"} <= registry.capabilities()
    assert Registry({"manual": {}}).capabilities() == Manual.capabilities


def test_an_unknown_gateway_is_named() -> None:
    with pytest.raises(ValueError, match="'strype'"):
        Registry({"strype": {}})


def test_wrong_values_are_named() -> None:
    with pytest.raises(ValueError, match="'fake'"):
        Registry({"fake": {"adress": "x"}})["fake"]


def test_a_gateway_that_is_not_configured_is_not_there() -> None:
    with pytest.raises(KeyError):
        Registry({})["fake"]
