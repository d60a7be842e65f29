"""What the commands share: a database that answers and is of this version, Django, and errors in one sentence."""

import atexit
import fcntl
import gc
import os
import socket
import sys
import traceback
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from meuplano import database


def begin(*, migrate: bool = True, direct: bool = False, server: bool = True) -> None:
    """Start the embedded database if it is ours and not running, set Django up, and bring the tables to this version.

    `server=False`: somebody else starts and stops the embedded database. `direct`: use DATABASE_URL_DIRECT when it is
    given, past a pooler that loses LISTEN/NOTIFY and session locks.
    """
    if direct and (url := os.environ.get("DATABASE_URL_DIRECT")):
        os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meuplano.config.settings")
    os.environ["PGAPPNAME"] = f"meuplano-{os.getpid()}"  # tells our sessions from others', here and for whoever looks
    if server:
        database.ensure_running()
        atexit.register(end)
    import django

    django.setup()
    if migrate:
        bring_up_to_date()
    gc.freeze()  # what was imported stays: each collection would look at all of it again, a fifth of a long run's time


def end() -> None:
    """The last one out turns off the light: an embedded database that nobody else uses stops."""
    with suppress(Exception):  # Django may not have come up
        from django.db import connections

        connections.close_all()
    database.stop(only_if_unused=True)


def pending_migrations() -> list[str]:
    """The names of the migrations that this database has not had yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> list[str]:
    """Apply what is pending, one process at a time, and publish the static files; returns the migrations applied."""
    from django.core.management import call_command
    from django.db import connection

    publish_static_files()
    applied = pending_migrations()
    if applied:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(hashtext('meuplano migrate'))")
            try:
                if applied := pending_migrations():
                    call_command("migrate", verbosity=0, interactive=False)
                    call_command("createcachetable", verbosity=0)
            finally:
                cursor.execute("select pg_advisory_unlock(hashtext('meuplano migrate'))")
    return applied


def publish_static_files() -> None:
    """Collect, hash and compress the static files when they changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    if "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        return
    stamp = settings.STATIC_ROOT / ".published"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    files = (storage.path(name) for finder in finders.get_finders() for name, storage in finder.list(None))
    state = "\n".join(sorted(f"{path} {Path(path).stat().st_mtime_ns}" for path in files))
    with settings.STATIC_ROOT.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # web and worker may begin together
        if not stamp.exists() or stamp.read_text() != state:
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            stamp.write_text(state)


def sentence(error: BaseException) -> str:
    """What went wrong, in one line for a person."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    text = " ".join(str(error).split())
    if isinstance(error, OperationalError):
        return f"The database does not answer: {text}"
    if isinstance(error, database.DatabaseError | ImproperlyConfigured | CommandError):
        return text
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"Unexpected {type(error).__name__}: {text} (MEUPLANO_TRACEBACK=1 shows where)"


def complain(command: str, error: BaseException) -> int:
    """Print the sentence (and the traceback if it is asked for); exit status 1."""
    if os.environ.get("MEUPLANO_TRACEBACK"):
        traceback.print_exception(error)
    print(f"meuplano {command}: {sentence(error)}", file=sys.stderr)
    return 1


def port_is_taken(host: str, port: int) -> bool:
    """True if something answers there. Two servers can share a port without an error, so it must be asked."""
    numeric = ":" in host or host[:1].isdigit()
    everywhere = host == "localhost" or (numeric and ip_address(host).is_unspecified)
    for target in ("127.0.0.1", "::1") if everywhere else (host,):
        try:
            with socket.create_connection((target, port), timeout=1):
                return True
        except OSError:
            continue
    return False
