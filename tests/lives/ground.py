"""The whole product in real processes that can be killed: PostgreSQL of its own, the bank, the web server, workers.

This process has Django set up and forks the runs, workers and requests that are to die: milliseconds, where a
new Python costs a second; the web server, the bank and PostgreSQL are programs of their own.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from dev.running import free_port
from meuplano import database
from tests.fakebank.running import SECRET, RunningBank

SETTINGS = {
    "MEUPLANO_PRODUCTION": "0",
    "MEUPLANO_MOVABLE_CLOCK": "1",
    "MEUPLANO_FAKE_BANK_SECRET": SECRET,
    "MEUPLANO_LOG_LEVEL": "CRITICAL",
    "DJANGO_SETTINGS_MODULE": "meuplano.config.settings",
}
NO_MAIL = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
PATIENCE = 30.0  # seconds for anything to come up or to end


class Ground:
    """Everything that runs, and ways to end it. Use `Ground.standing`."""

    def __init__(self, folder: Path, first_day: date, chance: Random) -> None:
        self.folder, self.chance, self.today = folder, chance, first_day
        self.seen: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.busy = 0.03  # how often the people of an account do something on a day
        self.ids: list[int] = []
        self._port = free_port()
        self._web: subprocess.Popen[bytes] | None = None
        arguments = ("--date", first_day.isoformat())
        callback = f"http://127.0.0.1:{self._port}/avisos/fake/"
        self._bank = RunningBank(folder / "bank", *arguments, callback=callback, program=True)
        self.bank = SimpleNamespace(control=self._control)

    @classmethod
    @contextmanager
    def standing(cls, folder: Path, first_day: date, chance: Random) -> Iterator["Ground"]:
        """All of it up, with Django in this process; whatever happens, nothing is left running."""
        ground = cls(folder, first_day, chance)
        ground._bank.start()
        os.environ.pop("DATABASE_URL", None)
        os.environ |= SETTINGS | {"MEUPLANO_DATA": str(folder), "MEUPLANO_FAKE_BANK_URL": ground._bank.url}
        (folder / "static").mkdir()
        try:
            ground.start_postgres()
            ground._set_up()
            yield ground
        finally:
            ground.kill_web()
            with suppress(Exception):
                close_connections()
            database.stop()
            ground._bank.stop()

    def _set_up(self) -> None:
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.MAILERS = NO_MAIL
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)

    # Days and the bank

    def move(self, days: int) -> None:
        """So many days pass, for the bank and for us."""
        from meuplano import clock
        from meuplano.records.models import Clock

        self.today += timedelta(days)
        Clock.move(datetime.combine(self.today, clock_time(15), tzinfo=UTC) - clock.system_now())
        if self._bank.today < self.today:
            self._bank.control("date", date=self.today.isoformat())

    def _control(self, what: str, **values: Any) -> dict[str, Any] | None:
        answer = self._bank.http.post(f"/control/{what}", json=values)
        return answer.json() if answer.status_code == 200 else None

    @property
    def books(self) -> Path:
        """The bank's file."""
        return self.folder / "bank/bank.sqlite3"

    def events(self) -> list[dict[str, Any]]:
        """Everything that the bank has told so far."""
        found: list[dict[str, Any]] = []
        headers = {"authorization": f"Bearer {SECRET}"}
        while True:
            since = found[-1]["id"] if found else ""
            page = self._bank.http.get("/v1/events", params={"since": since}, headers=headers).json()["events"]
            if not page:
                return found
            found += page

    def wait_for_notices(self) -> None:
        """Until the bank has brought all its notices to our door."""
        self.start_web()
        assert self._control("wait", wait=PATIENCE) == {"delivered": True}

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """People's own requests are not killed here; there is a victim for that."""
        yield

    # What can be killed

    def start_postgres(self) -> None:
        """Crash-safe as in production, but for the machine's own end: what a killed process wrote is there."""
        database.ensure_running(options=("fsync=off", "max_connections=60"), dies_with_me=True)

    def kill_postgres(self) -> None:
        """Without a word, in the middle of whatever it does."""
        pid = int((self.folder / "postgres/postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        for child in database._children:
            child.wait()

    def start_web(self) -> None:
        """The web server answers."""
        if self._web is not None and self._web.poll() is None:
            return
        command = [sys.executable, "-m", "meuplano.cli", "serve", "--prepared", "--port", str(self._port)]
        with (self.folder / "web.log").open("ab") as log:
            self._web = subprocess.Popen(command, start_new_session=True, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return
            time.sleep(0.02)
        raise AssertionError((self.folder / "web.log").read_text()[-2000:])

    def kill_web(self) -> None:
        """The whole group: the server's main process leaves its worker serving."""
        if self._web is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._web.pid, signal.SIGKILL)
            self._web.wait()
            self._web = None

    def fork(self, work: Callable[[], None]) -> int:
        """Do the work in a process of its own; its number."""
        close_connections()
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            signal.alarm(int(PATIENCE))
            work()
            status = 0
        except BaseException as problem:
            (self.folder / f"died-{os.getpid()}.log").write_text(f"{type(problem).__name__}: {problem}")
        finally:
            os._exit(status)


def ended(pid: int) -> int | None:
    """The wait status of a process that has ended, None while it runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return status if found else None


def was_killed(status: int) -> bool:
    """Whether the process died of SIGKILL, and not by itself."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def close_connections() -> None:
    """No connection is shared with a forked process."""
    from django.db import connections

    connections.close_all()


def drain() -> None:
    """What the worker does with its jobs, one after the other; also those of a worker that died holding them."""
    from django.db import connection
    from procrastinate.contrib.django import app

    from meuplano.gateways.base import GatewayError

    tried: set[int] = set()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select id, task_name, args from procrastinate_jobs where status in ('todo', 'doing') "
                "and task_name not in ('run_schedule', 'requeue_stalled') order by id"
            )
            jobs = [job for job in cursor.fetchall() if job[0] not in tried]
        if not jobs:
            return
        for number, name, arguments in jobs:
            tried.add(number)
            try:
                app.tasks[name].func(**(arguments if isinstance(arguments, dict) else json.loads(arguments)))
            except GatewayError:
                continue
            with connection.cursor() as cursor:
                cursor.execute("delete from procrastinate_jobs where id = %s", [number])
