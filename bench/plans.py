"""P3: how each statement of the daily schedule finds its rows, among accounts that are idle: `python -m bench.plans`.

Seeds M idle accounts (100,000) and a few that are due, with open and paid invoices, charges and cards, runs every entry
of the schedule on the day on which they are due, and asks PostgreSQL's EXPLAIN for the plan of each SELECT that the
entry asked, as PostgreSQL itself chooses it. A line for each entry on standard error: which tables were read, and how.
One JSON line; status 1 if a statement walks through a table that has grown with the accounts, or an index of it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg

from bench.scratch import scratch

DUE = 20
IDLE = 100_000
GROWN = 1_000  # rows, from which on a table is one that grows
# Rows beside those of the seed, so that what is looked for has something to be looked for in.
LIFE = """
update meuplano_invoice set status = 'open', paid_on = null, next_step_on = '2099-01-01' where id % 3 = 0;
update meuplano_invoice set next_attempt_on = '2099-01-01' where id % 30 = 0;
insert into meuplano_card (account_id, gateway, token, brand, last4, expires, added_on, told_expiry_on)
  select id, 'fake', 'x', 'Visa', '4242', '2026-01', '2026-01-01', '2026-01-01' from meuplano_account where id % 3 = 0;
insert into meuplano_charge (account_id, invoice_id, gateway, method, key, amount_centavos, late_centavos, state,
    keep_card, make_default, instalments, external_id, barcode, linha_digitavel, brcode, nosso_numero, agency_code,
    page_url, decline_code, decline_text, retryable, made_at, asked_at)
  select account_id, id, 'fake', 'pix', account_id || '-' || id, 100, 0, 'paid',
    false, false, 1, '', '', '', '', '', '', '', '', '', true, '2026-01-01', '2026-01-01' from meuplano_invoice;
update meuplano_subscription s set method = 'card', card_id = c.id
  from meuplano_card c where c.account_id = s.account_id;
"""
LOOKED_FOR = ("Filter", "Index Cond")


def main() -> int:
    """Seed, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.plans")
    parser.add_argument("--due", type=int, default=DUE)
    parser.add_argument("--idle", type=int, default=IDLE)
    options = parser.parse_args()
    with scratch() as address:
        found = measure(address, options.due, options.idle)
    print(json.dumps(found))
    return 0 if found["goals_met"] else 1


def measure(address: str, due: int, idle: int) -> dict[str, Any]:
    """The schedule on the day of issue and on the first day, statement by statement."""
    from django.conf import settings

    from bench.renewal_seed import fill
    from bench.renewals import begin

    settings.GATEWAYS = {"fake": {"url": "http://127.0.0.1:9", "secret": "nobody answers there"}}
    with psycopg.connect(address) as db:
        fill(db, due, idle)
        db.execute(LIFE)
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("vacuum analyze")
        grown = {
            name
            for name, rows in db.execute(
                "select relname, reltuples from pg_class where relname like 'meuplano\\_%' and relkind = 'r'"
            )
            if rows >= GROWN
        }
    begin()
    statements, walks = 0, []
    for entry, plans in _plans():
        statements += len(plans)
        reads = [read for plan in plans for read in reads_of(plan) if read[0] in grown]
        walks += [f"{entry}: {how} {table}" for table, how, walked in reads if walked]
        _tell(entry, len(plans), reads)
    return {
        "figure": "P3",
        "due": due,
        "idle": idle,
        "statements": statements,
        "grown_tables": len(grown),
        "walks": walks,
        "goals": {"walks": "[]"},
        "goals_met": not walks and statements > 0,
    }


def _plans() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each entry of the schedule with the plans of what it asks: on the day of issue, then on the first day."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.renewal_seed import FIRST_DAY, ISSUE_ON
    from bench.renewals import act_on
    from meuplano.jobs.schedule import SCHEDULE, due

    for day in (ISSUE_ON, FIRST_DAY, FIRST_DAY + timedelta(1)):
        act = act_on(day)
        runs = {"what is due": lambda act: len(list(due(act)))} | {entry.name: entry.run for entry in SCHEDULE}
        for name in sorted(runs, key=lambda name: name != "roll over"):  # others bring an account to today one by one
            run = runs[name]
            if name == "poll gateways":  # it asks the bank, and there is none here
                continue
            with CaptureQueriesContext(connection) as captured:
                run(act)
            asked = [query["sql"] for query in captured]
            yield f"{day:%d/%m} {name}", [plan for sql in asked if (plan := plan_of(sql))]


def plan_of(sql: str) -> dict[str, Any] | None:
    """The root of a SELECT's plan; None for any other statement."""
    from django.db import connection

    if not sql.lstrip().lower().startswith(("select", "with")):
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {sql}")
        [(found,)] = cursor.fetchall()
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def reads_of(plan: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Each table that a plan reads: its name, by what, and whether all of it, or all of an index, is walked through.

    An index that holds only what may be due is read whole, and is as long as what is due.
    """
    few = partial_indexes()
    for node in nodes(plan):
        index, table = node.get("Index Name"), node.get("Relation Name", "")
        if node["Node Type"] == "Seq Scan":
            yield table, "Seq Scan", True
        elif index is not None:
            yield table, index, index not in few and "Index Cond" not in node


def partial_indexes() -> set[str]:
    """Those that hold only some rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select indexrelid::regclass::text from pg_index where indpred is not null")
        return {name for (name,) in cursor.fetchall()}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node but one end of an index, which is a single row: the newest account, the last event."""
    yield plan
    for part in plan.get("Plans", []):
        one_end = plan["Node Type"] == "Limit" and "Index" in part["Node Type"] and part.keys().isdisjoint(LOOKED_FOR)
        if not one_end:
            yield from nodes(part)


def _tell(entry: str, statements: int, reads: list[tuple[str, str, bool]]) -> None:
    said = sorted({f"{table.removeprefix('meuplano_')} by {how}" for table, how, _ in reads})
    print(f"{entry}: {statements} statements; {', '.join(said) or 'no grown table'}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
