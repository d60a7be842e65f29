"""P9: what a customer who changes something waits for while the renewal run is under way.

`python -m bench.meanwhile` sets the renewal policy of one account after the other, of those that are due and of others,
while nothing else happens and while a process of its own renews; by turns, and tells the 99th percentiles.
"""

import json
import os
import random
import subprocess
import sys
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from bench import renewals
from bench.processes import said
from bench.renewal_seed import ISSUE_ON, seed
from bench.scratch import scratch
from bench.sides import ROUNDS

DUE, IDLE = 1_000, 1_000
CHANGES = 300  # while nothing else happens; during the run as many as fit
GOAL = 4


def main() -> int:
    """Measure and print."""
    with scratch() as address:
        print(json.dumps(measure(address)))
    return 0


def measure(address: str) -> dict[str, Any]:
    """ROUNDS times idle, then during a run of DUE accounts."""
    renewals.begin()
    seed(address, DUE, IDLE, days=ROUNDS)
    chance, rounds = random.Random(9), []
    with subprocess.Popen(
        [sys.executable, "-m", "bench.processes", "worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as run:
        said(run)
        for day in range(ROUNDS):
            calm = [_change(chance) for _ in range(CHANGES)]
            busy = _during(run, day, chance)
            rounds.append((_p99(calm), _p99(busy), len(busy)))
        run.communicate()
    ratio = round(median(busy / calm for calm, busy, _ in rounds), 2)
    return {
        "figure": "P9",
        "busy_to_calm": ratio,
        "p99_ms_calm": [round(calm * 1000, 1) for calm, _, _ in rounds],
        "p99_ms_busy": [round(busy * 1000, 1) for _, busy, _ in rounds],
        "changes_busy": [count for _, _, count in rounds],
        "goals": {"busy_to_calm": GOAL},
        "goals_met": ratio <= GOAL,
    }


def _during(run: "subprocess.Popen[str]", day: int, chance: random.Random) -> list[float]:
    """Changes for as long as the run issues."""
    import select

    assert run.stdin
    assert run.stdout
    run.stdin.write(f"issue {day}\n")
    run.stdin.flush()
    taken = []
    while not select.select([run.stdout], [], [], 0)[0]:
        taken.append(_change(chance))
    assert said(run) > 0, "nothing was renewed meanwhile"
    return taken


def _change(chance: random.Random) -> float:
    """Seconds until the policy of some account is the other one."""
    from meuplano.actions.change_renewal import POLICIES, change_renewal
    from meuplano.records.models import Subscription

    account_id = chance.randint(1, DUE * ROUNDS + IDLE)
    now = Subscription.objects.get(account=account_id).renewal_policy
    act, other = renewals.act_on(ISSUE_ON), next(policy for policy in POLICIES if policy != now)
    began = perf_counter()
    assert change_renewal(account_id, act, policy=other)
    return perf_counter() - began


def _p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[-1]


if __name__ == "__main__":
    sys.exit(main())
