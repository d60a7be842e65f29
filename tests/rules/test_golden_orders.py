"""The golden scenarios of additions and of orders that wait, to the centavo."""

from datetime import UTC, datetime

from meuplano.rules.act import Act
from meuplano.rules.adjustments import adjusted, holds_for
from meuplano.rules.credit import spend
from meuplano.rules.lines import Line
from meuplano.rules.matching import ORDER_DEAD, PAID_TOO_LATE, meaning
from meuplano.rules.money import ZERO, Money, total
from meuplano.rules.orders import BOLETO, CARD, PIX, boleto_due, boleto_expiry, methods_offered, pix_end
from meuplano.rules.periods import Cycle, nth_period, period_containing
from meuplano.rules.prices import LICENCE, STORAGE, Prices
from meuplano.rules.quotes import Quote, quote_additions, quote_complement, quote_renewal
from meuplano.rules.renewal import after_the_count, complement_due, due_date
from tests.rules.ground import ANNUAL, CALENDAR, CONVERSAS, MONTHLY, PROFISSIONAL, brl, day, period

MARCH = period("05/03/2027–05/04/2027")
APRIL = period("05/04/2027–05/05/2027")


def written(lines: tuple[Line, ...]) -> list[str]:
    return [str(line.amount).replace("R$\u00a0", "") for line in lines]


def added_in_march(licences: int, today: str, credit: Money = ZERO, **known: dict[str, int]) -> Quote:
    return quote_additions(
        added={LICENCE: licences},
        at_renewal={LICENCE: 10},
        units=MONTHLY,
        renewal_units=MONTHLY,
        period=MARCH,
        next_period=APRIL,
        credit=credit,
        today=day(today),
        **known,
    )


def test_o01_one_order_three_items_in_the_middle_of_the_period() -> None:
    quote = quote_additions(
        added={LICENCE: 3, STORAGE: 5, CONVERSAS: 2},
        at_renewal={LICENCE: 10, STORAGE: 0, CONVERSAS: 0},
        units=MONTHLY,
        renewal_units=MONTHLY,
        period=MARCH,
        next_period=APRIL,
        credit=ZERO,
        today=day("24/03/2027"),
    )
    assert {(line.days, line.of_days) for line in quote.lines} == {(12, 31)}
    assert written(quote.lines) == ["104,40", "2,90", "23,15"]
    assert quote.due_now == brl("130,45")
    assert (quote.renewal_on, quote.next_renewal) == (day("05/04/2027"), brl("1.236,00"))
    assert quote.renewal_before == brl("899,00")


def test_o02_last_day_first_day_and_the_night_between() -> None:
    anchor = day("31/01/2027")

    def two_licences(at: datetime) -> Quote:
        today = Act("owner", at).today
        this = period_containing(anchor, Cycle.MONTHLY, today)
        return quote_additions(
            added={LICENCE: 2},
            at_renewal={LICENCE: 6},
            units=MONTHLY,
            renewal_units=MONTHLY,
            period=this,
            next_period=period_containing(anchor, Cycle.MONTHLY, this.end),
            credit=ZERO,
            today=today,
        )

    before_midnight = two_licences(datetime(2027, 2, 28, 2, 30, tzinfo=UTC))
    assert before_midnight.period == period("31/01/2027–28/02/2027")
    assert [(line.days, line.of_days) for line in before_midnight.lines] == [(1, 28)]
    assert before_midnight.due_now == brl("6,42")
    assert (before_midnight.renewal_on, before_midnight.next_renewal) == (day("28/02/2027"), brl("719,20"))
    assert before_midnight.renewal_before == brl("539,40")

    morning = two_licences(datetime(2027, 2, 28, 12, 0, tzinfo=UTC))
    assert [(line.days, line.of_days) for line in morning.lines] == [(31, 31)]
    assert morning.due_now == brl("179,80")

    opened = two_licences(datetime(2027, 2, 28, 2, 58, tzinfo=UTC))
    confirmed = two_licences(datetime(2027, 2, 28, 3, 1, tzinfo=UTC))
    assert opened.fingerprint() == before_midnight.fingerprint() != confirmed.fingerprint()
    assert confirmed.due_now == brl("179,80")


def test_o03_a_discounted_cycle_and_a_discount_that_does_not_divide() -> None:
    year = period("15/01/2027–15/01/2028")
    quote = quote_additions(
        added={LICENCE: 3},
        at_renewal={LICENCE: 5},
        units=ANNUAL,
        renewal_units=ANNUAL,
        period=year,
        next_period=nth_period(year.start, Cycle.ANNUAL, 1),
        credit=ZERO,
        today=day("10/09/2027"),
    )
    (line,) = quote.lines
    assert (line.unit.net, line.days, line.of_days) == (brl("863,04"), 127, 365)
    assert quote.due_now == brl("900,87")
    assert line.discount == brl("225,22")  # 1.126,09 less 900,87

    negotiated = Prices(PROFISSIONAL.monthly, PROFISSIONAL.cycle_discounts, account_discounts={LICENCE: 750})
    units = negotiated.units(Cycle.MONTHLY)
    renewal = quote_renewal(quantities={LICENCE: 10}, units=units, period=MARCH, credit=ZERO, today=day("23/02/2027"))
    assert units[LICENCE].net == brl("83,16")
    assert renewal.total == brl("831,60")


def test_o06_bought_after_the_renewal_invoice_was_issued() -> None:
    invoiced = {LICENCE: 10, STORAGE: 0}
    quote = added_in_march(2, "30/03/2027", invoiced=invoiced)
    assert [(line.days, line.of_days) for line in quote.lines] == [(6, 31)]
    assert quote.due_now == brl("34,80")
    assert quote.complement == brl("179,80")

    begins_with = after_the_count(invoiced=invoiced, bought={LICENCE: 2}, in_use=7)
    assert begins_with == {LICENCE: 12, STORAGE: 0}
    complement = quote_complement(
        holding=begins_with, invoiced=invoiced, units=MONTHLY, period=APRIL, credit=ZERO, today=APRIL.start
    )
    assert complement is not None
    assert complement.total == brl("179,80")
    assert complement.next_renewal == brl("1.078,80")
    assert complement_due(APRIL.start, CALENDAR) == day("08/04/2027")
    assert due_date(APRIL.start, day("26/03/2027"), CALENDAR) == day("05/04/2027")


def test_o08_credit_larger_than_the_invoice_and_an_order_that_expires() -> None:
    credits = [(1, brl("300,00")), (2, brl("700,00"))]
    renewal = quote_renewal(
        quantities={LICENCE: 10},
        units=MONTHLY,
        period=APRIL,
        credit=total(balance for _, balance in credits),
        today=day("26/03/2027"),
    )
    assert (renewal.total, renewal.due_now) == (brl("899,00"), ZERO)
    spent = spend(credits, renewal.credit_used)
    assert spent == [(1, brl("300,00")), (2, brl("599,00"))]
    left = brl("1.000,00") - renewal.credit_used
    assert left == brl("101,00")

    order = quote_additions(
        added={LICENCE: 2},
        at_renewal={LICENCE: 10},
        units=MONTHLY,
        renewal_units=MONTHLY,
        period=APRIL,
        next_period=period("05/05/2027–05/06/2027"),
        credit=left,
        today=day("12/04/2027"),
    )
    assert [(line.days, line.of_days) for line in order.lines] == [(23, 30)]
    assert (order.total, order.credit_used, order.due_now) == (brl("137,85"), brl("101,00"), brl("36,85"))
    due = boleto_due(day("12/04/2027"), APRIL, CALENDAR)
    assert due == day("15/04/2027")
    assert boleto_expiry(due, CALENDAR) == day("19/04/2027")


def test_o12_an_order_that_waits() -> None:
    quote = added_in_march(3, "24/03/2027")
    assert quote.due_now == brl("104,40")
    due = boleto_due(day("24/03/2027"), MARCH, CALENDAR)
    assert due == day("30/03/2027")
    assert boleto_expiry(due, CALENDAR) == day("01/04/2027")

    on_time = meaning(
        amount=quote.due_now,
        paid_on=day("30/03/2027"),
        invoice_open=quote.due_now,
        invoice_status="open",
        order_status="waiting",
        payable_until=due,
    )
    assert on_time.applies_order
    late = meaning(
        amount=quote.due_now,
        paid_on=day("31/03/2027"),
        invoice_open=quote.due_now,
        invoice_status="open",
        order_status="waiting",
        payable_until=due,
    )
    assert (late.applies_order, late.surplus, late.note) == (False, brl("104,40"), PAID_TOO_LATE)
    after_expiry = meaning(
        amount=quote.due_now,
        paid_on=day("31/03/2027"),
        invoice_open=ZERO,
        invoice_status="cancelled",
        order_status="expired",
        payable_until=due,
    )
    assert (after_expiry.surplus, after_expiry.note) == (brl("104,40"), ORDER_DEAD)


def test_o12_near_the_end_of_the_period_the_boleto_is_due_earlier_and_then_not_offered() -> None:
    assert added_in_march(3, "30/03/2027").due_now == brl("52,20")
    due = boleto_due(day("30/03/2027"), MARCH, CALENDAR)
    assert due == day("31/03/2027")
    assert boleto_expiry(due, CALENDAR) == day("02/04/2027")
    for today in ("31/03/2027", "01/04/2027", "02/04/2027", "03/04/2027", "04/04/2027"):
        offers = methods_offered(
            amount=brl("52,20"), today=day(today), period=MARCH, calendar=CALENDAR, billing_complete=True
        )
        assert [method for method in (BOLETO, CARD, PIX) if offers[method].offered] == [CARD, PIX]
    assert pix_end(day("03/04/2027"), MARCH) == pix_end(day("04/04/2027"), MARCH) == day("04/04/2027")


def test_o13_a_yearly_adjustment_with_notice() -> None:
    licence, gb = adjusted(brl("89,90"), 483), adjusted(brl("1,50"), 483)
    assert (licence, gb) == (brl("94,24"), brl("1,57"))
    new = Prices({LICENCE: licence, STORAGE: gb}, {}).units(Cycle.MONTHLY)

    def new_from(first_day: str) -> bool:
        return holds_for(day(first_day), notice_on=day("20/02/2027"), last_adjusted_on=day("01/02/2026"))

    assert new_from("05/04/2027")
    order = quote_additions(
        added={LICENCE: 2},
        at_renewal={LICENCE: 10, STORAGE: 20},
        units=MONTHLY,
        renewal_units=new,
        period=MARCH,
        next_period=APRIL,
        credit=ZERO,
        today=day("30/03/2027"),
    )
    assert (order.due_now, order.next_renewal) == (brl("34,80"), brl("1.162,28"))

    assert not new_from("10/03/2027")
    assert new_from("10/04/2027")
    second = quote_renewal(
        quantities={LICENCE: 10},
        units=MONTHLY,
        next_units=new,
        period=period("10/03/2027–10/04/2027"),
        credit=ZERO,
        today=day("28/02/2027"),
    )
    assert (second.total, second.next_renewal) == (brl("899,00"), brl("942,40"))
