"""The fake bank on a free port of this machine, as a program or in threads, and somebody who takes its notices."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Any, Self

import httpx

from fakebank.__main__ import read_config
from fakebank.server import Server

SECRET = "a secret of the tests"
FIRST_DAY = date(2026, 11, 24)  # a Tuesday
Notice = tuple[dict[str, str], bytes]


class RunningBank:
    """Starts on entering, ends on leaving; `folder` keeps its books.

    With `program` it is `python -m fakebank`, which can be killed; otherwise it serves from threads of this process.
    """

    process: subprocess.Popen[str]

    def __init__(self, folder: Path, *more: str, callback: str = "", program: bool = False) -> None:
        self.folder, self._program = folder, program
        self._arguments = [
            *("--port", "0", "--data", str(folder), "--secret", SECRET, "--date", FIRST_DAY.isoformat()),
            *("--hang", "0.1", "--retries", ",".join(["0.02"] * 5), "--callback", callback, *more),
        ]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns when it listens."""
        self.url = self._start_program() if self._program else self._start_threads()
        self.http = httpx.Client(base_url=self.url, timeout=10, trust_env=False, verify=False)

    def _start_program(self) -> str:
        command = [sys.executable, "-m", "fakebank", *self._arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.startswith("fakebank: http://127.0.0.1:"), line
        return line.split()[1]

    def _start_threads(self) -> str:
        self._server = Server(read_config(self._arguments))
        self._server.start()
        return f"http://127.0.0.1:{self._server.port}"

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end (or kill it, if it is a program); returns the exit status."""
        self.http.close()
        if not self._program:
            self._server.stop()
            return 0
        self.process.send_signal(number)
        status = self.process.wait(timeout=10)
        assert self.process.stdout
        self.process.stdout.close()
        return status

    def control(self, what: str, **values: Any) -> dict[str, Any]:
        """POST /control/<what>; fails the test when the bank refuses."""
        answer = self.http.post(f"/control/{what}", json=values)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @property
    def today(self) -> date:
        """The bank's day."""
        return date.fromisoformat(self.http.get("/control/date").json()["date"])

    def next_day(self, days: int = 1) -> date:
        """Live so many days and wait until their notices were taken."""
        day = self.today + timedelta(days)
        self.control("date", date=day.isoformat(), wait=5)
        return day


class Receiver:
    """Takes notices like the customer's system; `decide` may answer another status than 202."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.decide: Callable[[Notice], int] = lambda _: 202
        self._changed = Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                notice = (dict(self.headers), self.rfile.read(int(self.headers["content-length"])))
                status = receiver.take(notice)
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/avisos/fake/"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, notice: Notice) -> int:
        """Keep it and say what to answer."""
        with self._changed:
            self.notices.append(notice)
            self._changed.notify_all()
            return self.decide(notice)

    def about(self, key: str, at_least: int = 1) -> list[Notice]:
        """The notices that name our key, as soon as there are so many (within 5 seconds)."""

        def found() -> list[Notice]:
            return [notice for notice in self.notices if f'"{key}"'.encode() in notice[1]]

        with self._changed:
            self._changed.wait_for(lambda: len(found()) >= at_least, timeout=5)
            return found()
