"""The due factor: four digits that say a date, and begin again at 1000 after 9999."""

from datetime import date, timedelta

_BASE = date(1997, 10, 7)
FIRST_DUE = date(2000, 7, 3)  # factor 1000
_LAST_OF_FIRST_CYCLE = date(2025, 2, 21)  # factor 9999
LAST_DUE = date(2049, 10, 13)  # factor 9999 of the second cycle; what follows is not decided yet
_CYCLE = timedelta(days=9000)


class DueFactorError(ValueError):
    """The date has no factor, or the factor no date."""


def due_factor(due_on: date) -> str:
    """The factor of a due date, "1000" to "9999".

    Days since 1997-10-07 until 2025-02-21 (9999), then 1000 + days since 2025-02-22 (FEBRABAN's operational manual of
    the factor). Raises DueFactorError before 2000-07-03 and after 2049-10-13.
    """
    if not FIRST_DUE <= due_on <= LAST_DUE:
        raise DueFactorError(f"due date {due_on} has no factor: only {FIRST_DUE} to {LAST_DUE} have one")
    days = (due_on - _BASE).days
    return f"{days if due_on <= _LAST_OF_FIRST_CYCLE else days - 9000:04d}"


def due_date(factor: str, today: date) -> date | None:
    """The date meant by a factor when it is read on `today`: of the two cycles, the nearer one.

    None for "0000" (no due date, seen on old unregistered boletos). Raises DueFactorError for 0001 to 0999 and for
    anything that is not four digits.
    """
    if len(factor) != 4 or not (factor.isascii() and factor.isdigit()):
        raise DueFactorError(f"due factor {factor!r} is not four digits")
    if factor == "0000":
        return None
    if factor < "1000":
        raise DueFactorError(f"due factor {factor} is not in use: it begins at 1000")
    first = _BASE + timedelta(days=int(factor))
    second = first + _CYCLE
    return min(first, second, key=lambda due: abs((due - today).days))
