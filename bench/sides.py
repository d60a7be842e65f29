"""Measure ours and a peer's in turn, each in its own process, so that neither tunes the other's libraries."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROUNDS = 3


def rate(work: Callable[[int], object], seconds: float = 1.0) -> float:
    """Calls a second of processor time of `work(i)`, after a warm-up."""
    for i in range(20):
        work(i)
    began, done = process_time(), 0
    while (now := process_time()) - began < seconds:
        for _ in range(10):
            work(done)
            done += 1
    return done / (now - began)


def measured(module: str, side: str) -> dict[str, Any]:
    """What `python -m module side` prints."""
    out = subprocess.run([sys.executable, "-W", "ignore", "-m", module, side], capture_output=True, check=True)
    answer: dict[str, Any] = json.loads(out.stdout)
    return answer


def rounds(module: str, *sides: str) -> dict[str, list[dict[str, Any]]]:
    """ROUNDS answers of each side, taken in turn: what slows the machine slows all."""
    taken: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side in sides:
            taken[side].append(measured(module, side))
    return taken


def peak_mib() -> float:
    """The most memory this program has had. (`ru_maxrss` begins with that of whoever started it.)"""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.M)
    assert found
    return int(found[1]) / 1024


def ratio(ours: list[dict[str, Any]], peers: list[dict[str, Any]], name: str) -> float:
    """The median of the rounds' ratios of one figure."""
    return round(median(a[name] / b[name] for a, b in zip(ours, peers, strict=True)), 2)
