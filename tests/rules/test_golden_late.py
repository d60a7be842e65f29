"""The golden scenarios of late payment, instalments, suspension and failing cards, to the centavo."""

from datetime import timedelta

from meuplano.rules.beginnings import coming_back
from meuplano.rules.card_retries import attempts, next_attempt, take_over
from meuplano.rules.endings import reduction
from meuplano.rules.instalments import instalments, paid_until
from meuplano.rules.ladder import CANCEL, LADDER, SUSPEND, Step, acts_on
from meuplano.rules.late_fees import late_charges
from meuplano.rules.matching import INVOICE_PAID, PARTIAL, meaning
from meuplano.rules.money import ZERO, total
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.quotes import quote_renewal
from meuplano.rules.renewal import dates, due_date, held_back
from meuplano.rules.second_copy import CHANGE, Paper, second_copy
from tests.rules.ground import ANNUAL, CALENDAR, CONVERSAS, MONTHLY, brl, day, period

MARCH = period("05/03/2027–05/04/2027")
APRIL = period("05/04/2027–05/05/2027")
(SUSPENSION,) = (step for step in LADDER if step.action == SUSPEND)
(CANCELLATION,) = (step for step in LADDER if step.action == CANCEL)


def test_o09_paid_late_second_copy_and_both_papers_paid() -> None:
    due, principal = day("05/06/2027"), brl("179,80")
    assert late_charges(principal, due, day("07/06/2027"), CALENDAR).total == ZERO

    paper = Paper("registered", due)
    wednesday = second_copy(principal=principal, due=due, today=day("23/06/2027"), calendar=CALENDAR, paper=paper)
    charges = wednesday.charges
    assert (charges.days, charges.fine, charges.interest) == (16, brl("3,60"), brl("0,96"))
    assert wednesday.total == wednesday.pix == brl("184,36")
    assert (wednesday.way, wednesday.due, wednesday.pix_ends) == (CHANGE, day("23/06/2027"), day("23/06/2027"))
    assert not wednesday.carries_fine
    assert wednesday.interest_per_day == brl("0,06")

    saturday = second_copy(principal=principal, due=due, today=day("26/06/2027"), calendar=CALENDAR, paper=paper)
    assert (saturday.due, saturday.charges.days, saturday.total) == (day("28/06/2027"), 21, brl("184,66"))
    assert saturday.pix == brl("184,54")

    by_pix = meaning(
        amount=brl("184,36"),
        paid_on=day("23/06/2027"),
        invoice_open=principal,
        charges=charges.total,
        invoice_status="open",
    )
    assert (by_pix.pays_invoice, by_pix.to_charges, by_pix.surplus) == (True, brl("4,56"), ZERO)
    assert principal + late_charges(principal, due, day("24/06/2027"), CALENDAR).total == brl("184,42")
    again = meaning(
        amount=brl("184,42"),
        paid_on=day("24/06/2027"),
        invoice_open=ZERO,
        reported=brl("4,62"),
        invoice_status="paid",
    )
    assert (again.surplus, again.note) == (brl("184,42"), INVOICE_PAID)


def test_o10_paid_in_parts() -> None:
    due = day("05/04/2027")
    part = meaning(
        amount=brl("500,00"),
        paid_on=due,
        invoice_open=brl("899,00"),
        invoice_status="open",
        order_status="waiting",
        payable_until=due,
    )
    assert (part.to_principal, part.pays_invoice, part.applies_order, part.note) == (
        brl("500,00"),
        False,
        False,
        PARTIAL,
    )
    rest = brl("899,00") - part.to_principal
    assert rest == brl("399,00")
    copy = second_copy(
        principal=rest, due=due, today=day("20/04/2027"), calendar=CALENDAR, paper=Paper("registered", due)
    )
    assert (copy.charges.days, copy.charges.fine, copy.charges.interest) == (15, brl("7,98"), brl("2,00"))
    assert copy.total == brl("408,98")

    exactly = meaning(
        amount=rest,
        paid_on=day("20/04/2027"),
        invoice_open=rest,
        charges=copy.charges.total,
        invoice_status="open",
    )
    assert exactly.pays_invoice
    assert exactly.charges_left == brl("9,98")
    renewal = quote_renewal(
        quantities={LICENCE: 10},
        units=MONTHLY,
        period=APRIL,
        credit=ZERO,
        today=day("25/04/2027"),
        late_charges=exactly.charges_left,
    )
    assert renewal.total == brl("908,98")


def test_o11_an_annual_period_in_ten_boletos_one_of_them_unpaid() -> None:
    anchor = day("31/01/2027")
    year = nth_period(anchor, Cycle.ANNUAL, 0)
    invoice = quote_renewal(
        quantities={LICENCE: 5, STORAGE: 3, CONVERSAS: 1}, units=ANNUAL, period=year, credit=ZERO, today=anchor
    )
    assert invoice.total == brl("4.645,44")
    parts = instalments(invoice.total, 10, due=anchor, anchor=anchor, period=year, cycle=Cycle.ANNUAL)
    assert [part.amount for part in parts] == [brl("464,55")] * 4 + [brl("464,54")] * 6
    assert [f"{part.due:%d/%m}" for part in parts] == [
        "31/01",
        "28/02",
        "31/03",
        "30/04",
        "31/05",
        "30/06",
        "31/07",
        "31/08",
        "30/09",
        "31/10",
    ]
    paid = total(part.amount for part in parts[:2])
    assert paid == brl("929,10")
    served = paid_until(year, paid=paid, total=invoice.total)
    assert ((served - year.start).days, served) == (73, day("14/04/2027"))
    assert acts_on(SUSPENSION, parts[2].due, CALENDAR, paid_until=served) == day("15/04/2027")


def test_o14_suspended_the_period_ends_the_customer_returns() -> None:
    due = day("05/03/2027")
    invoice = quote_renewal(quantities={LICENCE: 6}, units=MONTHLY, period=MARCH, credit=ZERO, today=due)
    owed = invoice.total
    assert owed == brl("539,40")
    suspended_on = acts_on(SUSPENSION, due, CALENDAR)
    assert suspended_on == day("22/03/2027")
    assert dates("boleto", APRIL.start).issue_on == day("26/03/2027")
    assert held_back(status="suspended", cancelling=False, cycle_change_waiting=False) == "suspended"

    late = late_charges(owed, due, day("14/04/2027"), CALENDAR)
    assert (late.days, late.fine, late.interest) == (40, brl("10,79"), brl("7,19"))
    assert owed + late.total == brl("557,38")
    anew = coming_back(MARCH, anchor=due, cycle=Cycle.MONTHLY, today=day("14/04/2027"))
    assert (anew.period, anew.anchor, anew.is_new) == (period("14/04/2027–14/05/2027"), day("14/04/2027"), True)
    assert due_date(anew.period.start, day("14/04/2027"), CALENDAR) == day("19/04/2027")

    assert owed + late_charges(owed, due, day("29/03/2027"), CALENDAR).total == brl("554,51")
    goes_on = coming_back(MARCH, anchor=due, cycle=Cycle.MONTHLY, today=day("29/03/2027"))
    assert (goes_on.period, goes_on.anchor, goes_on.is_new) == (MARCH, due, False)
    assert due_date(APRIL.start, day("29/03/2027"), CALENDAR) == day("05/04/2027")

    assert acts_on(CANCELLATION, due, CALENDAR) == day("04/05/2027")
    left = reduction(invoice.lines, MARCH, suspended_on=suspended_on)
    assert [(line.days, line.of_days) for line in left.lines] == [(17, 31)]
    assert left.owed == brl("295,80")


def test_o16_the_card_fails_on_the_first_day() -> None:
    first_day = day("05/04/2027")
    days = attempts(first_day)
    assert [f"{each:%d/%m}" for each in days] == ["05/04", "06/04", "08/04", "10/04", "12/04"]
    assert [next_attempt(first_day, made=made) for made in range(6)] == [*days, None]
    paper = take_over(first_day, days[-1], CALENDAR)
    assert paper.due == day("15/04/2027")

    late = late_charges(brl("899,00"), paper.due, day("22/04/2027"), CALENDAR)
    assert (late.days, late.fine, late.interest) == (7, brl("17,98"), brl("2,10"))
    assert brl("899,00") + late.total == brl("919,08")
    assert acts_on(SUSPENSION, paper.ladder_from, CALENDAR) == day("20/04/2027")
    assert acts_on(Step(1, "remind"), first_day, CALENDAR) == first_day + timedelta(days=1)
