"""The commands of an installation: staff and doctor here, serve and worker as processes on an empty data folder."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from meuplano import cli, database
from meuplano.cli import doctor, ground, staff
from meuplano.records.models import Clock, User

MEUPLANO = Path(sys.executable).with_name("meuplano")


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The commands find Django set up and the test's database up to date."""
    monkeypatch.setattr(ground, "begin", lambda **_: None)


def make_login(monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    return staff.run([email, "--password-stdin", "--name", "Ana"])


def test_a_staff_login_is_made_and_its_password_renewed(
    ready: None, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    assert make_login(monkeypatch, "Ana@Example.com", "a long enough one") == 0
    assert make_login(monkeypatch, "ana@example.com", "another long one") == 0
    user = User.objects.get(email="ana@example.com")
    assert (user.is_staff, user.name) == (True, "Ana")
    assert user.check_password("another long one")
    assert capsys.readouterr().out == "ana@example.com can sign in now.\nana@example.com has a new password.\n"


@pytest.mark.parametrize(("email", "password"), [("b@example.com", "short"), ("nobody", "a long enough one")])
def test_a_bad_login_is_refused_in_a_sentence(
    email: str, password: str, ready: None, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    assert make_login(monkeypatch, email, password) == 1
    assert capsys.readouterr().err.startswith("meuplano staff: ")
    assert not User.objects.exists()


@pytest.fixture
def wrong(ready: None, capsys: Any) -> Callable[[], list[str]]:
    """What the doctor finds wrong."""

    def look() -> list[str]:
        status = doctor.run([])
        found = [
            line.removeprefix("WRONG  ") for line in capsys.readouterr().out.splitlines() if line.startswith("WRONG")
        ]
        assert status == bool(found)
        return found

    return look


def test_the_doctor_finds_what_customers_would_suffer_from(wrong: Callable[[], list[str]], settings: Any) -> None:
    settings.PRODUCTION, settings.HTTPS, settings.BASE_URL = True, True, "https://plano.example.com"
    settings.METHOD_GATEWAYS, settings.GATEWAYS = {"boleto": "manual", "card": ""}, {"manual": {}, "fake": {}}
    assert wrong() == []
    settings.HTTPS, settings.BASE_URL = False, "http://plano.example.com"
    assert wrong() == ["MEUPLANO_URL is http://plano.example.com: customers need https"]
    settings.HTTPS, settings.METHOD_GATEWAYS = True, {"boleto": "", "card": ""}
    assert wrong() == ["ways to pay: none is configured"]
    settings.METHOD_GATEWAYS = {"boleto": "nobody", "card": "fake"}
    assert wrong() == [
        "no gateway is called nobody",
        "the fake bank is configured in production: it takes no money",
    ]


def test_the_doctor_refuses_a_moved_clock_in_production_only(wrong: Callable[[], list[str]], settings: Any) -> None:
    Clock.objects.create(pk=1, ahead=timedelta(days=30))
    settings.METHOD_GATEWAYS, settings.GATEWAYS = {"boleto": "manual"}, {"manual": {}}
    assert wrong() == []
    settings.PRODUCTION, settings.HTTPS, settings.MOVABLE_CLOCK = True, True, False
    assert wrong() == ["this database's clock was moved by 30 days, 0:00:00: it is a demo's"]


def test_a_check_that_fails_is_one_more_finding(
    wrong: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Any:
        raise database.DatabaseError("It is gone.")

    monkeypatch.setattr(ground, "pending_migrations", fail)
    assert "It is gone." in wrong()


def test_whatever_goes_wrong_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def fail(**_: Any) -> None:
        raise LookupError("two\nlines")

    monkeypatch.delenv("MEUPLANO_TRACEBACK", raising=False)
    monkeypatch.setattr(ground, "begin", fail)
    assert cli.main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert said == "meuplano migrate: Unexpected LookupError: two lines (MEUPLANO_TRACEBACK=1 shows where)\n"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a new installation on an empty folder; in the end its database is stopped."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEUPLANO_DATA", str(tmp_path / "data"))
        for name in ("DATABASE_URL", "MEUPLANO_PRODUCTION", "MEUPLANO_MOVABLE_CLOCK", "DJANGO_SETTINGS_MODULE"):
            patch.delenv(name, raising=False)
        yield dict(os.environ)
        database.stop()


def test_on_an_empty_folder_it_serves_and_works_and_the_last_one_stops_the_database(
    installation: dict[str, str],
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    web = subprocess.Popen([MEUPLANO, "serve", "--port", port], env=installation)
    worker = subprocess.Popen([MEUPLANO, "worker"], env=installation)
    try:
        wait_for(lambda: "/static/portal/portal." in page(port))
        wait_for(worker_is_registered)
        second = subprocess.run([MEUPLANO, "serve", "--port", port], env=installation, capture_output=True, text=True)
        assert second.returncode == 1
        assert second.stderr == f"meuplano serve: port {port} is in use; choose another with --port.\n"
    finally:
        web.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        statuses = (web.wait(timeout=20), worker.wait(timeout=20))
    assert statuses == (0, 0)
    assert database._running_pid() is None


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not happen within a minute"
        time.sleep(0.05)


def page(port: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/entrar/login/") as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


def worker_is_registered() -> bool:
    try:
        with psycopg.connect(host=str(database._socket_folder()), user="postgres", dbname="meuplano") as connection:
            return connection.execute("select 1 from procrastinate_workers").fetchone() is not None
    except psycopg.Error:
        return False
