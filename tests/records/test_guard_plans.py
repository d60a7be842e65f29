"""A guard that reads a table finds its rows by an index, whatever the session planned while the table was small."""

import pytest
from django.db import connection

READERS = r"""
select proname, coalesce(proconfig, '{}') from pg_proc
 where pronamespace = current_schema::regnamespace and prosrc ~ '(from|join) meuplano_' order by proname
"""


@pytest.mark.django_db
def test_no_guard_may_walk_through_a_table() -> None:
    """Its plan is kept for the session: one made for an empty table made each check read all of a grown one."""
    with connection.cursor() as cursor:
        cursor.execute(READERS)
        found = dict(cursor.fetchall())
    assert {"check_invoice", "ledger_fact_sums_to_zero", "licences_hold_the_active"} <= found.keys()
    assert not [name for name, settings in found.items() if "enable_seqscan=off" not in settings]
