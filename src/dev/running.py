"""A demo of one's own while it is needed, on a free port with data of its own: for browser tests and pictures."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import Trouble


@contextmanager
def running_demo(data: Path) -> Iterator[str]:
    """Its address; it is stopped at the end, and its log is `log.txt` in the data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dev.main", "demo", "--port", str(port), "--with-parent"]
    environment = os.environ | {"MEUPLANO_DATA": str(data)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, **pipes, env=environment, text=True) as process:  # type: ignore[call-overload]
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
