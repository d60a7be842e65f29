"""A demo of one's own while it is needed, on a free port with data of its own: for browser tests and pictures."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import Trouble


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, patience: float) -> None:
    """Until somebody listens at the port. Raises Trouble after so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise Trouble(f"nobody answers at port {port}")


@contextmanager
def running_demo(data: Path, *more: str) -> Iterator[str]:
    """Its address; it is stopped at the end, and its log is `log.txt` in the data folder. `more` goes to `dev demo`."""
    port = free_port()
    command = [sys.executable, "-m", "dev.main", "demo", "--port", str(port), "--with-parent", *more]
    environment = os.environ | {"MEUPLANO_DATA": str(data)}
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(command, stdout=pipe, stderr=both, env=environment, text=True) as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "is ready" in line:
                break
        else:
            raise Trouble("the demo did not start:\n" + "".join(lines))
        with (data / "log.txt").open("w") as log:
            drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=log)
            try:
                yield f"http://localhost:{port}"
            finally:
                process.terminate()
                process.wait(timeout=20)
                drain.wait(timeout=5)
