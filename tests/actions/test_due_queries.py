"""What is due is found by an index that holds only what may be due: a run costs what is due, not who is there."""

from typing import Any

import pytest
from bench.plans import LIFE, nodes, plan_of
from bench.renewal_seed import fill
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meuplano.jobs.schedule import SCHEDULE, due
from tests import world

pytestmark = pytest.mark.django_db

# Tables that do not grow with the accounts, or with a row an account at most that is looked at once a day.
FEW = ("clock", "gatewaycursor", "priceversion", "pricenotice")
OWN_INDEX = {
    "ask about unanswered charges": "charges_unanswered",
    "send unsent charges": "charges_unanswered",
    "expire orders": "orders_by_expiry",
    "announce renewals": "renewals_to_announce",
    "issue renewals": "renewals_to_issue",
    "roll over": "subscriptions_to_roll_over",
    "retry cards": "cards_to_try_again",
    "climb ladders": "ladder_steps_to_take",
    "warn of expiring cards": "cards_to_warn_of",
    "read unread notices": "notices_not_read",
    "send unsent mails": "mails_to_send",
}


def test_no_entry_of_the_schedule_walks_through_the_accounts() -> None:
    """Three thousand accounts with nothing due; tables that are empty here are planned as if they were not."""
    connection.ensure_connection()
    fill(connection.connection, due=0, idle=3_000)
    with connection.cursor() as cursor:
        cursor.execute(f"{LIFE} analyze; set local enable_seqscan = off")
        cursor.execute("select indexrelid::regclass::text from pg_index where indpred is not null")
        partial = {name for (name,) in cursor.fetchall()}
    used: dict[str, set[str]] = {}
    runs = {"what is due": lambda act: list(due(act))} | {entry.name: entry.run for entry in SCHEDULE}
    for entry, run in runs.items():
        with CaptureQueriesContext(connection) as captured:
            run(world.act())
        used[entry] = set()
        for sql in (query["sql"] for query in captured):
            for node in _scans(sql):
                index = node.get("Index Name")
                assert "Seq Scan" not in node["Node Type"], (entry, node["Relation Name"], sql)
                if index is not None:  # not the rows of a bitmap
                    assert index in partial or "Index Cond" in node, f"{entry} walks through {index}: {sql}"
                    used[entry].add(index)
    assert set(OWN_INDEX.values()) <= used["what is due"]
    for entry, index in OWN_INDEX.items():
        assert index in used[entry] & partial, (entry, used[entry])


def _scans(sql: str) -> list[dict[str, Any]]:
    """The nodes of a statement's plan that read a table which grows with the accounts."""
    plan = plan_of(sql)
    few = {f"meuplano_{name}" for name in FEW}
    return [
        node
        for node in (nodes(plan) if plan else ())
        if "Index Name" in node or node.get("Relation Name", "").startswith("meuplano_")
        if node.get("Relation Name") not in few
    ]
