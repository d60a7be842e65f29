"""Account lives in numbers: `python -m bench.lives --years 1000` lives them and prints the rate as one JSON line.

Each seed is one life of some accounts over a year; `--seed N` lives only that one again, exactly.
"""

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.scratch import scratch

ACCOUNTS = 100  # in each life: a day costs the same however few they are, and `--seed` lives as many again


def main(arguments: list[str] | None = None) -> int:
    """Live until so many account-years are over; 1 if the checker found anything in any of them."""
    parser = argparse.ArgumentParser(prog="bench.lives", description=__doc__)
    parser.add_argument("--years", type=int, default=200, help="account-years")
    parser.add_argument("--seed", type=int, help="only this life")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS, help="in each life")
    parser.add_argument("--show", action="store_true", help="what the lives consisted of")
    options = parser.parse_args(arguments)
    seeds = (
        [options.seed]
        if options.seed is not None
        else list(range(options.first_seed, options.first_seed + -(-options.years // options.accounts)))
    )
    with scratch():
        do_not_wait_for_the_disk()
        return live(seeds, options.accounts, show=options.show)


def live(seeds: list[int], accounts: int, *, show: bool) -> int:
    """Live each seed's life in the scratch database, and print what they were."""
    from tests.lives.life import Life

    failed: dict[int, Any] = {}
    seen: Counter[str] = Counter()
    began, years = time.monotonic(), 0.0
    for seed in seeds:
        empty()
        life = Life(seed, accounts=accounts, busy=0.08 if seed % 5 == 0 else 0.025)
        try:
            found = life.live()
        except Exception as problem:
            found = {"raised": traceback.format_exception(problem)[-6:]}
        if found:
            failed[seed] = found
            print(json.dumps({"seed": seed, "found": found}, ensure_ascii=False, indent=1), file=sys.stderr)
        seen.update(life.seen)  # what never happened too
        years += life.years
        seconds = time.monotonic() - began
        print(
            f"\r{years:.0f} account-years, {years / seconds:.2f} a second, {len(failed)} seeds failed",
            end="",
            file=sys.stderr,
        )
    seconds = time.monotonic() - began
    print(file=sys.stderr)
    if show:
        tell(seen)
    result = {"account_years": round(years), "seconds": round(seconds, 1), "per_s": round(years / seconds, 2)}
    print(json.dumps(result | {"failed_seeds": sorted(failed), "seen": dict(sorted(seen.items()))}))
    return 1 if failed else 0


def tell(seen: Mapping[str, int]) -> None:
    """What the lives consisted of, how often each, and what of the source they never reached."""
    from tests.lives.reached import never

    for name, count in sorted(seen.items()):
        print(f"{count:8} {name}", file=sys.stderr)
    for name in never(seen):
        print(f"   never {name}", file=sys.stderr)


def do_not_wait_for_the_disk() -> None:
    """What is thrown away need not survive the machine's end; the tests' server does not wait either."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select format('alter database %I set synchronous_commit = off', current_database())")
        cursor.execute(cursor.fetchone()[0])  # type: ignore[index]
    connection.close()


def empty() -> None:
    """No row of an earlier life is left."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(format('%I', tablename), ', ') from pg_tables where schemaname = 'public' "
            "and (tablename like 'meuplano\\_%' or tablename like 'procrastinate\\_%')"
        )
        cursor.execute(f"truncate {cursor.fetchone()[0]} restart identity cascade")  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main())
