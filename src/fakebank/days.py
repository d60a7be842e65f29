"""The bank's day: told from outside, lived one by one, with what each morning brings."""

from datetime import date, timedelta

from fakebank import calendar, charges, notices, payments, titles
from fakebank.bank import Bank, Refused
from fakebank.notices import tell


def move_to(bank: Bank, day: date) -> int:
    """Live every day up to this one, in order; returns how many. Raises Refused for a day that is over."""
    days = 0
    with bank.books.writing():
        if day < bank.today:
            raise Refused("past", f"No banco já é {bank.today:%d/%m/%Y}.")
        while bank.today < day:
            _begin(bank, bank.today + timedelta(1))
            days += 1
    return days


def _begin(bank: Bank, day: date) -> None:
    bank.books.set("today", day.isoformat())
    if calendar.is_business(day):
        _tell_boletos(bank)
        titles.begin_day(bank)
    _take_back_lies(bank)
    _expire(bank)
    notices.release(bank)


def _tell_boletos(bank: Bank) -> None:
    """What was paid before today is told on the next business day."""
    for row in bank.books.rows("select id from payments where told_on is null order by number"):
        payments.confirm(bank, row["id"])


def _take_back_lies(bank: Bank) -> None:
    for payment in bank.books.rows(
        "select p.* from payments p join charges c on c.id = p.charge where c.fault in ('lie', 'lie_out_of_order') "
        "and c.status = 'paid' and p.told_on < ? order by p.number",
        bank.today.isoformat(),
    ):
        payments.reverse(bank, payment)


def _expire(bank: Bank) -> None:
    """What nobody paid up to its last day; a boleto whose money is on its way waits for it."""
    for row in bank.books.rows(
        "select * from charges c where status = 'open' and pay_until < ? "
        "and not exists (select 1 from payments p where p.charge = c.id) order by number",
        bank.today.isoformat(),
    ):
        if charges.last_day(row) < bank.today:
            bank.books.write("update charges set status = 'expired', waits_for = null where id = ?", row["id"])
            tell(bank, "charge.expired", row)
