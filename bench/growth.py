"""P1 and P3: the renewal run beside its floor, and what a million idle accounts add to it.

`python -m bench.growth` renews 1,000 due accounts, five days one after the other, in a database that holds nobody else
and in one with a million more, each run between two halves of the floor. What a due account costs is told in floors, so
that a busy machine slows both. After each run it runs again, with nothing due.
"""

import argparse
import json
import sys
from contextlib import suppress
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psycopg

from bench import renewal_floor, renewals
from bench.renewal_seed import seed
from bench.scratch import scratch
from bench.sides import measured, peak_mib

DUE = 1_000
ROUNDS = 5
FLOOR = 1_000  # accounts of each round, in two halves
RATE_GOAL, COST_GOAL, QUIET_GOAL, MEMORY_GOAL = 0.25, 1.25, 50, 32
# A walk through a table of the accounts would be at least so many rows.
WALKED = "select coalesce(sum(seq_tup_read), 0)::bigint from pg_stat_user_tables where n_live_tup >= 10000"


def main() -> int:
    """Measure and print; with `here`, one database's rounds."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("here", nargs="?", help="only this many idle accounts, as JSON")
    parser.add_argument("--idle", type=int, default=1_000_000)
    options = parser.parse_args()
    if options.here:
        with scratch() as address:
            print(json.dumps(rounds(address, int(options.here))))
        return 0
    alone, among = measured("bench.growth", "0"), measured("bench.growth", str(options.idle))
    print(json.dumps(compared(alone, among, options.idle)))
    return 0


def compared(alone: dict[str, Any], among: dict[str, Any], idle: int) -> dict[str, Any]:
    """The figures of both, and the goals."""
    rate = round(1 / median(alone["floors_per_unit"]), 2)
    cost = round(median(among["floors_per_unit"]) / median(alone["floors_per_unit"]), 2)
    quiet = round(max(median(alone["quiet_ms"]), median(among["quiet_ms"])), 1)
    memory = round(among["peak_mib"] - alone["peak_mib"], 1)
    return {
        "figure": "P1, P3",
        "rate_to_floor": rate,
        "cost_among_idle": cost,
        "quiet_run_ms": quiet,
        "more_memory_mib": memory,
        "rows_walked_through": among["walked"],
        "idle": idle,
        "alone": alone,
        "among": among,
        "goals": {
            "rate_to_floor": RATE_GOAL,
            "cost_among_idle": COST_GOAL,
            "quiet_run_ms": QUIET_GOAL,
            "more_memory_mib": MEMORY_GOAL,
            "rows_walked_through": 0,
        },
        "goals_met": rate >= RATE_GOAL
        and cost <= COST_GOAL
        and quiet <= QUIET_GOAL
        and memory <= MEMORY_GOAL
        and among["walked"] == 0,
    }


def rounds(address: str, idle: int) -> dict[str, Any]:
    """Seed, then ROUNDS times floor, run, floor, and a run with nothing due."""
    renewals.begin()
    began = perf_counter()
    seed(address, DUE, idle, days=ROUNDS)
    with suppress(psycopg.errors.InsufficientPrivilege), psycopg.connect(address, autocommit=True) as admin:
        admin.execute("checkpoint")  # else the first rounds pay for writing the seed to disk
    seeded = perf_counter() - began
    renewal_floor.prepare(address, FLOOR * ROUNDS)
    before, taken = _walked(address), [_round(address, day) for day in range(ROUNDS)]
    return {
        "floors_per_unit": [round(a["floors_per_unit"], 3) for a in taken],
        "per_s": [round(a["per_s"], 1) for a in taken],
        "floor_per_s": [round(a["floor_per_s"], 1) for a in taken],
        "cpu_ms_per_unit": [round(a["cpu_ms"], 3) for a in taken],
        "quiet_ms": [round(a["quiet_ms"], 1) for a in taken],
        "peak_mib": round(peak_mib(), 1),
        "walked": _walked(address) - before,
        "seeded_s": round(seeded, 1),
    }


def _round(address: str, day: int) -> dict[str, float]:
    first = day * FLOOR + 1
    floor = renewal_floor.run(address, first, first + FLOOR // 2 - 1)
    began, worked = perf_counter(), process_time()
    assert (renewals.issue(day), renewals.roll_over(day)) == (DUE, DUE), "not every account was renewed"
    seconds, worked = perf_counter() - began, process_time() - worked
    began = perf_counter()
    assert (renewals.issue(day), renewals.roll_over(day)) == (0, 0), "an account was renewed twice"
    quiet = perf_counter() - began
    floor += renewal_floor.run(address, first + FLOOR // 2, first + FLOOR - 1)
    return {
        "floors_per_unit": (seconds / DUE) / (floor / FLOOR),
        "per_s": DUE / seconds,
        "floor_per_s": FLOOR / floor,
        "cpu_ms": worked * 1000 / DUE,
        "quiet_ms": quiet * 1000,
    }


def _walked(address: str) -> int:
    """Rows of the large tables that were read by walking through them. A session tells what it did when it ends."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(address) as db:
        (rows,) = db.execute(WALKED).fetchone() or (0,)
    return int(rows)


if __name__ == "__main__":
    sys.exit(main())
