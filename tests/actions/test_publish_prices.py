"""What finance may publish as a price list."""

from datetime import date

import pytest

from meuplano.actions.publish_prices import NewPrices, publish_prices
from meuplano.actions.refused import Refused
from meuplano.records.models import Event, PriceVersion
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world

pytestmark = pytest.mark.django_db
PLAIN = {
    "valid_from": date(2027, 4, 23),  # 30 days ahead
    "gb": Money(157),
    "plans": {"profissional": Money(9424)},
    "modules": {"conversas": Money(3134)},
    "cycle_discounts": {Cycle.MONTHLY: 0, Cycle.ANNUAL: 2000},
}


def test_a_list_is_published_whole_and_its_event_has_before_and_after() -> None:
    world.catalogue()
    version = publish_prices(NewPrices(**PLAIN), " Reajuste ", world.act())
    assert version.plan_prices.get().licence_centavos == 9424
    assert dict(version.terms.values_list("cycle", "discount")) == {1: 0, 12: 2000}
    event = Event.objects.get(name="prices.published")
    assert (event.data["before"]["gb"], event.data["after"]["gb"], event.data["reason"]) == (150, 157, "Reajuste")


@pytest.mark.parametrize(
    ("why", "changed", "reason"),
    [
        ("no_reason", {}, " "),
        ("not_ahead", {"valid_from": date(2027, 4, 22)}, "Reajuste"),
        ("incomplete", {"modules": {}}, "Reajuste"),
        ("incomplete", {"plans": {"outro": Money(1)}}, "Reajuste"),
        ("incomplete", {"cycle_discounts": {Cycle.ANNUAL: 0}}, "Reajuste"),
        ("out_of_range", {"gb": Money(-1)}, "Reajuste"),
        ("out_of_range", {"cycle_discounts": {Cycle.MONTHLY: 10_001}}, "Reajuste"),
    ],
)
def test_a_wrong_list_is_not_published(why: str, changed: dict[str, object], reason: str) -> None:
    world.catalogue()
    with pytest.raises(Refused) as refused:
        publish_prices(NewPrices(**PLAIN | changed), reason, world.act())
    assert refused.value.reason == why
    assert PriceVersion.objects.count() == 1


def test_a_list_comes_after_the_one_before_it() -> None:
    world.catalogue()
    publish_prices(NewPrices(**PLAIN), "Reajuste", world.act())
    with pytest.raises(Refused) as refused:
        publish_prices(NewPrices(**PLAIN), "Reajuste", world.act())
    assert refused.value.reason == "not_the_newest"
