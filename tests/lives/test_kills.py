"""Ten kills with real processes: PostgreSQL, the web server, a worker, runs, requests and notices; nothing is lost."""

import json
import os
import subprocess
import sys

import pytest

from dev import ROOT


@pytest.mark.timeout(180)
def test_ten_kills_lose_nothing_and_do_nothing_twice() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEUPLANO_", "DATABASE_"))}
    command = [sys.executable, "-m", "tests.lives.kills", "--kills", "10", "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["kills"] >= 10
    assert {"postgres", "web", "run", "worker"} <= set(result["killed"])
    assert result["findings"] == {}
