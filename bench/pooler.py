"""The product behind pgbouncer in transaction mode: `python -m bench.pooler`, where pgbouncer is installed.

The web asks through the pooler, by more threads than it has connections to the server, and each changes accounts; the
worker has a direct address. Tells whether all went well, how many connections PostgreSQL saw, and how long a job
waits for a worker that is behind the pooler too (it is not told of new jobs) and for one that is not.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bench.scratch import scratch
from dev.running import free_port, wait_for_port

POOL, THREADS, VISITS, JOBS = 2, 8, 20, 5
PATIENCE = 30.0
OTHERS = """select count(*) from pg_stat_activity
 where backend_type = 'client backend' and datname = current_database() and pid <> pg_backend_pid()"""


def main() -> int:
    """Measure and print."""
    program = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer")
    if program is None:
        print(json.dumps({"figure": "pooler", "left_out": "pgbouncer is not installed; PGBOUNCER may name it"}))
        return 0
    with scratch() as direct, pooler(program, direct) as pooled:
        print(json.dumps(measure(direct, pooled)))
    return 0


def measure(direct: str, pooled: str) -> dict[str, Any]:
    """The web through the pooler, then jobs for workers on either side of it."""
    visits, connections = visit(direct, pooled)
    behind, past = wait_for_jobs(pooled), wait_for_jobs(direct)
    return {
        "figure": "pooler",
        "pages_and_changes": visits,
        "threads": THREADS,
        "connections": connections,
        "job_waits_behind_s": round(behind, 2),
        "job_waits_past_s": round(past, 2),
        "goals": {"pages_and_changes": THREADS * VISITS * 2, "connections": POOL, "job_waits_past_s": 2},
        "goals_met": visits == THREADS * VISITS * 2 and connections <= POOL and past <= 2,
    }


@contextmanager
def pooler(program: str, direct: str) -> Iterator[str]:
    """pgbouncer in front of the server; the address of the database through it."""
    given, port = conninfo_to_dict(direct), free_port()
    folder = Path(os.environ["MEUPLANO_DATA"])
    target = " ".join(f"{key}={given[key]}" for key in ("host", "port", "dbname", "user", "password") if given.get(key))
    settings = folder / "pgbouncer.ini"
    settings.write_text(f"""[databases]
meuplano = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {POOL}
max_client_conn = 100
ignore_startup_parameters = extra_float_digits
""")
    # It refuses root, as PostgreSQL does: root is another user in a namespace of its own.
    as_somebody = ["unshare", "--user", "--map-user=1000"] if os.geteuid() == 0 else []
    with (folder / "pgbouncer.log").open("wb") as log:
        running = subprocess.Popen([*as_somebody, program, settings], stdout=log, stderr=log)
    try:
        wait_for_port(port, PATIENCE)
        yield f"postgres://postgres@127.0.0.1:{port}/meuplano"
    finally:
        running.terminate()
        running.wait()


def visit(direct: str, pooled: str) -> tuple[int, int]:
    """Pages and changes that went well, from threads with a session each; the most connections PostgreSQL saw."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client
    from tests import world

    from meuplano import clock
    from meuplano.actions.change_renewal import POLICIES, change_renewal
    from meuplano.records.models import Account, Clock, Member

    settings.ALLOWED_HOSTS = ["*"]
    _move_to(pooled)
    Clock.move(world.act().at - clock.system_now())
    accounts = [world.account(f"C{number}", active=1, licences=3) for number in range(THREADS)]
    owners = [Member.objects.get(account=account, is_owner=True).user for account in accounts]

    def one(account: Account, owner: Any) -> int:
        client, well = Client(), 0
        client.force_login(owner)
        for number in range(VISITS):
            well += client.get("/plano/").status_code == 200
            well += change_renewal(account.pk, world.act(), policy=POLICIES[(number + 1) % 2])
        connections.close_all()
        return well

    with ThreadPoolExecutor(THREADS) as threads, psycopg.connect(direct, autocommit=True) as watching:
        ends = [threads.submit(one, *pair) for pair in zip(accounts, owners, strict=True)]
        most = 0
        while not all(end.done() for end in ends):
            most = max(most, (watching.execute(OTHERS).fetchone() or (0,))[0])
            time.sleep(0.02)
        return sum(end.result() for end in ends), most


def wait_for_jobs(address: str) -> float:
    """The seconds from a job's commit until a worker at this address has done it: the median of some."""
    from django.db import transaction
    from tests import world

    from meuplano.actions.later import later
    from meuplano.records import events
    from meuplano.records.models import Account

    account = Account.objects.order_by("pk").first()
    command = [sys.executable, "-m", "meuplano.cli", "worker", "--prepared"]
    quiet = {"DATABASE_URL": address, "MEUPLANO_LOG_LEVEL": "CRITICAL"}
    taken = []
    with subprocess.Popen(command, env=os.environ | quiet, stdout=subprocess.DEVNULL) as worker:
        try:
            for _ in range(JOBS + 1):
                with transaction.atomic():
                    later("send_mails", event_id=events.record("period.began", world.act(), account).pk)
                began = perf_counter()
                while perf_counter() - began < PATIENCE and _jobs():
                    time.sleep(0.01)
                taken.append(perf_counter() - began)
                time.sleep(1.3)  # not in step with its looking for work
        finally:
            worker.terminate()
    return median(taken[1:])  # the first waits for the worker to start


def _jobs() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'send_mails'")
        return int(cursor.fetchone()[0])  # type: ignore[index]


def _move_to(address: str) -> None:
    """Django's connections of this process go there from now on."""
    from django.db import connections

    given = conninfo_to_dict(address)
    connections.close_all()
    connections.settings["default"] |= {"HOST": given["host"], "PORT": given["port"], "NAME": given["dbname"]}
    connections["default"].settings_dict |= connections.settings["default"]


if __name__ == "__main__":
    sys.exit(main())
