"""A pytest plugin, loaded before Django: the suite gets a data folder and a PostgreSQL of its own, thrown away after.

The first test that needs the database starts the server; a run of pure tests never does. A DATABASE_URL that was given
is used instead, which is how the suite runs on another PostgreSQL. It is a plugin and no conftest because
pytest-django reads the settings before any conftest is loaded.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from meuplano import database

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")

# pytest writes the assertions of 350 files anew before it runs them. Machines that keep no byte code (containers say
# PYTHONDONTWRITEBYTECODE) would do so in every run and in each process; __pycache__ is no part of the tree.
sys.dont_write_bytecode = False

_me = os.getpid()
_is_xdist_worker = "PYTEST_XDIST_WORKER" in os.environ

if not _is_xdist_worker:
    os.environ["MEUPLANO_DATA"] = tempfile.mkdtemp(prefix="meuplano-tests-")
    Path(os.environ["MEUPLANO_DATA"], "static").mkdir()  # nothing is collected, and nobody warns of it
    os.environ["MEUPLANO_PRODUCTION"] = "0"
    os.environ["MEUPLANO_MOVABLE_CLOCK"] = "1"


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Pure tests may run with `-p no:django`, which is faster: what that plugin defines is known all the same."""
    if pluginmanager.is_blocked("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "not used without pytest-django")


def start_server() -> None:
    """Have a database; the workers of one parallel run share it (the launcher holds a file lock while it starts)."""
    database.ensure_running(options=FAST, dies_with_me=not _is_xdist_worker)


def pytest_configure(config: pytest.Config) -> None:
    """Before xdist's workers are there, start the server that has to outlive each of them."""
    if config.pluginmanager.is_blocked("django"):
        config.addinivalue_line("markers", "django_db: needs the database")
    if not _is_xdist_worker and getattr(config.option, "numprocesses", None):
        start_server()


@atexit.register
def _throw_away() -> None:
    if not _is_xdist_worker and os.getpid() == _me:  # not in a forked child
        database.stop()
        shutil.rmtree(os.environ["MEUPLANO_DATA"], ignore_errors=True)
