"""P11: `make demo` with the environment installed, from nothing until its page answers, on a fresh data folder.

`python -m bench.startup` prints one JSON object; the goal is 10 s.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from statistics import median
from time import monotonic

GOAL = 10.0  # seconds
ROUNDS = 3


def main() -> int:
    """Start the demo ROUNDS times, each on new data, and print the seconds until it said that it is ready."""
    taken = [_start() for _ in range(ROUNDS)]
    figures = {"seconds": [round(one, 2) for one in taken], "median_s": round(median(taken), 2), "goal_s": GOAL}
    print(json.dumps(figures | {"goal_met": median(taken) <= GOAL}))
    return 0


def _start() -> float:
    folder = tempfile.mkdtemp(prefix="meuplano-bench-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"MEUPLANO_DATA": folder}
    began = monotonic()
    command = [sys.executable, "-m", "dev.main", "demo", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        ready = any(re.search("is ready", line) for line in process.stdout)
        seconds = monotonic() - began
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
    shutil.rmtree(folder, ignore_errors=True)
    assert ready, "the demo did not start"
    return seconds


if __name__ == "__main__":
    sys.exit(main())
