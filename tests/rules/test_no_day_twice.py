"""A change of cycle on any day of any period: no day is paid twice and none is lost, whoever paid what (D11–D14)."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meuplano.rules.changes import LONGER_CYCLE, SHORTER_CYCLE, cycle_change
from meuplano.rules.instalments import instalments
from meuplano.rules.lines import TO_CREDIT
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.orders import BOLETO, METHODS, methods_offered
from meuplano.rules.periods import Cycle, Period, next_period, nth_period
from meuplano.rules.prices import LICENCE, STORAGE, UnitPrice, unit_price
from meuplano.rules.quotes import Held, Quote, quote_longer_cycle, quote_renewal
from tests.rules.ground import CALENDAR, dates

LONGER = [(old, new) for old in Cycle for new in Cycle if new > old]
DISCOUNTS = {Cycle.MONTHLY: 0, Cycle.QUARTERLY: 0, Cycle.SEMIANNUAL: 1000, Cycle.ANNUAL: 2000}


def units(cycle: Cycle, licence: int, gb: int) -> dict[str, UnitPrice]:
    """The unit prices of one cycle from monthly prices in centavos."""
    monthly = {LICENCE: Money(licence), STORAGE: Money(gb)}
    return {item: unit_price(price, cycle, cycle_discount=DISCOUNTS[cycle]) for item, price in monthly.items()}


def held(quantities: dict[str, int], prices: dict[str, UnitPrice]) -> list[Held]:
    return [Held(item, quantity, prices[item]) for item, quantity in quantities.items()]


def spent(quote: Quote, *others: Money) -> Money:
    """What left the customer's pocket for good: all that is paid, less what came back as credit."""
    return quote.total + total(others) - quote.to_credit


@given(
    dates,
    st.sampled_from(LONGER),
    st.integers(1, 99_999),
    st.integers(0, 999),
    st.fixed_dictionaries({LICENCE: st.integers(1, 60), STORAGE: st.integers(0, 500)}),
    st.fixed_dictionaries({LICENCE: st.integers(1, 60), STORAGE: st.integers(0, 500)}),
    st.sampled_from(["paid", "open", "in part"]),
    st.booleans(),
    st.data(),
)
def test_no_day_is_paid_twice_and_none_is_lost(
    anchor: date,
    cycles: tuple[Cycle, Cycle],
    licence: int,
    gb: int,
    now: dict[str, int],
    then: dict[str, int],
    running: str,
    next_is_paid: bool,
    data: st.DataObject,
) -> None:
    """D11."""
    old, new = cycles
    period, following = nth_period(anchor, old, 0), nth_period(anchor, old, 1)
    today = data.draw(st.dates(period.start, period.last_day), label="today")
    before, after = units(old, licence, gb), units(new, licence, gb)
    invoice = quote_renewal(quantities=now, units=before, period=period, credit=ZERO, today=period.start)
    part = Money(data.draw(st.integers(0, invoice.total.centavos), label="part"))
    paid = {"paid": invoice.total, "open": ZERO, "in part": part}[running]
    ahead = quote_renewal(quantities=now, units=before, period=following, credit=ZERO, today=today)
    quote = quote_longer_cycle(
        quantities=then,
        units=after,
        new_period=nth_period(today, new, 0),
        held=held(now, before),
        period=period,
        credit=ZERO,
        today=today,
        prepaid=ahead.lines if next_is_paid else [],
        still_open=invoice.total - paid,
    )
    # The days: the old period's up to today, and from today on the new one's, each once.
    assert quote.period == Period(today, nth_period(today, new, 0).end)
    assert (today - period.start).days + period.days_left(today) == period.days
    # The money: the days used at the old price and the new period at its own, to one rounding a line.
    used = Fraction((today - period.start).days, period.days)
    fair = sum(before[item].net.centavos * quantity * used for item, quantity in now.items())
    fair += sum(after[item].net.centavos * quantity for item, quantity in then.items())
    cost = spent(quote, paid, ahead.total if next_is_paid else ZERO)
    assert abs(cost.centavos - fair) <= Fraction(len(now), 2)
    # What the order leaves as credit is in its lines, and nothing else of it is negative in the end.
    assert sum(line.kind == TO_CREDIT for line in quote.lines) <= 1
    assert quote.due_now >= ZERO


@given(dates, st.sampled_from(LONGER), st.integers(1, 99_999), st.integers(1, 60), st.data())
def test_a_day_later_costs_a_day_more_of_the_old_and_moves_the_new(
    anchor: date, cycles: tuple[Cycle, Cycle], licence: int, quantity: int, data: st.DataObject
) -> None:
    """Waiting is neither punished nor rewarded: one more day of the old period is used, at its own price."""
    old, new = cycles
    period = nth_period(anchor, old, 0)
    today = data.draw(st.dates(period.start, period.last_day - timedelta(1)), label="today")

    def net_on(day: date) -> int:
        quote = quote_longer_cycle(
            quantities={LICENCE: quantity},
            units=units(new, licence, 0),
            new_period=nth_period(day, new, 0),
            held=held({LICENCE: quantity}, units(old, licence, 0)),
            period=period,
            credit=ZERO,
            today=day,
        )
        return quote.total.centavos - quote.to_credit.centavos

    a_day = Fraction(units(old, licence, 0)[LICENCE].net.centavos * quantity, period.days)
    assert abs(net_on(today + timedelta(1)) - net_on(today) - a_day) <= 1


@given(
    st.dates(date(2024, 2, 1), date(2026, 3, 31)),  # of the bank holidays that are known here
    st.sampled_from(Cycle),
    st.sampled_from(Cycle),
    st.sampled_from(METHODS),
    st.integers(500, 9_999_999),
    st.booleans(),
    st.data(),
)
def test_from_any_cycle_to_any_other_by_any_method_the_paid_periods_lie_end_to_end(
    anchor: date, old: Cycle, new: Cycle, method: str, due_now: int, next_is_paid: bool, data: st.DataObject
) -> None:
    period, following = nth_period(anchor, old, 0), nth_period(anchor, old, 1)
    today = data.draw(st.dates(period.start, period.last_day), label="today")
    change = cycle_change(old, new)
    if change == LONGER_CYCLE:
        then = nth_period(today, new, 0)
        assert period.days_left(today) + (today - period.start).days == period.days, "used, or given back"
        assert then.start == today
        way = methods_offered(
            amount=Money(due_now), today=today, period=period, calendar=CALENDAR, billing_complete=True
        )[method]
        if way.payable_until and way.expires_on:  # while it waits, no other period can have begun
            assert today <= way.payable_until <= way.expires_on <= period.last_day
        if method == BOLETO and way.payable_until:
            n = data.draw(st.integers(1, new), label="boletos")
            parts = instalments(Money(due_now), n, due=way.payable_until, anchor=today, period=then, cycle=new)
            assert total(part.amount for part in parts) == Money(due_now)
            assert all(part.due < then.end for part in parts[1:])
    elif change == SHORTER_CYCLE:  # nothing is given back: it begins where the paid days end
        used_up = following.end if next_is_paid else period.end
        then = next_period(anchor, new, Period(period.start, used_up))
        assert then.start == used_up
        assert then == nth_period(anchor, new, (2 if next_is_paid else 1) * old // new)
        assert next_period(anchor, new, then).start == then.end
    else:
        assert next_period(anchor, old, period) == following
