"""What the tests of the rules stand on: the golden price list, the national bank calendar, short names for values."""

import json
from datetime import date, datetime
from pathlib import Path

from hypothesis import strategies as st

from meuplano.rules.calendar import Calendar
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period
from meuplano.rules.prices import LICENCE, STORAGE, Prices, UnitPrice

CONVERSAS = "conversas"

_HOLIDAYS = json.loads((Path(__file__).parents[1] / "vectors" / "bank_holidays_br.json").read_text())["holidays"]
CALENDAR = Calendar(frozenset(date.fromisoformat(day) for day in _HOLIDAYS))


def brl(text: str) -> Money:
    """An amount as the screen writes it, without the sign of the currency."""
    return Money.of(text)


def day(text: str) -> date:
    """A date as the screen writes it: 24/03/2027."""
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007


def period(text: str) -> Period:
    """A period as golden scenarios write it: 05/03/2027–05/04/2027."""
    start, end = text.split("–")
    return Period(day(start), day(end))


PROFISSIONAL = Prices(
    monthly={LICENCE: brl("89,90"), STORAGE: brl("1,50"), CONVERSAS: brl("29,90")},
    cycle_discounts={Cycle.SEMIANNUAL: 1000, Cycle.ANNUAL: 2000},
)
MONTHLY = PROFISSIONAL.units(Cycle.MONTHLY)
ANNUAL = PROFISSIONAL.units(Cycle.ANNUAL)

dates = st.dates(date(2016, 1, 1), date(2046, 12, 31))
cycles = st.sampled_from(Cycle)
amounts = st.integers(0, 10**9).map(Money)
signed_amounts = st.integers(-(10**9), 10**9).map(Money)
items = st.sampled_from([LICENCE, STORAGE, CONVERSAS])
quantities = st.dictionaries(items, st.integers(0, 500))
discounts = st.integers(0, 10_000)


@st.composite
def unit_prices(draw: st.DrawFn) -> UnitPrice:
    """A unit price whose net is not above its full price."""
    full = draw(st.integers(0, 10**7))
    return UnitPrice(net=Money(draw(st.integers(0, full))), full=Money(full))


price_lists = st.fixed_dictionaries({item: unit_prices() for item in (LICENCE, STORAGE, CONVERSAS)})
