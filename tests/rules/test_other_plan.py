"""Another plan: what it costs from today and from the renewal on, and that nothing in use is lost (D48)."""

from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.lines import total_of
from meuplano.rules.money import ZERO, Money
from meuplano.rules.periods import Cycle, next_period, nth_period
from meuplano.rules.prices import LICENCE, STORAGE, Prices
from meuplano.rules.quotes import Held, quote_longer_cycle, quote_other_plan
from meuplano.rules.renewal import GB, StoragePlan, quantities
from tests.rules.ground import day

ANCHOR = day("05/03/2027")
monthly = st.integers(0, 500_00).map(Money)
licences = st.integers(1, 80)
plans = st.builds(StoragePlan, st.integers(0, 50), st.integers(0, 3))


def units(price: Money, cycle: Cycle):
    listed = Prices({LICENCE: price, STORAGE: Money(150)}, {Cycle.SEMIANNUAL: 1000, Cycle.ANNUAL: 2000})
    return listed.units(cycle)


@given(monthly, monthly, licences, st.integers(0, 30), st.sampled_from(Cycle))
def test_D48_today_costs_the_new_period_less_exactly_what_is_left(
    old: Money, new: Money, held: int, after: int, cycle: Cycle
) -> None:
    """To the centavo: the sum of both, and never a refund beside a payment."""
    running = nth_period(ANCHOR, Cycle.MONTHLY, 0)
    today = running.start.fromordinal(running.start.toordinal() + after)
    price = units(old, Cycle.MONTHLY)[LICENCE]
    quote = quote_longer_cycle(
        quantities={LICENCE: held},
        units=units(new, cycle),
        new_period=nth_period(today, cycle, 0),
        held=[Held(LICENCE, held, price)],
        period=running,
        credit=ZERO,
        today=today,
    )
    left = price.net.times(held).part(31 - after, 31)
    whole = units(new, cycle)[LICENCE].net.times(held)
    assert quote.due_now - quote.to_credit == whole - left
    assert ZERO in (quote.due_now, quote.to_credit)
    assert quote.next_renewal == whole


@given(monthly, monthly, licences, st.sampled_from(Cycle))
def test_D48_at_the_renewal_nothing_is_due_before(old: Money, new: Money, held: int, cycle: Cycle) -> None:
    coming = next_period(ANCHOR, cycle, nth_period(ANCHOR, cycle, 0))
    quote = quote_other_plan(
        quantities={LICENCE: held},
        units=units(new, cycle),
        next_period=coming,
        today=ANCHOR,
        renewal_before=units(old, cycle)[LICENCE].net.times(held),
    )
    assert (quote.total, quote.due_now, quote.credit_used) == (ZERO, ZERO, ZERO)
    assert quote.next_renewal == units(new, cycle)[LICENCE].net.times(held) == total_of(quote.renewal_lines)
    assert quote.renewal_on == coming.start


@given(plans, plans, licences, st.integers(0, 40), st.integers(0, 400 * GB))
def test_D48_what_is_in_use_has_its_space_in_the_other_plan_too(
    now: StoragePlan, then: StoragePlan, held: int, extra: int, used_bytes: int
) -> None:
    """D62: what was over the space before is not sold by a change of plan, and no more than is needed is."""
    renewed = quantities(
        policy="all",
        now={LICENCE: held, STORAGE: extra},
        at_renewal={LICENCE: held, STORAGE: extra},
        in_use=held,
        storage=then,
        storage_now=now,
        used_bytes=used_bytes,
    )
    space = then.gb(held) + renewed[STORAGE]
    total_now = now.gb(held) + extra
    assert renewed[STORAGE] >= extra
    assert space * GB >= min(used_bytes, total_now * GB)
    if renewed[STORAGE] > extra:
        assert (space - 1) * GB < used_bytes
