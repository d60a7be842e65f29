"""P1: the renewal run in one process, beside the floor in the same database.

`python -m bench.renewals --due N --idle M` seeds N accounts that are due and M that are not, issues the due ones'
renewals ten days ahead and rolls them over on their first day, by the real actions, and prints one JSON line:
`per_s` accounts a second through both steps, `cpu_ms_per_unit` this process's own time for each, `rss_mb` the most
memory it had, `floor_per_s` what `renewal_floor` did of the same machine, half of it before and half after.
"""

import argparse
import gc
import json
import resource
import sys
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter, process_time
from typing import Any

from bench import renewal_floor
from bench.renewal_seed import FIRST_DAY, ISSUE_ON, seed
from bench.scratch import scratch

FLOOR = 1_000  # accounts, in two halves


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.renewals")
    parser.add_argument("--due", type=int, default=1_000, help="accounts whose renewal is due")
    parser.add_argument("--idle", type=int, default=0, help="accounts whose renewal is not")
    options = parser.parse_args()
    with scratch() as address:
        print(json.dumps(measure(address, options.due, options.idle)))
    return 0


def measure(address: str, due: int, idle: int) -> dict[str, Any]:
    """Seed, floor, run, floor."""
    begin()
    seed(address, due, idle)
    renewal_floor.prepare(address, FLOOR)
    floor = renewal_floor.run(address, 1, FLOOR // 2)
    began, worked = perf_counter(), process_time()
    assert (issue(), roll_over()) == (due, due), "not every account was renewed"
    seconds, worked = perf_counter() - began, process_time() - worked
    floor += renewal_floor.run(address, FLOOR // 2 + 1, FLOOR)
    return {
        "due": due,
        "idle": idle,
        "per_s": round(due / seconds, 1),
        "cpu_ms_per_unit": round(worked * 1000 / due, 3),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "floor_per_s": round(FLOOR / floor, 1),
    }


def begin() -> None:
    """As the worker begins; with a gateway for every method, so that what is due is to be collected."""
    from django.conf import settings

    from meuplano.actions import issue_renewals, roll_over  # noqa: F401

    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    gc.freeze()  # cli/ground.py


def issue(day: int = 0) -> int:
    """Every renewal invoice that is due ten days ahead of the first day, or as many days later; how many went out."""
    from meuplano.actions.issue_renewals import issue_renewals

    return issue_renewals(act_on(ISSUE_ON + timedelta(day)))


def roll_over(day: int = 0) -> int:
    """Every period that is due to begin on that day; how many did."""
    from meuplano.actions.roll_over import roll_over_all

    return roll_over_all(act_on(FIRST_DAY + timedelta(day)))


def act_on(on: date) -> Any:
    """The schedule's act at noon of a day."""
    from meuplano.rules.act import Act

    return Act(by="automático", at=datetime.combine(on, time(15), tzinfo=UTC))


if __name__ == "__main__":
    sys.exit(main())
