"""`dev lives`: account lives by the thousand, on as many processes as this machine has cores; the rate is printed."""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

from dev import ROOT, Trouble


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many account-years, or which life again."""
    parser.add_argument("--years", type=int, default=1000, help="account-years (1000)")
    parser.add_argument("--seed", type=int, help="live only this life again, exactly")
    parser.add_argument("--first-seed", type=int, default=1, help="which lives (1 and those after it)")
    parser.add_argument("--show", action="store_true", help="what the lives consisted of, and what they never reached")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)


def run(options: argparse.Namespace) -> int:
    """Share the seeds out, add up what came; 1 if any life ended with a finding."""
    sys.path.insert(0, str(ROOT))  # bench/ is no part of what is installed
    from bench.lives import ACCOUNTS, tell

    lives = [sys.executable, "-m", "bench.lives"]
    if options.seed is not None:
        return subprocess.run([*lives, "--seed", str(options.seed), "--show"], cwd=ROOT).returncode
    share = -(-options.years // options.processes)
    each = -(-share // ACCOUNTS)  # lives, whose seeds follow one another: half of them have boletos by file
    commands = [
        [*lives, "--years", str(share), "--first-seed", str(options.first_seed + number * each)]
        for number in range(options.processes)
    ]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands]
    results = []
    for process in running:
        output, _ = process.communicate()
        if process.returncode not in (0, 1) or not output:
            raise Trouble("a process of the lives ended without a result.")
        results.append(json.loads(output.splitlines()[-1]))
    print(json.dumps(together(results)))
    if options.show:
        tell(sum((Counter(result["seen"]) for result in results), Counter()))
    return 1 if any(process.returncode for process in running) else 0


def together(results: list[dict[str, Any]]) -> dict[str, Any]:
    """The sums of several processes that ran side by side."""
    years = sum(result["account_years"] for result in results)
    seconds = max(result["seconds"] for result in results)
    failed = sorted(seed for result in results for seed in result["failed_seeds"])
    seen: Counter[str] = Counter()
    for result in results:
        seen.update(result["seen"])
    broken = {name.removeprefix("crash "): count for name, count in sorted(seen.items()) if name.startswith("crash ")}
    rates = {"account_years": years, "seconds": seconds, "per_s": round(years / seconds, 2)}
    idle = sorted(name.removeprefix("does ") for name, count in seen.items() if name.startswith("does ") and not count)
    return rates | {"failed_seeds": failed, "broken_off": broken, "never_done": idle}
