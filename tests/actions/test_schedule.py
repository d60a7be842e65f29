"""The schedule asks once what is due: what is skipped would have done nothing, and what one entry makes due is done."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from meuplano.jobs import schedule
from meuplano.records import any_rows
from meuplano.rules.act import Act
from tests import world

KINDS = [rows for entry in schedule.SCHEDULE for rows in entry.looks_at]


@pytest.mark.django_db
def test_an_idle_minute_is_one_statement(gateways: None) -> None:
    world.account()
    with CaptureQueriesContext(connection) as asked:
        entries = [entry.name for entry in schedule.due(world.act())]
    assert entries == ["poll gateways"]
    assert len(asked) == 1


@pytest.mark.django_db
@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)), at=st.times())
def test_a_statement_worded_once_is_that_of_every_moment(day: date, at: time) -> None:
    act = Act("automático", datetime.combine(day, at, tzinfo=UTC))
    for rows in KINDS:
        words, values = any_rows.in_words(rows)
        mine, own = rows(act).query.exists().get_compiler(connection=connection).as_sql()
        assert (words, [any_rows.moved(value, act) for value in values]) == (mine, list(own)), rows
