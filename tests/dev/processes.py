"""Finding the processes of a test by a mark in the environment that each of them inherits."""

import os
import time
from pathlib import Path


def members(mark: str) -> list[int]:
    """The living processes that carry the mark, this one excepted."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and int(process.name) != os.getpid():
                carries = mark.encode() in (process / "environ").read_bytes()
                if carries and "(zombie)" not in (process / "status").read_text():
                    found.append(int(process.name))
        except OSError:
            continue
    return found


def wait_for(number: int, mark: str) -> None:
    end = time.monotonic() + 10
    while len(members(mark)) != number:
        assert time.monotonic() < end, f"{len(members(mark))} processes instead of {number}"
        time.sleep(0.02)
