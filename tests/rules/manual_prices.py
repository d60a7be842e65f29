"""The manual's tables of periods, prices, proration, credit and the ledger."""

from datetime import datetime

from meuplano.rules import ledger, retention
from meuplano.rules.act import business_date
from meuplano.rules.credit import spend
from meuplano.rules.figures import mrr
from meuplano.rules.ledger import Postings
from meuplano.rules.lines import Line
from meuplano.rules.money import ZERO, total
from meuplano.rules.periods import Cycle, Period, add_months, nth_period, period_containing
from meuplano.rules.prices import LICENCE, UnitPrice, included_storage, unit_price
from meuplano.rules.proration import left
from meuplano.rules.quotes import quote_additions
from tests.rules.ground import CALENDAR, MONTHLY, PROFISSIONAL, brl, day, period
from tests.rules.words import Binding, Cells, cycle, d, m, percent, three, yes


def _nth(row: Cells) -> dict[str, str]:
    found = nth_period(day(row["anchor"]), cycle(row["cycle"]), int(row["n"]))
    return {"start": d(found.start), "end": d(found.end), "days": str(found.days)}


def _containing(row: Cells) -> dict[str, str]:
    found = period_containing(day(row["anchor"]), cycle(row["cycle"]), day(row["day"]))
    return {"start": d(found.start), "end": d(found.end)}


def _business_date(row: Cells) -> dict[str, str]:
    return {"business date": d(business_date(datetime.fromisoformat(row["instant"])))}


def _business_days(row: Cells) -> dict[str, str]:
    asked = day(row["day"])
    return {
        "open": yes(CALENDAR.is_business_day(asked)),
        "rolls to": d(CALENDAR.roll(asked)),
        "in three": d(CALENDAR.add(asked, 3)),
    }


def _unit(row: Cells) -> dict[str, str]:
    price = unit_price(
        brl(row["monthly"]),
        cycle(row["cycle"]),
        cycle_discount=percent(row["cycle discount"]),
        account_discount=percent(row["account discount"]),
    )
    return {"price": m(price.net), "without discounts": m(price.full)}


def _whole_line(row: Cells) -> dict[str, str]:
    unit = UnitPrice(net=brl(row["price"]), full=brl(row["price"]))
    return {"line": m(Line(LICENCE, int(row["quantity"]), unit, 30, 30).amount)}


def _included(row: Cells) -> dict[str, str]:
    return {"GB": str(included_storage(int(row["in the plan"]), int(row["per licence"]), int(row["licences"])))}


def _days_left(row: Cells) -> dict[str, str]:
    share = left(period(row["period"]), day(row["today"]))
    return {"days left": str(share.days), "of": str(share.of_days)}


def _addition(row: Cells) -> dict[str, str]:
    unit = PROFISSIONAL.units(cycle(row["cycle"]))[row["item"]]
    line = Line(row["item"], int(row["quantity"]), unit, int(row["days left"]), int(row["of"]))
    return {"price of the period": m(unit.net), "line": m(line.amount), "discount": m(line.discount)}


def _summary(row: Cells) -> dict[str, str]:
    this = period(row["period"])
    quote = quote_additions(
        added=three(row["licences"], row["GB"], row["Conversas"]),
        at_renewal={LICENCE: int(row["had"])},
        units=MONTHLY,
        renewal_units=MONTHLY,
        period=this,
        next_period=Period(this.end, add_months(this.end, 1)),
        credit=brl(row["credit"]),
        today=day(row["today"]),
    )
    return {
        "total": m(quote.total),
        "credit used": m(quote.credit_used),
        "due now": m(quote.due_now),
        "renewal": m(quote.next_renewal),
        "was": m(quote.renewal_before),
    }


def _oldest_first(row: Cells) -> dict[str, str]:
    credits = list(enumerate(brl(text) for text in row["credits"].split(" + ")))
    spent = [taken for _, taken in spend(credits, brl(row["amount"]))]
    left_over = total(balance for _, balance in credits) - total(spent)
    return {"used": " + ".join(m(taken) for taken in spent), "left": m(left_over)}


HUNDRED = brl("100,00")
FACTS: dict[str, Postings] = {
    "invoice issued": ledger.invoice_issued(HUNDRED),
    "invoice issued, 9,98 of it late charges": ledger.invoice_issued(HUNDRED, late_charges=brl("9,98")),
    "change worth 100,00 less than nothing": ledger.invoice_issued(ZERO, to_credit=HUNDRED),
    "invoice cancelled": ledger.invoice_cancelled(HUNDRED),
    "payment received": ledger.payment_received(HUNDRED, HUNDRED),
    "payment received, 10,00 too much": ledger.payment_received(brl("110,00"), HUNDRED, brl("10,00")),
    "payment received with charges of 3,00": ledger.payment_received(brl("103,00"), HUNDRED, charges=brl("3,00")),
    "payment taken back": ledger.reversal(HUNDRED, HUNDRED),
    "credit used": ledger.credit_used(HUNDRED),
    "courtesy credit used": ledger.credit_used(HUNDRED, kind=ledger.COURTESY_CREDIT),
    "credit returned": ledger.credit_returned(HUNDRED),
    "courtesy granted": ledger.credit_granted(HUNDRED, source=ledger.COURTESY),
    "courtesy lapsed": ledger.courtesy_lapsed(HUNDRED),
    "credit imported": ledger.credit_granted(HUNDRED, source=ledger.OPENING),
    "something paid taken back": ledger.credit_note(HUNDRED),
    "refund asked": ledger.refund_asked(HUNDRED),
    "refund paid": ledger.refund_paid(HUNDRED),
    "written off": ledger.write_off(HUNDRED),
    "tax withheld": ledger.retained(HUNDRED),
    "late charges as a debt": ledger.late_charges(HUNDRED),
}


def _postings(row: Cells) -> dict[str, str]:
    found = "; ".join(f"{posting.book} {m(posting.amount)}" for posting in FACTS[row["fact"]])
    return {"postings": found}


def _mrr(row: Cells) -> dict[str, str]:
    held = three(row["licences"], row["GB"], row["Conversas"])
    asked: Cycle = cycle(row["cycle"])
    return {"MRR": m(mrr(held, PROFISSIONAL.units(asked), asked))}


def _withheld(row: Cells) -> dict[str, str]:
    amount, left = brl(row["settled as withheld"]), brl(row["still open"])
    why = retention.refusal(amount, paid=brl(row["paid"]), still_open=left)
    return {"answer": (why or "settled").replace("_", " "), "left open": m(left if why else left - amount)}


BINDINGS: dict[tuple[str, str], Binding] = {
    ("periods.md", "The n-th period"): _nth,
    ("periods.md", "The period of a day"): _containing,
    ("periods.md", "Which day is it?"): _business_date,
    ("periods.md", "Business days"): _business_days,
    ("prices.md", "The price of one unit"): _unit,
    ("prices.md", "A line of whole periods"): _whole_line,
    ("prices.md", "Included storage"): _included,
    ("proration.md", "Days left"): _days_left,
    ("proration.md", "What an addition costs"): _addition,
    ("proration.md", "The summary"): _summary,
    ("credit.md", "The oldest first"): _oldest_first,
    ("credit.md", "Postings"): _postings,
    ("credit.md", "Tax withheld"): _withheld,
    ("credit.md", "Figures"): _mrr,
}
