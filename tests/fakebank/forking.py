"""Banks without a new Python for each: one process that has imported the bank, alone, and forks whenever one is wanted.

Each is a process of its own all the same, with its own books, port and end. `python -m fakebank` itself is started by
`test_process.py` and by what kills.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from typing import IO

from dev import ROOT


class Forked:
    """What `subprocess.Popen` is to a program: its output, a way to signal it, and to wait for its end."""

    def __init__(self, arguments: list[str]) -> None:
        ours, theirs = os.pipe()
        self._nursery = nursery()
        socket.send_fds(self._nursery, [json.dumps(arguments).encode()], [theirs])
        os.close(theirs)
        self.pid = int(self._nursery.recv(100))
        self.stdout: IO[str] = os.fdopen(ours)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, timeout: float) -> int:
        """The exit status. Raises TimeoutError."""
        self._nursery.settimeout(timeout)
        self._nursery.send(str(self.pid).encode())
        return int(self._nursery.recv(100))


@cache
def nursery() -> socket.socket:
    """The process that forks, started once; it ends with this one, and its banks with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.fakebank.forking", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT)
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours


def rear(orders: socket.socket) -> None:
    """Fork a bank for each list of arguments that comes with a file for its output; wait for each number."""
    import fakebank.__main__ as bank

    alive: set[int] = set()
    while True:
        order, files, *_ = socket.recv_fds(orders, 10_000, 1)
        if not order:  # who wanted banks has ended
            break
        asked = json.loads(order)
        if isinstance(asked, int):
            status = os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1])
            alive.discard(asked)
            orders.send(str(status).encode())
            continue
        pid = os.fork()
        if not pid:
            orders.close()
            os.dup2(files[0], 1)
            os._exit(bank.main(asked))
        alive.add(pid)
        os.close(files[0])
        orders.send(str(pid).encode())
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests, which then end the nursery
    rear(socket.socket(fileno=int(sys.argv[1])))
