"""The demo by files: a boleto is made, its file brought to the bank, its return fetched, and the licences are there."""

from typing import Any

import pytest

from meuplano.actions import move_time, play_demo
from meuplano.actions.bank_files import carry
from meuplano.jobs import cast, demo
from meuplano.records.models import BankAgreement, BankReturn, BankTitle, Remittance
from tests.stories.conftest import Story


@pytest.fixture(autouse=True)
def _boletos_by_file(settings: Any, story: Story) -> None:
    settings.METHOD_GATEWAYS = settings.METHOD_GATEWAYS | {"boleto": "bank_cnab"}
    settings.GATEWAYS = settings.GATEWAYS | {"bank_cnab": {}}
    settings.BILLING = settings.BILLING | {"issue_days_ahead": 0}


def test_a_boleto_goes_there_and_its_money_comes_back(story: Story) -> None:
    story.opens("2027-03-24")
    carry.open_agreement(story.act())
    carry.open_agreement(story.act())
    order = story.buys(by="boleto", licence=3)
    assert carry.bring_remittance(story.act()) == 1
    assert carry.bring_remittance(story.act()) == 0
    Remittance.objects.update(taken_at=None)  # killed before it was noted: the bank has it already
    assert carry.bring_remittance(story.act()) == 0
    assert Remittance.objects.get().taken_at, "and it is noted now"
    story.on("2027-03-25")
    assert (carry.fetch_returns(story.act()), carry.fetch_returns(story.act())) == (1, 0)
    story._drain()
    charge = story.charge(order)
    assert (charge.state, charge.nosso_numero, charge.agency_code) == ("pending", "0000001-0", "4042-8/1234567")
    registry = story.bank.http.get("/titulos").text
    assert "em aberto" in registry
    play_demo.pay_at_the_bank(charge)
    play_demo.pay_at_the_bank(charge)
    assert "pago" in story.bank.http.get("/titulos/1").text
    story.on("2027-03-29")
    carry.fetch_returns(story.act())
    story._drain()
    assert story.contracted()["licence"] == 13
    assert BankTitle.objects.get().state == "paid"
    assert BankReturn.objects.count() == 2


def test_the_days_of_the_demo_carry_the_files(story: Story, monkeypatch: Any) -> None:
    story.opens("2027-03-24")
    carry.open_agreement(story.act())
    order = story.buys(by="boleto", licence=3)
    monkeypatch.setattr(cast, "act_on", lambda _act: None)
    monkeypatch.setattr(move_time, "later", lambda _task: None)  # nobody works beside this test
    move_time.ask_for_days(1, story.act())
    assert demo.live_days(story._drain) == 1
    assert story.charge(order).state == "pending"
    play_demo.pay_at_the_bank(story.charge(order))
    move_time.ask_for_days(5, story.act())
    assert demo.live_days(story._drain) == 5
    assert story.contracted()["licence"] == 13
    assert BankAgreement.objects.get().last_nsa == Remittance.objects.filter(taken_at__isnull=False).count() == 1
