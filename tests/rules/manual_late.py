"""The manual's tables of late charges, the ladder and instalments."""

from itertools import takewhile

from meuplano.rules import trust
from meuplano.rules.card_retries import attempts, take_over
from meuplano.rules.instalments import instalments, paid_until
from meuplano.rules.ladder import CANCEL, LADDER, SUSPEND, Step, acts_on, steps_due, steps_for
from meuplano.rules.late_fees import late_charges
from meuplano.rules.matching import meaning
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.second_copy import Paper, second_copy
from tests.rules.ground import CALENDAR, brl, day, period
from tests.rules.words import NONE, Binding, Cells, d, m, maybe_day, short, yes


def _charges(row: Cells) -> dict[str, str]:
    principal = brl(row["principal"])
    found = late_charges(principal, day(row["due"]), day(row["paid on"]), CALENDAR)
    return {
        "days": str(found.days),
        "fine": m(found.fine),
        "interest": m(found.interest),
        "total": m(principal + found.total),
    }


def _second_copy(row: Cells) -> dict[str, str]:
    due = day(row["due"])
    found = second_copy(
        principal=brl(row["principal"]),
        due=due,
        today=day(row["today"]),
        calendar=CALENDAR,
        paper=Paper("registered", due),
        for_today=row["for today"] == "yes",
    )
    return {
        "way": found.way,
        "printed date": d(found.due),
        "total": m(found.total),
        "interest a day": m(found.interest_per_day),
        "Pix": m(found.pix),
    }


def _bank_allows(row: Cells) -> dict[str, str]:
    due = day("05/06/2027")
    found = second_copy(
        principal=brl("179,80"),
        due=due,
        today=day("23/06/2027"),
        calendar=CALENDAR,
        paper=Paper(row["paper"], due, maybe_day(row["payable until"]), row["bank takes changes"]),
    )
    return {"way": found.way}


def _in_parts(row: Cells) -> dict[str, str]:
    reported = row["reported by the bank"]
    means = meaning(
        amount=brl(row["amount"]),
        paid_on=day("20/04/2027"),
        invoice_open=brl(row["open"]),
        invoice_status="open",
        charges=brl(row["charges"]),
        reported=None if reported == NONE else brl(reported),
    )
    return {
        "principal": m(means.to_principal),
        "charges paid": m(means.to_charges),
        "surplus": m(means.surplus),
        "invoice paid": yes(means.pays_invoice),
        "charges left": m(means.charges_left),
    }


def _rung(row: Cells) -> dict[str, str]:
    return {"acts on": d(acts_on(Step(int(row["day"]), row["step"]), day(row["due"]), CALENDAR))}


def _climbers(row: Cells) -> dict[str, str]:
    steps = steps_for(row["invoice"], released_on_confirmation=row["released on confirmation"] == "yes")
    by_day = {step.day: step.action for step in steps}
    return {"on day 15": by_day.get(15, NONE), "on day 60": by_day.get(60, NONE)}


def _one_message(row: Cells) -> dict[str, str]:
    found = steps_due(
        steps_for("renewal"),
        due=day("05/03/2027"),
        today=day(row["today"]),
        calendar=CALENDAR,
        done=row["done"].split(", "),
    )
    return {"steps": ", ".join(step.key for step in found) or NONE}


def _served(row: Cells) -> dict[str, str]:
    this = period(row["period"])
    until = paid_until(this, paid=brl(row["paid"]), total=brl(row["total"]))
    due = day(row["suspension of an instalment due on"])
    return {
        "days paid": str((until - this.start).days),
        "first day not paid": d(until),
        "acts on": d(acts_on(Step(15, SUSPEND), due, CALENDAR, paid_until=until)),
    }


def _trust(row: Cells) -> dict[str, str]:
    sent, due = day(row["sent on"]), day("05/03/2027")
    morning = acts_on(Step(15, SUSPEND), due, CALENDAR)
    case = trust.Case(row["account"], (sent - due).days, used=False, suspends_on=morning)
    why = trust.refusal(case, sent, CALENDAR)
    until = None if why else trust.trusted_until(sent, CALENDAR)
    acts = {step: acts_on(step, due, CALENDAR, paid_until=trust.first_day_after(until)) for step in LADDER}
    return {
        "access until": d(until) if until else str(why).replace("_", " "),
        "suspends on": d(next(on for step, on in acts.items() if step.action == SUSPEND)),
        "cancels on": d(next(on for step, on in acts.items() if step.action == CANCEL)),
    }


def _card(row: Cells) -> dict[str, str]:
    first_day = day(row["first day"])
    days = attempts(first_day)
    paper = take_over(first_day, days[-1], CALENDAR)
    return {
        "attempts": short(days),
        "boleto due": d(paper.due),
        "suspended on": d(acts_on(Step(15, SUSPEND), paper.ladder_from, CALENDAR)),
    }


def _instalments(row: Cells) -> dict[str, str]:
    anchor = day(row["anchor"])
    year = nth_period(anchor, Cycle.ANNUAL, 0)
    parts = instalments(
        brl(row["total"]),
        int(row["n"]),
        due=day(row["invoice due"]),
        anchor=anchor,
        period=year,
        cycle=Cycle.ANNUAL,
    )
    first = parts[0].amount
    as_much = list(takewhile(lambda part: part.amount == first, parts))
    return {
        "first amounts": f"{len(as_much)} × {m(first)}",
        "last amount": m(parts[-1].amount),
        "due": short([part.due for part in parts]),
    }


BINDINGS: dict[tuple[str, str], Binding] = {
    ("late-charges.md", "Fine and interest"): _charges,
    ("late-charges.md", "Segunda via"): _second_copy,
    ("late-charges.md", "What the bank allows"): _bank_allows,
    ("late-charges.md", "Paid in parts"): _in_parts,
    ("ladder.md", "The rungs"): _rung,
    ("ladder.md", "Who climbs"): _climbers,
    ("ladder.md", "One event, one message"): _one_message,
    ("ladder.md", "What is paid is served"): _served,
    ("ladder.md", "Release on trust"): _trust,
    ("ladder.md", "A card that fails on the first day"): _card,
    ("instalments.md", "n boletos of an annual period"): _instalments,
}
