"""Which period an imported account is in, or in words why it cannot be imported (D41)."""

from datetime import date

from meuplano.actions.import_accounts.faults import Bad
from meuplano.rules.beginnings import Imported, NotImportable, imported
from meuplano.rules.periods import Cycle, period_containing


def running_period(anchor: date, cycle: Cycle, paid_until: date, *, today: date, overdue: bool) -> Imported:
    """The period that contains today of an account that paid up to, and without, `paid_until` (rules.beginnings).

    Raises Bad with the reason, which is about `inicio` when that lies in the future and about `pago_ate` otherwise.
    """
    if anchor > today:
        raise Bad(f"{_br(anchor)} está no futuro")
    try:
        return imported(anchor=anchor, cycle=cycle, paid_until=paid_until, today=today, allow_overdue=overdue)
    except NotImportable as refusal:
        raise Bad(f"{_br(paid_until)} {_words(refusal.reason, anchor, cycle, paid_until, today)}") from None


def _words(reason: str, anchor: date, cycle: Cycle, paid_until: date, today: date) -> str:
    running, around = period_containing(anchor, cycle, today), period_containing(anchor, cycle, paid_until)
    if reason == "in_the_past" and today not in around:
        reason = "too_long_ago"  # the switch would not help
    return {
        "before_the_start": f"é antes do início, {_br(anchor)}",
        "not_a_boundary": (
            f"não é o primeiro dia de um período: pelo início {_br(anchor)} e pela periodicidade, "
            f"seria {_br(around.start)} ou {_br(around.end)}"
        ),
        "in_the_past": "já passou: com --overdue a fatura de renovação desse período é aberta, já vencida",
        "too_long_ago": (
            "passou há mais de um período, e não se importa nem com --overdue: "
            f"o período em curso começou em {_br(running.start)}"
        ),
        "too_far_ahead": f"está mais de um período à frente: o período em curso termina em {_br(running.end)}",
    }[reason]


def _br(day: date) -> str:
    return f"{day:%d/%m/%Y}"
