"""P8: the renewal run in four processes ÷ in one, on the same machine.

`python -m bench.processes` renews the same 4,000 due accounts by one process and by four, in turn, each time in a new
database. The processes begin together; the next step begins when all have ended the one before.
"""

import json
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import Any

from bench import renewals
from bench.renewal_seed import seed
from bench.scratch import scratch
from bench.sides import ratio, rounds

DUE = 4_000  # enough that it is not the first chunk of each process that is measured
MANY, ONE = "4", "1"
GOAL = 1.5


def main() -> int:
    """Measure and print; with a number, that many processes once; as `worker`, be one of them."""
    if sys.argv[1:] == ["worker"]:
        return work()
    if sys.argv[1:]:
        print(json.dumps(renew(int(sys.argv[1]))))
        return 0
    taken = rounds("bench.processes", ONE, MANY)
    gain = ratio(taken[MANY], taken[ONE], "per_s")
    rates = {side: [answer["per_s"] for answer in answers] for side, answers in taken.items()}
    print(
        json.dumps(
            {
                "figure": "P8",
                "four_to_one": gain,
                "per_s_of_one": round(median(rates[ONE]), 1),
                "per_s_of_four": round(median(rates[MANY]), 1),
                "per_s": rates,
                "goals": {"four_to_one": GOAL},
                "goals_met": gain >= GOAL,
            }
        )
    )
    return 0


def renew(processes: int) -> dict[str, Any]:
    """Due accounts a second through both steps, by so many processes."""
    with scratch() as address:
        renewals.begin()
        seed(address, DUE, 0)
        command = [sys.executable, "-m", "bench.processes", "worker"]
        pipe = subprocess.PIPE
        # Each in a session of its own, as services are: Linux shares the cores out among sessions first.
        workers = [
            subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
            for _ in range(processes)
        ]
        assert [said(worker) for worker in workers] == [0] * processes
        began = perf_counter()
        for step in ("issue", "roll_over"):
            for worker in workers:
                assert worker.stdin
                worker.stdin.write(f"{step}\n")
                worker.stdin.flush()
            assert sum(map(said, workers)) == DUE, f"{step}: an account was left out or done twice"
        seconds = perf_counter() - began
        for worker in workers:
            worker.communicate()
    return {"per_s": round(DUE / seconds, 1)}


def said(worker: "subprocess.Popen[str]") -> int:
    """The next number that a worker says."""
    assert worker.stdout
    return int(worker.stdout.readline())


def work() -> int:
    """Say 0 when ready; then do each step that is read, and say how many accounts it were."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "meuplano.config.settings"
    import logging

    import django
    from django.db import connection

    django.setup()
    logging.disable(logging.INFO)
    renewals.begin()
    connection.ensure_connection()
    print(0, flush=True)
    steps = {"issue": renewals.issue, "roll_over": renewals.roll_over}
    for line in sys.stdin:
        step, *day = line.split()
        print(steps[step](*map(int, day)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
