"""Start processes that live and die together: Ctrl-C, TERM or KILL of the supervisor leaves none of them.

Each child has a session of its own, so that Ctrl-C reaches the supervisor only, and (on Linux) asks the kernel to be
told when the supervisor is gone. One child that ends ends the rest.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

GRACE = 2.0  # seconds from "please stop" to KILL; whoever stops us may kill us after three
PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM, parent: int | None = None) -> None:
    """Have the kernel send this process a signal when its parent ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if parent is not None and os.getppid() != parent:  # it was gone before we asked
            os.kill(os.getpid(), number)


class Supervisor:
    """A handful of children under one roof."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False  # no Event: its lock may be held by the very wait that the signal interrupts
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True  # a signal may come twice, from the group and from a wrapper: nothing else happens here

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], *, at_our_death: int = signal.SIGTERM
    ) -> subprocess.Popen[bytes]:
        """Start a child; `at_our_death` is what the kernel sends it when we are killed."""
        me, libc = os.getpid(), ctypes.CDLL(None)

        def before_exec() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            if sys.platform == "linux":
                libc.prctl(PR_SET_PDEATHSIG, at_our_death)
                if os.getppid() != me:
                    os._exit(1)

        child = subprocess.Popen(
            command, env=dict(environment), start_new_session=True, stdin=subprocess.DEVNULL, preexec_fn=before_exec
        )
        self.children[name] = child
        return child

    def ended(self) -> str | None:
        """The name of a child that has ended by itself, or None."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait(self) -> str | None:
        """Wait until we are asked to stop (None) or a child ends (its name)."""
        while not self.stopping:
            if name := self.ended():
                return name
            time.sleep(0.2)
        return None

    def stop(self) -> None:
        """Ask all to stop, wait for the grace, then kill every one's whole group: a server's own children as well."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for child in self.children.values():
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for child in self.children.values():
            child.wait()
        self.children.clear()
