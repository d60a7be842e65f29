"""The supervisor with real processes: whatever ends it, none of its children, nor theirs, is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dev.processes import members, wait_for

# A family like the demo's: one child obeys, one has a child of its own, one ignores SIGTERM.
FAMILY = """
import os, signal, subprocess, sys, time
from dev import supervisor as module
module.GRACE = 0.3
supervisor = module.Supervisor()
sleep = "import time; time.sleep(60)"
parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}]).wait()"
stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); " + sleep
quick = "import time; time.sleep(0.5)"
supervisor.start("obedient", [sys.executable, "-c", sleep], os.environ)
supervisor.start("stubborn", [sys.executable, "-c", stubborn], os.environ, at_our_death=signal.SIGKILL)
if "--parent" in sys.argv:
    supervisor.start("parent", [sys.executable, "-c", parent], os.environ)
if "--quick" in sys.argv:
    supervisor.start("quick", [sys.executable, "-c", quick], os.environ)
ended = supervisor.wait()
supervisor.stop()
print("ended", ended, flush=True)
"""


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A mark in the environment that every process of this test inherits, and by which the survivors are found."""
    mark = f"meuplano-family-{tmp_path.name}-{os.getpid()}"
    monkeypatch.setenv("FAMILY_MARK", mark)
    yield mark
    for pid in members(mark):
        os.kill(pid, signal.SIGKILL)


def start(*options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", FAMILY, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_whole_family_even_the_stubborn_and_grandchildren(number: int, family: str) -> None:
    supervisor = start("--parent")
    assert supervisor.stdout
    assert supervisor.stdout.readline() == "up\n"
    wait_for(5, family)
    os.killpg(supervisor.pid, number)  # as a terminal does; and more of them, as from wrappers that forward it
    for _ in range(50):
        os.kill(supervisor.pid, number)
    assert supervisor.communicate(timeout=10)[0] == "ended None\n"
    assert members(family) == []


def test_a_kill_of_the_supervisor_reaches_its_children(family: str) -> None:
    supervisor = start()
    assert supervisor.stdout
    assert supervisor.stdout.readline() == "up\n"
    wait_for(3, family)
    supervisor.kill()
    supervisor.communicate(timeout=10)
    wait_for(0, family)


def test_one_child_that_ends_ends_the_rest(family: str) -> None:
    supervisor = start("--quick")
    assert supervisor.communicate(timeout=10)[0] == "up\nended quick\n"
    assert members(family) == []
