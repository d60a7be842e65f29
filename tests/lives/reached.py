"""What lives can reach, read from the source: every event, every state. What none of them reached is said by name."""

import ast
from collections.abc import Collection

from dev import ROOT
from meuplano.rules import lifecycle

ACTIONS = ROOT / "src/meuplano/actions"
# Said in other places than an account's life: imports, the demo, the daily look at the books, a broken system.
ELSEWHERE = {"account.imported", "account.parked", "books.checked", "catalogue.published", "demo.seeded", "news.failed"}
BY_FILE = ("Bank title", "Bank title's command", "Bank return")  # the bank of a life is asked, and sends no files
FILE_EVENTS = ("bank_", "title.", "remittance.")


def never(seen: Collection[str]) -> list[str]:
    """What of all this is not in `seen` (the counts of lives, by their names)."""
    return sorted((events() | states()) - set(seen))


def events() -> set[str]:
    """Every event that an action records by a written-out name."""
    names = set()
    for path in ACTIONS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record":
                said = node.args[0]
                options = (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,)
                names |= {o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)}
    return {f"event {name}" for name in names - ELSEWHERE if not name.startswith(FILE_EVENTS)}


def states() -> set[str]:
    """Every state of every lifecycle."""
    tables = {name: table for name, (_, table) in lifecycle.ALL.items() if name not in BY_FILE}
    return {f"{name} {state}" for name, table in tables.items() for state in lifecycle.states(table)}
