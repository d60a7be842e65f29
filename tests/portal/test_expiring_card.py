"""F16: the plan page says in time that the card expires, until another one pays."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meuplano.records.models import Account, Card, Subscription
from tests import world
from tests.portal.conftest import set_today


@pytest.mark.parametrize(
    ("today", "expires", "said"),
    [
        (world.TODAY, "2027-05", ()),
        (world.TODAY, "2027-04", ()),
        (date(2027, 4, 1), "2027-04", ("vence em 30/04/2027", "A cobrança de 05/04/2027 ainda passa nele")),
        (world.TODAY, "2027-03", ("vence em 31/03/2027", "A renovação de 05/04/2027 sai por boleto em 26/03/2027")),
        (date(2027, 4, 1), "2027-03", ("venceu em 31/03/2027", "sai por boleto em 26/03/2027")),
    ],
)
def test_the_strip(owner: Client, aurora: Account, today: date, expires: str, said: tuple[str, ...]) -> None:
    set_today(today)
    card = Card.objects.create(
        account=aurora, gateway="fake", token="t", brand="Visa", last4="4242", expires=expires, added_on=world.TODAY
    )
    Subscription.objects.update(method="card", card=card)
    page = owner.get("/plano/").content.decode()
    for words in said:
        assert f"Visa final 4242 {words}" in page or words in page
    assert ("Cartão perto de vencer" in page) == bool(said)
    Subscription.objects.update(method="pix", card=None)
    assert "Cartão perto de vencer" not in owner.get("/plano/").content.decode()


def test_a_card_that_is_dead_is_told_by_its_refusal(owner: Client, aurora: Account, settings: Any) -> None:
    card = Card.objects.create(
        account=aurora, gateway="fake", token="t", brand="Visa", last4="4242", expires="2027-03", added_on=world.TODAY,
        dead_since=world.TODAY,
    )  # fmt: skip
    Subscription.objects.update(method="card", card=card)
    assert "Cartão perto de vencer" not in owner.get("/plano/").content.decode()
