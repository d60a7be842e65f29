"""A scratch database for one measurement: beside DATABASE_URL, or in a server of our own that is thrown away."""

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from meuplano import database


@contextmanager
def scratch() -> Iterator[str]:
    """Yields the address of an empty, migrated database with Django set up on it; nothing of it stays."""
    folder = tempfile.mkdtemp(prefix="meuplano-bench-")
    given = os.environ.get("DATABASE_URL")
    os.environ |= {"MEUPLANO_DATA": folder, "MEUPLANO_PRODUCTION": "0", "MEUPLANO_MOVABLE_CLOCK": "1"}
    Path(folder, "static").mkdir()
    started = database.ensure_running(dies_with_me=True)
    name = f"meuplano_bench_{os.getpid()}"
    address = given or database.url()
    own = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", address, count=1)
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
        try:
            os.environ["DATABASE_URL"] = own
            set_up()
            yield own
        finally:
            from django.db import connections

            connections.close_all()
            admin.execute(f'drop database "{name}" with (force)')
            os.environ.pop("DATABASE_URL")
            if given:
                os.environ["DATABASE_URL"] = given
    if started:
        database.stop()
    shutil.rmtree(folder, ignore_errors=True)


def set_up() -> None:
    """Django on DATABASE_URL, an empty database, and its tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "meuplano.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.INFO)  # a line a request is not what is measured, and standard output is for the figures
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
