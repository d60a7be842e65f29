"""The bank as a process: quick to start, clean to end, and nothing it answered is ever forgotten."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fakebank.conftest import PAYER
from tests.fakebank.running import SECRET, RunningBank

AUTH = {"authorization": f"Bearer {SECRET}"}


def _charge(bank: RunningBank, key: str) -> dict[str, object]:
    body = {"key": key, "method": "pix", "amount": 5000, "payer": PAYER}
    answer = bank.http.post("/v1/charges", json=body, headers=AUTH)
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def test_it_ends_cleanly_when_told_to_even_while_an_answer_hangs(tmp_path: Path) -> None:
    bank = RunningBank(tmp_path, "--hang", "60", program=True)
    bank.start()
    bank.control("faults", fault="timeout_before")
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(bank.http.post, "/v1/charges", json={"key": "k"}, headers=AUTH)
        while bank.http.get("/control/faults").json()["ordered"]:
            time.sleep(0.005)
        began = time.monotonic()
        bank.process.send_signal(signal.SIGTERM)
        assert bank.process.wait(timeout=5) == 0
        assert time.monotonic() - began < 2
        assert hanging.exception(timeout=5) is not None
    bank.http.close()
    assert bank.process.stdout
    bank.process.stdout.close()


def test_a_killed_bank_forgets_nothing_that_it_answered(tmp_path: Path) -> None:
    bank = RunningBank(tmp_path, program=True)
    bank.start()
    before = [_charge(bank, f"k{number}") for number in range(5)]
    bank.control("pay", key="k3")
    bank.control("faults", fault="error_after", command="fetch", times=3)
    day = bank.next_day()
    assert bank.stop(signal.SIGKILL) == -signal.SIGKILL
    with bank:
        assert bank.today == day
        assert len(bank.http.get("/control/faults").json()["ordered"]) == 1
        bank.control("faults", clear=True)
        again = bank.http.get("/v1/charges", params={"key": "k3"}, headers=AUTH).json()
        assert (again["id"], again["status"]) == (before[3]["id"], "paid")
        assert bank.http.get("/v1/charges", params={"key": "k4"}, headers=AUTH).json()["id"] == before[4]["id"]
        assert _charge(bank, "k9")["id"] not in [charge["id"] for charge in before]
    books = sqlite3.connect(tmp_path / "bank.sqlite3")
    told = "select count(*), sum(amount) from payments where told_on is not null"
    assert books.execute(told).fetchone() == (1, 5000)
    books.close()


def test_a_busy_port_is_refused_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "fakebank", "--port", port, "--data", str(tmp_path), "--secret", "s"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert ended.returncode == 1
    assert f"port {port} cannot be used" in ended.stderr


def test_without_a_secret_it_does_not_start(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "fakebank", "--data", str(tmp_path)], capture_output=True, text=True, timeout=10, env={}
    )
    assert ended.returncode == 2
    assert "--secret" in ended.stderr


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/v1/events", {}, 401),
        ("GET", "/v1/events", {"authorization": "Bearer x"}, 401),
        ("GET", "/v1/nothing", AUTH, 404),
        ("POST", "/v1/charges/ch_x/refunds", AUTH, 422),
        ("GET", "/control/date", {"host": "bank.example"}, 403),
        ("GET", "/control/date", {"host": "localhost:1"}, 200),
        ("GET", "/cartao/guessed", {}, 404),
        ("GET", "/static/../bank.py", {}, 404),
        ("PUT", "/v1/charges", AUTH, 501),
    ],
)
def test_who_may_ask_what(running: RunningBank, method: str, path: str, headers: dict[str, str], status: int) -> None:
    sent = {"json": {}} if method != "GET" else {}
    answer = running.http.request(method, path, headers=headers, **sent)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{"])
def test_a_body_that_is_no_object_is_refused(running: RunningBank, body: bytes) -> None:
    answer = running.http.post("/v1/charges", content=body, headers=AUTH)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["text"]


def test_a_body_too_large_is_not_read(running: RunningBank) -> None:
    assert running.http.post("/v1/charges", content=b"x" * 100_001, headers=AUTH).status_code == 413


def test_a_fault_that_does_not_exist_is_refused(running: RunningBank) -> None:
    for values in ({"fault": "none"}, {"fault": "lie", "command": "fetch"}, {"fault": "lie", "times": 0}):
        assert running.http.post("/control/faults", json=values).status_code == 422
