"""The golden scenarios of longer cycles, counted renewals and endings, to the centavo."""

from meuplano.rules.changes import LONGER_CYCLE, NOW, Situation, cycle_change, may, order_wins
from meuplano.rules.endings import Ending, cancellation_choices
from meuplano.rules.matching import INVOICE_DEAD, meaning
from meuplano.rules.money import ZERO
from meuplano.rules.orders import boleto_due
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import Held, quote_complement, quote_longer_cycle, quote_renewal
from meuplano.rules.renewal import StoragePlan, after_the_count, complement_due, due_date, quantities, storage_kept
from tests.rules.ground import ANNUAL, CALENDAR, CONVERSAS, MONTHLY, brl, day, period
from tests.rules.test_golden_orders import written

MARCH = period("05/03/2027–05/04/2027")
APRIL = period("05/04/2027–05/05/2027")


def test_o04_a_longer_cycle_in_the_middle_of_a_period() -> None:
    today = day("16/03/2027")
    assert cycle_change(Cycle.MONTHLY, Cycle.ANNUAL) == LONGER_CYCLE
    assert may(LONGER_CYCLE, Situation()).when == NOW
    in_force = {LICENCE: 10, STORAGE: 20, CONVERSAS: 4}
    quote = quote_longer_cycle(
        quantities=in_force,
        units=ANNUAL,
        new_period=nth_period(today, Cycle.ANNUAL, 0),
        held=[Held(item, quantity, MONTHLY[item]) for item, quantity in in_force.items()],
        period=MARCH,
        credit=ZERO,
        today=today,
    )
    assert quote.period == period("16/03/2027–16/03/2028")
    assert written(quote.lines) == ["8.630,40", "288,00", "1.148,16", "-580,00", "-19,35", "-77,16"]
    assert {(line.days, line.of_days) for line in quote.lines[3:]} == {(20, 31)}
    assert quote.due_now == brl("9.390,05")
    assert (quote.renewal_on, quote.next_renewal) == (day("16/03/2028"), brl("10.066,56"))
    assert boleto_due(today, MARCH, CALENDAR) == day("19/03/2027")


def test_o05_a_longer_cycle_with_only_active_a_reduction_and_the_renewal_invoice_out() -> None:
    counted = {
        "policy": "active",
        "now": {LICENCE: 12, STORAGE: 30},
        "at_renewal": {LICENCE: 12, STORAGE: 20},
        "in_use": 9,
    }
    renewed = quantities(**counted)  # type: ignore[arg-type]
    assert renewed == {LICENCE: 9, STORAGE: 20}
    issued = quote_renewal(quantities=renewed, units=MONTHLY, period=APRIL, credit=ZERO, today=day("26/03/2027"))
    assert issued.total == brl("839,10")

    today = day("29/03/2027")
    quote = quote_longer_cycle(
        quantities=renewed,
        units=ANNUAL,
        new_period=nth_period(today, Cycle.ANNUAL, 0),
        held=[Held(LICENCE, 12, MONTHLY[LICENCE]), Held(STORAGE, 30, MONTHLY[STORAGE])],
        period=MARCH,
        credit=ZERO,
        today=today,
    )
    assert written(quote.lines) == ["7.767,36", "288,00", "-243,60", "-10,16"]
    assert quote.due_now == brl("7.801,60")
    assert quote.period == period("29/03/2027–29/03/2028")

    assert order_wins(order_paid_on=today, renewal_paid_on=day("05/04/2027"))
    assert order_wins(order_paid_on=today, renewal_paid_on=today)
    assert not order_wins(order_paid_on=today, renewal_paid_on=day("28/03/2027"))
    paid_all_the_same = meaning(
        amount=issued.total, paid_on=day("05/04/2027"), invoice_open=ZERO, invoice_status="cancelled"
    )
    assert (paid_all_the_same.surplus, paid_all_the_same.note) == (brl("839,10"), INVOICE_DEAD)


def test_o07_only_the_active_ones_with_floor_storage_in_use_and_people_activated_afterwards() -> None:
    invoiced = quantities(
        policy="active",
        now={LICENCE: 10, STORAGE: 20},
        at_renewal={LICENCE: 10, STORAGE: 5},
        in_use=8,
        minimum=5,
        storage=StoragePlan(included=10),
        used_bytes=18_300_000_000,
    )
    assert invoiced == {LICENCE: 8, STORAGE: 9}
    assert storage_kept(5, invoiced[STORAGE]) == 4
    renewal = quote_renewal(quantities=invoiced, units=MONTHLY, period=APRIL, credit=ZERO, today=day("26/03/2027"))
    assert written(renewal.lines) == ["719,20", "13,50"]
    assert renewal.total == brl("732,70")

    begins_with = after_the_count(invoiced=invoiced, bought={}, in_use=9)
    assert begins_with == {LICENCE: 9, STORAGE: 9}
    complement = quote_complement(
        holding=begins_with, invoiced=invoiced, units=MONTHLY, period=APRIL, credit=ZERO, today=APRIL.start
    )
    assert complement is not None
    assert [(line.item, line.quantity) for line in complement.lines] == [(LICENCE, 1)]
    assert complement.due_now == brl("89,90")
    assert complement_due(APRIL.start, CALENDAR) == day("08/04/2027")


def test_o15_cancelling_with_the_renewal_invoice_out() -> None:
    assert cancellation_choices(MARCH) == [Ending(day("05/04/2027"), ZERO)]
    assert cancellation_choices(MARCH, next_period=APRIL, next_paid=brl("899,00")) == [
        Ending(day("05/05/2027"), ZERO),
        Ending(day("05/04/2027"), brl("899,00")),
    ]
    undone = quote_renewal(
        quantities={LICENCE: 10}, units=MONTHLY, period=APRIL, credit=brl("35,00"), today=day("02/04/2027")
    )
    assert (undone.total, undone.credit_used, undone.due_now) == (brl("899,00"), brl("35,00"), brl("864,00"))
    assert due_date(APRIL.start, day("02/04/2027"), CALENDAR) == day("07/04/2027")
