"""What is due is found by an index that holds only what may be due: a run costs what is due, not who is there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bench.renewal_seed import fill
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meuplano.jobs.schedule import SCHEDULE, due
from tests import world

pytestmark = pytest.mark.django_db

# Tables that do not grow with the accounts, or with a row an account at most that is looked at once a day.
FEW = ("clock", "gatewaycursor", "priceversion", "pricenotice")
LIFE = """
update meuplano_invoice set status = 'open', paid_on = null, next_step_on = '2099-01-01' where id % 3 = 0;
update meuplano_invoice set next_attempt_on = '2099-01-01' where id % 30 = 0;
insert into meuplano_card (account_id, gateway, token, brand, last4, expires, added_on, told_expiry_on)
  select id, 'fake', 'x', 'Visa', '4242', '2026-01', '2026-01-01', '2026-01-01' from meuplano_account where id % 3 = 0;
insert into meuplano_charge (account_id, invoice_id, gateway, method, key, amount_centavos, late_centavos, state,
    keep_card, make_default, instalments, external_id, barcode, linha_digitavel, brcode, nosso_numero, agency_code,
    page_url, decline_code, decline_text, retryable, made_at, asked_at)
  select account_id, id, 'fake', 'pix', account_id || '-' || id, 100, 0, 'paid',
    false, false, 1, '', '', '', '', '', '', '', '', '', true, '2026-01-01', '2026-01-01' from meuplano_invoice;
update meuplano_subscription s set method = 'card', card_id = c.id
  from meuplano_card c where c.account_id = s.account_id;
analyze;
set local enable_seqscan = off;
"""
LOOKED_FOR = ("Filter", "Index Cond")
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
        cursor.execute(LIFE)
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
    if not sql.lstrip().lower().startswith(("select", "with")):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {sql}")
        (found,) = cursor.fetchone()  # type: ignore[misc]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    few = {f"meuplano_{name}" for name in FEW}
    return [
        node
        for node in _nodes(plan)
        if "Index Name" in node or node.get("Relation Name", "").startswith("meuplano_")
        if node.get("Relation Name") not in few
    ]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node but one end of an index, which is a single row: the newest account, the last event."""
    yield plan
    for part in plan.get("Plans", []):
        one_end = plan["Node Type"] == "Limit" and "Index" in part["Node Type"] and part.keys().isdisjoint(LOOKED_FOR)
        if not one_end:
            yield from _nodes(part)
