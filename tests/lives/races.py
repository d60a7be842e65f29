"""Races: `python -m tests.lives.races --races 100`, each of 2 to 50 clients on one account at the same moment.

What each may do and what must hold afterwards is said in tests/actions/test_races.py, whose worlds these are. Prints
one JSON line; status 1 with findings. The order is the machine's: a seed draws who is there, not who is first.
"""

import argparse
import json
import sys
import time
from random import Random
from typing import Any

from bench.lives import do_not_wait_for_the_disk, empty
from bench.scratch import scratch


def main(arguments: list[str] | None = None) -> int:
    """Race so often, then print what was found."""
    parser = argparse.ArgumentParser(prog="races", description=__doc__)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began, chance = time.monotonic(), Random(options.seed)
    with scratch():
        do_not_wait_for_the_disk()
        clients, findings = race_on(options.races, chance)
    result = {"races": options.races, "clients": clients, "seconds": round(time.monotonic() - began, 1)}
    sys.stdout.write(json.dumps(result | {"findings": findings}, ensure_ascii=False) + "\n")
    return 1 if findings else 0


def race_on(races: int, chance: Random) -> tuple[int, dict[int, dict[str, Any]]]:
    """How many clients there were, and what was wrong after which race."""
    from django.conf import settings
    from django.test import override_settings

    from tests.actions import test_races as racing

    clients, findings = 0, {}
    with override_settings(METHOD_GATEWAYS=racing.BY, BILLING=settings.BILLING | racing.BILLING):
        for number in range(1, races + 1):
            empty()
            many = chance.randint(2, 50)
            clients += many
            if wrong := racing.race(racing.a_duna(), chance, clients=many):
                findings[number] = wrong
            sys.stderr.write(f"\r{number} races, {len(findings)} with findings")
    return clients, findings


if __name__ == "__main__":
    sys.exit(main())
