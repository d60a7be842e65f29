"""Business reads one clock; elapsed time (monotonic, perf_counter) is nobody's date."""

import ast

from tests.structure.source import dotted, modules

READERS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "timezone.now", "timezone.localdate",
    "timezone.localtime",
}  # fmt: skip
# A UUID of version 7 carries the machine's time as an ordering, not as a date.
ALLOWED = {("clock.py", "datetime.now"), ("records/models/base.py", "time.time_ns")}


def readings() -> set[tuple[str, str]]:
    return {
        (name, dotted(node.func))
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in READERS
    }


def test_only_the_clock_reads_the_clock() -> None:
    found = readings()
    assert ("clock.py", "datetime.now") in found, "the check no longer sees the clock itself"
    assert found <= ALLOWED, f"take `act.at`, `act.today` or meuplano.clock: {found - ALLOWED}"


def test_no_clock_in_the_database_either() -> None:
    """No auto_now and no Now(): the demo's time would be the machine's."""
    bad = [
        f"{name} line {node.lineno}"
        for name, tree in modules("records", "actions")
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"))
        or (isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in ("Now", "CurrentTimestamp"))
    ]
    assert not bad
