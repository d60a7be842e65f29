"""Kills: `python -m tests.lives.kills --kills 10` ends runs, workers, requests, the web server and PostgreSQL.

At random moments and at each named point; what was killed is started again, and at the end nothing is lost, nothing
happened twice, and everything due was done: the checker finds nothing. Prints one JSON line; status 1 with findings.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from meuplano.records import faults
from tests.lives.ground import Ground, close_connections, drain, ended, was_killed

FIRST_DAY = date(2027, 3, 1)
ACCOUNTS = 12
CHECK_EVERY = 100  # kills
NOTICE_POINTS = ("before_acknowledging",)


class Kills:
    """One long life under fire."""

    def __init__(self, ground: Ground, chance: Random) -> None:
        self.ground, self.chance = ground, chance
        self.done: Counter[str] = Counter()  # what was killed
        self.points: Counter[str] = Counter()  # at which named points
        self.findings: dict[str, list[str]] = {}
        self._next_point = 0

    def live(self, kills: int) -> None:
        """Until so many processes were killed, or something is found."""
        from tests.lives.people import People

        self._open_accounts()
        self.people = People(self.ground)  # type: ignore[arg-type]
        victims = [self.kill_a_run, self.kill_a_request, self.kill_a_notice, self.kill_a_worker, self.kill_the_web,
                   self.kill_postgres]  # fmt: skip
        turn, checked = 0, 0
        while (total := sum(self.done.values())) < kills and not self.findings:
            self.ground.move(self.chance.randint(1, 4))
            self.people.act()
            self.people.pay()
            rare = kills < 50 and turn < len(victims)  # a short run meets each kind once
            chosen = victims[turn] if rare else self.chance.choices(victims, (50, 18, 14, 6, 4, 8))[0]
            turn += 1
            chosen()
            if total - checked >= CHECK_EVERY:
                checked = total
                self.check()
                sys.stderr.write(f"\r{total} kills, {len(self.findings)} findings")
        self.check()

    # Who is killed

    def kill_a_run(self) -> None:
        self._kill("run", run_and_drain)

    def kill_a_worker(self) -> None:
        self._kill("worker", work_for_ever, at_a_point=self.chance.random() < 0.5, within=1.5)

    def kill_a_request(self) -> None:
        """The owner confirms an order, and the process that serves them dies."""
        account = self.chance.choice(self.ground.ids)
        self._kill("request", lambda: self.people.buys(account))

    def kill_a_notice(self) -> None:
        """A notice is taken in and read, as the door does it."""
        told = self.ground.events()[-10:]
        self._kill("notice", lambda: [receive_and_read(event) for event in told] and None)

    def kill_the_web(self) -> None:
        """While the bank brings its notices."""
        self.ground.start_web()
        self.ground.bank.control("receive", amount=100 + self.done["web"])
        time.sleep(self.chance.uniform(0, 0.1))
        self.ground.kill_web()
        self.done["web"] += 1

    def kill_postgres(self) -> None:
        """While a run is at work."""
        pid = self.ground.fork(run_and_drain)
        time.sleep(self.chance.uniform(0.01, 0.4))
        self.ground.kill_postgres()
        self.done["postgres"] += 1
        self.ground.start_postgres()
        wait(pid)

    def _kill(self, what: str, work: Callable[[], None], *, at_a_point: bool = True, within: float = 0.4) -> None:
        if at_a_point and self.chance.random() < 0.7:
            point = faults.POINTS[self._next_point % len(faults.POINTS)]
            if (point in NOTICE_POINTS) == (what == "notice"):
                self._next_point += 1
                count = self.chance.randint(1, 3)
                status = wait(self.ground.fork(lambda: killed_at(point, count, work)))
                if was_killed(status):
                    self.points[point] += 1
                    self.done[what] += 1
                return
        pid = self.ground.fork(work)
        time.sleep(self.chance.uniform(0, within))
        if ended(pid) is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.done[what] += 1

    # The ground and the end

    def _open_accounts(self) -> None:
        from meuplano.rules.periods import Cycle
        from tests import world

        self.ground.move(0)
        for number in range(ACCOUNTS):
            account = world.account(
                f"K{number:04d}", licences=8, active=5, cycle=Cycle.MONTHLY, anchor=date(2027, 1, 1 + 2 * number),
                on=FIRST_DAY, method=("boleto", "pix")[number % 2],
            )  # fmt: skip
            self.ground.ids.append(account.pk)

    def check(self) -> None:
        """Everything up, a few quiet days, and then what does the checker say?"""
        from django.db import connection

        from checker.run import check
        from meuplano.jobs.schedule import automatic, due
        from meuplano.records.models import Parking

        self.ground.wait_for_notices()
        for _ in range(3):
            self.ground.move(1)
            for entry in due(automatic()):
                entry.run(automatic())
            drain()
        with connection.cursor() as cursor:
            self.findings = {name: words for name, words in check(cursor, bank=self.ground.books).items() if words}
            cursor.execute(
                "select count(*) from procrastinate_jobs where task_name not in ('run_schedule', 'requeue_stalled')"
            )
            if left := cursor.fetchone()[0]:  # type: ignore[index]
                self.findings["jobs"] = [f"{left} left"]
        if parked := [f"{p.account_id}: {p.work}: {p.reason}" for p in Parking.objects.filter(cleared_at=None)]:
            self.findings["parked"] = parked


def run_and_drain() -> None:
    """What `meuplano tick` does, and the jobs after it."""
    from meuplano.jobs.schedule import run_everything_due

    run_everything_due()
    drain()


def work_for_ever() -> None:
    """`meuplano worker`, with its own connections, its jobs and its minute's schedule."""
    from meuplano.cli import worker

    worker.run(["--prepared", "--poll", "0.2"])


def receive_and_read(event: dict[str, Any]) -> None:
    """The bank brings a notice once more."""
    from meuplano import clock
    from meuplano.actions import read_notice
    from meuplano.rules.act import Act

    act = Act(by="fake", at=clock.now())
    body = json.dumps(event | {"brought": os.getpid()}).encode()
    read_notice.read(read_notice.receive("fake", {}, body, act), act)


def killed_at(point: str, count: int, work: Callable[[], None]) -> None:
    """Do the work, and die without a word when this point is met for that time."""
    left = [count]

    def hook(name: str) -> None:
        left[0] -= name == point
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    faults.hook = hook
    work()


def wait(pid: int) -> int:
    """The status with which the process ended."""
    return os.waitpid(pid, 0)[1]


def main(arguments: list[str] | None = None) -> int:
    """Kill so many, then print what was killed and what was found."""
    parser = argparse.ArgumentParser(prog="kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1, help="what is killed when; the moments are the machine's")
    options = parser.parse_args(arguments)
    began, chance = time.monotonic(), Random(options.seed)
    with (
        tempfile.TemporaryDirectory(prefix="meuplano-kills-") as folder,
        Ground.standing(Path(folder), FIRST_DAY, chance) as ground,
    ):
        kills = Kills(ground, chance)
        kills.live(options.kills)
        close_connections()
    result = {
        "kills": sum(kills.done.values()),
        "killed": kills.done,
        "points": kills.points,
        "seconds": round(time.monotonic() - began, 1),
        "findings": kills.findings,
    }
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 1 if kills.findings else 0


if __name__ == "__main__":
    sys.exit(main())
