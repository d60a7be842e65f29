"""The manual's tables of orders, cycles, renewals, and of endings and beginnings."""

from meuplano.rules import changes
from meuplano.rules.adjustments import adjusted, holds_for, move_due_day
from meuplano.rules.beginnings import NotImportable, coming_back, imported
from meuplano.rules.changes import Situation, may, order_wins
from meuplano.rules.endings import cancellation_choices, may_regret, reduction
from meuplano.rules.lines import CHARGE, UNUSED, Line, total_of
from meuplano.rules.matching import meaning
from meuplano.rules.money import ZERO
from meuplano.rules.orders import BOLETO, CARD, PIX, boleto_due, boleto_expiry, methods_offered, pix_end
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import LICENCE
from meuplano.rules.quotes import Held, quote_complement, quote_longer_cycle
from meuplano.rules.renewal import (
    after_the_count,
    complement_due,
    dates,
    due_date,
    held_back,
    licences_to_renew,
    storage_to_renew,
)
from tests.rules.ground import ANNUAL, CALENDAR, MONTHLY, brl, day, period
from tests.rules.words import NONE, Binding, Cells, cycle, d, m, maybe_day, p, percent, three, yes


def _boleto(row: Cells) -> dict[str, str]:
    due = boleto_due(day(row["today"]), period(row["period"]), CALENDAR)
    return {"due": d(due), "expires": d(boleto_expiry(due, CALENDAR) if due else None)}


def _pix(row: Cells) -> dict[str, str]:
    return {"ends": d(pix_end(day(row["today"]), period(row["period"])))}


def _methods(row: Cells) -> dict[str, str]:
    offers = methods_offered(
        amount=brl(row["amount"]),
        today=day(row["today"]),
        period=period("05/03/2027–05/04/2027"),
        calendar=CALENDAR,
        billing_complete=row["billing details"] == "yes",
    )
    return {method: offers[method].reason or "offered" for method in (PIX, CARD, BOLETO)}


def _money(row: Cells) -> dict[str, str]:
    means = meaning(
        amount=brl(row["amount"]),
        paid_on=day(row["paid on"]),
        invoice_open=brl(row["open"]),
        invoice_status=row["invoice"],
        order_status=None if row["order"] == NONE else row["order"],
        payable_until=maybe_day(row["payable until"]),
    )
    return {
        "principal": m(means.to_principal),
        "surplus": m(means.surplus),
        "order applied": yes(means.applies_order),
        "note": means.note or NONE,
    }


def _longer(row: Cells) -> dict[str, str]:
    today = day(row["today"])
    held = three(*row["held"].split(" + "))
    quote = quote_longer_cycle(
        quantities=three(*row["renewed"].split(" + ")),
        units=ANNUAL,
        new_period=nth_period(today, Cycle.ANNUAL, 0),
        held=[Held(item, quantity, MONTHLY[item]) for item, quantity in held.items()],
        period=period(row["period"]),
        credit=ZERO,
        today=today,
    )
    return {
        "new period": p(quote.period),
        "new lines": m(total_of(line for line in quote.lines if line.kind == CHARGE)),
        "unused days": m(-total_of(line for line in quote.lines if line.kind == UNUSED)),
        "due now": m(quote.due_now),
        "credit": m(quote.to_credit),
    }


SITUATIONS = {
    "calm": Situation(),
    "an order waits": Situation(orders_waiting=1),
    "a change of cycle waits": Situation(orders_waiting=1, cycle_change_waiting=True),
    "overdue": Situation(overdue=True),
    "cancelling": Situation(cancelling=True),
    "another plan is scheduled": Situation(plan_scheduled=True),
    "a complement is overdue": Situation(complement_blocks=True),
    "suspended": Situation(status="suspended", overdue=True),
}


def _change(row: Cells) -> dict[str, str]:
    assert row["change"] in changes.WHEN_ALLOWED
    answer = may(row["change"], SITUATIONS[row["situation"]])
    return {"when": answer.when, "reason": answer.reason or NONE}


def _both_paid(row: Cells) -> dict[str, str]:
    first = order_wins(order_paid_on=day(row["order paid on"]), renewal_paid_on=day(row["renewal paid on"]))
    return {"stands": "order" if first else "renewal"}


def _renewal_days(row: Cells) -> dict[str, str]:
    found = dates(row["method"], day(row["first day"]))
    return {"counted": d(found.count_on), "issued": d(found.issue_on)}


def _due(row: Cells) -> dict[str, str]:
    return {"due": d(due_date(day(row["first day"]), day(row["issued on"]), CALENDAR))}


def _licences(row: Cells) -> dict[str, str]:
    renewed = licences_to_renew(
        row["policy"], contracted=int(row["contracted"]), in_use=int(row["in use"]), minimum=int(row["minimum"])
    )
    return {"renewed": str(renewed)}


def _storage(row: Cells) -> dict[str, str]:
    renewed = storage_to_renew(
        int(row["target"]),
        included=int(row["included"]),
        total_now=int(row["space before"]),
        used_bytes=int(row["in use"].replace(",", "")) * 10**8,
    )
    return {"renewed": str(renewed)}


def _after_the_count(row: Cells) -> dict[str, str]:
    rolled_over = day("05/04/2027")
    invoiced = {LICENCE: int(row["invoiced"])}
    holding = after_the_count(invoiced=invoiced, bought={LICENCE: int(row["bought"])}, in_use=int(row["in use"]))
    complement = quote_complement(
        holding=holding,
        invoiced=invoiced,
        units=MONTHLY,
        period=nth_period(rolled_over, Cycle.MONTHLY, 0),
        credit=ZERO,
        today=rolled_over,
    )
    return {
        "begins with": str(holding[LICENCE]),
        "complement": m(complement.total) if complement else NONE,
        "due": d(complement_due(rolled_over, CALENDAR) if complement else None),
    }


def _held_back(row: Cells) -> dict[str, str]:
    reason = held_back(
        status=row["status"],
        cancelling=row["cancelling"] == "yes",
        cycle_change_waiting=row["change of cycle waits"] == "yes",
    )
    return {"reason": reason or NONE}


def _cancelling(row: Cells) -> dict[str, str]:
    following = None if row["next period"] == NONE else period(row["next period"])
    paid = ZERO if row["paid for it"] == NONE else brl(row["paid for it"])
    choices = cancellation_choices(period(row["period"]), next_period=following, next_paid=paid)
    return {
        "ends on": " or ".join(d(choice.on) for choice in choices),
        "returned": " or ".join(m(choice.returned) for choice in choices),
    }


def _owed(row: Cells) -> dict[str, str]:
    this = period(row["period"])
    line = Line(LICENCE, int(row["licences"]), MONTHLY[LICENCE], this.days, this.days)
    found = reduction([line], this, suspended_on=day(row["suspended on"]), paid=brl(row["paid"]))
    return {"days": str(found.lines[0].days), "owed": m(found.owed)}


def _coming_back(row: Cells) -> dict[str, str]:
    found = coming_back(
        period(row["period"]), anchor=day(row["anchor"]), cycle=Cycle.MONTHLY, today=day(row["paid on"])
    )
    return {"period then": p(found.period), "anchor then": d(found.anchor)}


def _imported(row: Cells) -> dict[str, str]:
    try:
        found = imported(
            anchor=day(row["anchor"]),
            cycle=cycle(row["cycle"]),
            paid_until=day(row["pago_ate"]),
            today=day(row["today"]),
            allow_overdue=row["overdue allowed"] == "yes",
        )
    except NotImportable as refused:
        return {"result": refused.reason}
    return {"result": f"{p(found.period)}, {'paid outside' if found.paid_outside else 'open'}"}


def _regret(row: Cells) -> dict[str, str]:
    return {"may be undone": yes(may_regret(day(row["agreed on"]), day(row["today"])))}


def _adjusted(row: Cells) -> dict[str, str]:
    return {"new price": m(adjusted(brl(row["price"]), percent(row["adjustment"])))}


def _holds_for(row: Cells) -> dict[str, str]:
    new = holds_for(
        day(row["first day"]), notice_on=day(row["notice on"]), last_adjusted_on=maybe_day(row["last adjusted on"])
    )
    return {"price": "new" if new else "old"}


def _moved(row: Cells) -> dict[str, str]:
    found = move_due_day(
        period_end=day(row["period ends"]),
        old_anchor=day(row["old anchor"]),
        cycle=Cycle.MONTHLY,
        day=int(row["new day"]),
    )
    return {
        "bridging days": str(found.bridging.days if found.bridging else 0),
        "of": str(found.of_days),
        "line": m(total_of(found.lines({LICENCE: 10}, MONTHLY))),
        "first new period": p(found.first),
    }


BINDINGS: dict[tuple[str, str], Binding] = {
    ("orders.md", "By boleto"): _boleto,
    ("orders.md", "By Pix"): _pix,
    ("orders.md", "Which methods are offered"): _methods,
    ("orders.md", "What the money means"): _money,
    ("cycles.md", "A longer cycle"): _longer,
    ("cycles.md", "Which change, when"): _change,
    ("cycles.md", "Both were paid"): _both_paid,
    ("renewal.md", "The days of a renewal"): _renewal_days,
    ("renewal.md", "When the invoice is due"): _due,
    ("renewal.md", "Licences"): _licences,
    ("renewal.md", "Extra storage"): _storage,
    ("renewal.md", "After the count"): _after_the_count,
    ("renewal.md", "Why a renewal is not issued"): _held_back,
    ("endings.md", "Cancelling"): _cancelling,
    ("endings.md", "What is owed after the ladder's end"): _owed,
    ("endings.md", "Coming back after a suspension"): _coming_back,
    ("endings.md", "Imported in mid-period"): _imported,
    ("endings.md", "The right of regret"): _regret,
    ("endings.md", "The yearly adjustment"): _adjusted,
    ("endings.md", "From when it holds"): _holds_for,
    ("endings.md", "A due day that moves"): _moved,
}
