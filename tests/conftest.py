"""What every test may use: the database, the jobs it deferred, and a guard that keeps it off the network."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import pytest_socket
from django.core.signals import setting_changed

from dev import testing

# A busy machine is no failure of a property; what is too slow is measured in bench/.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may take minutes begins first, beside everything else, so that no core waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The first test that needs a database starts it; passwords are hashed in no time from there on."""
    from django.conf import settings

    testing.start_server()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_job_survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """procrastinate's tables are unmanaged: the flush after a transactional test does not empty them, so we do."""
    mark = request.node.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction"))
    blocker: Any = request.getfixturevalue("django_db_blocker") if commits else None
    yield
    if commits:
        from django.db import connection

        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "delete from procrastinate_periodic_defers; delete from procrastinate_events; "
                "delete from procrastinate_jobs; delete from procrastinate_workers"
            )


@pytest.fixture(autouse=True)
def _portuguese_again() -> Iterator[None]:
    """A test that asked for English does not leave it to the next one."""
    yield
    from django.conf import settings
    from django.utils import translation

    if settings.configured:  # pure tests run without
        translation.deactivate()


@pytest.fixture
def drain() -> Callable[[], list[str]]:
    """Run the jobs that are due, in this test's own transaction, until none is left; returns their names in order.

    A real worker would not do: it defers periodic jobs by a connection of its own and sees nothing of this transaction.
    """
    from django.db import connection
    from procrastinate.contrib.django import app

    def run() -> list[str]:
        ran: list[str] = []
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    """delete from procrastinate_jobs where id = (
                         select id from procrastinate_jobs
                         where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
                         order by priority desc, id limit 1)
                       returning task_name, args"""
                )
                row = cursor.fetchone()
            if row is None:
                return ran
            name, arguments = row
            app.tasks[name].func(**(arguments if isinstance(arguments, dict) else json.loads(arguments)))
            ran.append(name)

    return run


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Say what to do instead when a test reached for the network."""
    outcome: Any = yield
    blocked = (pytest_socket.SocketBlockedError, pytest_socket.SocketConnectBlockedError)
    if call.excinfo is not None and call.excinfo.errisinstance(blocked):
        advice = (
            f"{call.excinfo.value}\nTests talk to this machine only. Gateways: use the fake bank (src/fakebank) on a "
            "port of 127.0.0.1. Mail: Django's outbox. Anything else: hand the answer in."
        )
        outcome.get_result().sections.append(("network", advice))


@pytest.fixture(scope="session", autouse=True)
def _gateways_follow_their_settings() -> None:
    """The product makes its gateways once; here they are made anew after GATEWAYS changed, or changed back."""

    def forget(*, setting: str, **_more: Any) -> None:
        if setting == "GATEWAYS":
            from meuplano.actions import open_charge

            open_charge._registry.cache_clear()

    setting_changed.connect(forget, weak=False)


@pytest.fixture
def gateways(settings: Any) -> None:
    """All three methods, by a bank that nobody can reach."""
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
