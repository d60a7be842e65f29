"""A signed-in owner on 24/03/2027, a day of the named world."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from meuplano.records.models import Account, Clock, Member
from tests import world


def set_today(day: date, at: time = time(15)) -> None:
    """Move the stored clock so that it is this instant (UTC) now."""
    Clock.move(datetime.combine(day, at, tzinfo=UTC) - datetime.now(UTC) + timedelta(seconds=1))


@pytest.fixture
def aurora(db: None) -> Account:
    """Agência Aurora, in the middle of a paid month."""
    set_today(world.TODAY)
    return world.account()


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A client signed in as the owner of an account, or as one of its other members."""

    def enter(account: Account, *, owner: bool = True) -> Client:
        member = Member.objects.filter(account=account, is_owner=owner).select_related("user").first()
        assert member is not None
        client = Client()
        client.force_login(member.user)
        return client

    return enter


@pytest.fixture
def owner(aurora: Account, sign_in: Callable[..., Client]) -> Client:
    """Marina, who owns Aurora."""
    return sign_in(aurora)
