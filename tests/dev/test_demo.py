"""The demo with all its processes: it answers, refuses a busy port in words, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dev import ROOT
from dev.running import free_port
from tests.dev.processes import members, wait_for

DEV = Path(sys.executable).with_name("dev")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The demo's data folder, by whose name every process of it is found."""
    folder = str(tmp_path / "demo")
    monkeypatch.setenv("MEUPLANO_DATA", folder)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    for pid in members(folder):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def demo_on(port: int) -> "Iterator[subprocess.Popen[str]]":
    command = [DEV, "demo", "--port", str(port), "--bank-port", str(free_port())]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    with demo:
        try:
            read_until(demo, "ready after")
            yield demo
        finally:
            demo.kill()


def read_until(demo: "subprocess.Popen[str]", words: str) -> None:
    assert demo.stdout
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if words in line:
            return
    raise AssertionError("".join(lines))


def refusal(port: int) -> str:
    refused = subprocess.run([DEV, "demo", "--port", str(port)], capture_output=True, text=True)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    return refused.stderr


def test_it_answers_and_leaves_nothing_behind_even_when_killed(data: str) -> None:
    port = free_port()
    with demo_on(port) as demo:
        with urllib.request.urlopen(f"http://localhost:{port}/entrar/login/") as page:
            assert page.status == 200
            assert page.headers["X-Request-Id"]
            assert "script-src 'self'" in page.headers["Content-Security-Policy"]
        assert f"port {port} is in use" in refusal(port)
        assert "already runs" in refusal(free_port())
        demo.kill()
        wait_for(0, data)
    with demo_on(port) as demo:  # with the data of the one that was killed
        demo.send_signal(signal.SIGINT)
        said = demo.communicate(timeout=30)[0]
        assert "stopping …\n" in said  # a busy machine may add that the server had to be killed
        assert demo.returncode == 0
        assert members(data) == []


def test_it_never_takes_a_real_installations_data(data: str) -> None:
    (Path(data) / "postgres").mkdir(parents=True)
    assert "no demo's" in refusal(free_port())
    assert (Path(data) / "postgres").exists()
