"""The embedded PostgreSQL: started in every way we know, killed, and started again with its data."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from meuplano import database

IS_ROOT = os.geteuid() == 0


def enter_namespace() -> None:
    """Become user 1000 of a namespace of our own: what root can do to try the way of an ordinary user."""
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")


def python(code: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, **options)


def possible_ways() -> list[str]:
    """An ordinary user has one way; root has three, unless this machine denies namespaces."""
    if not IS_ROOT:
        return ["user"]
    try:
        python("", preexec_fn=enter_namespace)
    except (OSError, subprocess.SubprocessError):
        return ["nobody"]
    return ["user", "namespace", "nobody"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own; whatever runs there is stopped in the end."""
    data = tmp_path / "data"
    monkeypatch.setenv("MEUPLANO_DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("MEUPLANO_POSTGRES_AS", raising=False)
    yield data
    database.stop()
    if (place := data / "postgres").is_symlink():  # `nobody` keeps it elsewhere
        subprocess.run(["rm", "-r", place.resolve()], check=True)


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    def wait(true: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end, "it did not happen within ten seconds"
            time.sleep(0.02)

    return wait


def query(sql: str, name: str = "meuplano") -> list[Any]:
    with psycopg.connect(
        host=str(database._socket_folder()), user="postgres", dbname=name, autocommit=True
    ) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


START = "from meuplano import database; print(database.ensure_running(options=['fsync=off']), flush=True)"


@pytest.mark.parametrize("way", possible_ways())
def test_after_a_kill_of_everything_it_starts_again_with_its_data(way: str, folder: Path, wait_until: Any) -> None:
    inside = {"preexec_fn": enter_namespace} if IS_ROOT and way == "user" else {}
    folder.mkdir()
    environment = os.environ | {"MEUPLANO_POSTGRES_AS": way}
    # In a namespace /run is not ours: the socket of an "ordinary user" lies where that process computes it.
    script = START + "; print(database._socket_folder())"
    sockets = Path(python(script, env=environment, **inside).stdout.split()[1])

    def ask(sql: str) -> list[Any]:
        with psycopg.connect(host=str(sockets), user="postgres", dbname="meuplano", autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    ask("create table kept (n int); insert into kept select generate_series(1, 1000)")
    owner = (folder / "postgres").resolve().stat().st_uid
    assert (owner != os.geteuid()) == (way == "nobody")
    pids = [pid for (pid,) in ask("select pid from pg_stat_activity where pid <> pg_backend_pid()")]
    postmaster = database._running_pid()
    assert postmaster is not None
    for pid in (postmaster, *pids):
        os.kill(pid, signal.SIGKILL)
    assert python(START, env=environment, **inside).stdout.split() == ["True"]
    assert ask("select count(*) from kept") == [(1000,)]
    assert python(START, env=environment, **inside).stdout.split() == ["False"], "a server that answers is used"
    os.kill(database._running_pid() or 0, signal.SIGINT)
    wait_until(lambda: database._running_pid() is None)


def test_a_pid_file_that_names_another_living_program_is_not_believed(folder: Path) -> None:
    database.ensure_running(options=["fsync=off"])
    query("create table kept (n int)")
    database.stop()
    stale = (folder / "postgres").resolve() / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n/nowhere\n\n0 0\nready\n")
    assert database._running_pid() is None
    assert database.ensure_running(options=["fsync=off"])
    assert query("select count(*) from kept") == [(0,)]


def test_processes_that_start_together_find_one_server(folder: Path) -> None:
    starters = [subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(starter.communicate()[0].strip() for starter in starters)
    assert said == ["False", "False", "True"]


def test_it_dies_with_its_starter_when_that_is_asked(folder: Path, wait_until: Any) -> None:
    code = START.replace("options=", "dies_with_me=True, options=") + "; import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "True\n"
        assert database._running_pid()
        starter.kill()
    wait_until(lambda: database._running_pid() is None)


def test_it_stops_only_when_nobody_else_uses_it(folder: Path) -> None:
    database.ensure_running(options=["fsync=off"])
    with psycopg.connect(host=str(database._socket_folder()), user="postgres", dbname="meuplano"):
        database.stop(only_if_unused=True)
        assert database._running_pid()
    database.stop(only_if_unused=True)
    assert database._running_pid() is None


def test_it_does_not_stop_under_a_process_that_has_yet_to_connect(folder: Path) -> None:
    code = START + "; import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "True\n"
            assert not database.ensure_running()
            database.stop(only_if_unused=True)
            assert database._running_pid()
        finally:
            other.kill()
    database.stop(only_if_unused=True)
    assert database._running_pid() is None


def test_the_address_is_only_computed(folder: Path) -> None:
    assert database.url().startswith("postgres:///meuplano?host=/")
    assert not folder.exists()


def test_the_address_that_is_given_is_used_and_nothing_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@database.example/plano")
    assert database.url() == "postgres://somebody@database.example/plano"
    assert not database.ensure_running()
    assert not folder.exists()


def test_a_deep_data_folder_still_has_a_socket_within_the_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MEUPLANO_DATA", str(tmp_path.joinpath(*["pasta com espaço & acento"] * 8)))
    socket = database._socket_folder() / database.SOCKET
    assert len(os.fsencode(socket)) <= database.LONGEST_SOCKET


@pytest.mark.parametrize("way", ["root", "user"] if IS_ROOT else ["root", "nobody"])
def test_an_impossible_way_is_refused_in_a_sentence(way: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEUPLANO_POSTGRES_AS", way)
    with pytest.raises(database.DatabaseError, match=r"^[A-Z].*\.$"):
        database.ensure_running()


def test_the_secret_is_made_once_and_readable_by_its_owner_only(folder: Path) -> None:
    secret = database.stored_secret()
    assert len(secret) > 50
    assert database.stored_secret() == secret
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
