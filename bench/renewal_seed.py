"""Accounts for the renewal run, by the hundred thousand: some due on one day, the others in the middle of a period.

Each has licences, storage, a module, an owner, colleagues, billing details, a cycle (the longer ones with their
discount), a report of its use and last period's paid invoice; every eighth has credit, every fourth renews only what is
in use.
"""

from datetime import date
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

FIRST_DAY = date(2027, 5, 5)  # of the period that the due ones begin
ISSUE_ON = date(2027, 4, 25)
QUIET = (date(2027, 6, 10), 300)  # the idle ones' periods end on this day or up to so many days later
COLLEAGUES = 3

# Table → SQL for its columns, over `seed` (n, cycle, people, first_day) and what more is named; a column that is not
# here has the model's default.
START = "first_day - make_interval(months => cycle)"
PEOPLE = "seed, generate_series(0, people) k"
HELD = "seed, lateral (values ('licence', 5 + n % 40), ('storage', n % 30), ('conversas', n % 5)) held (item, quantity)"
ROWS: list[tuple[str, str, dict[str, str]]] = [
    (
        "Account",
        "seed",
        {
            "id": "n", "code": "'C' || n", "name": "'Agência ' || n", "created_on": "date '2024-01-05'",
            "last_invoice_number": "1", "public_id": "gen_random_uuid()", "draft_key": "gen_random_uuid()",
        },
    ),
    (
        "User",
        PEOPLE,
        {"id": "n * 10 + k", "password": "'!'", "email": "'p' || k || '@c' || n || '.example'", "name": "'P ' || k"},
    ),
    ("Member", PEOPLE, {"account_id": "n", "user_id": "n * 10 + k", "has_access": "true", "is_owner": "k = 0"}),
    (
        "BillingDetails",
        "seed",
        {
            "account_id": "n", "legal_name": "'Agência ' || n || ' Ltda'", "tax_id": "'41738920000199'",
            "postal_code": "'05433010'", "street": "'Rua Aspicuelta'", "number": "'215'", "city": "'São Paulo'",
            "state": "'SP'", "finance_emails": "array['financeiro@c' || n || '.example']",
        },
    ),
    (
        "Subscription",
        "seed",
        {
            "id": "n", "account_id": "n", "plan_id": "(select id from meuplano_plan)", "cycle": "cycle",
            "anchor": START, "period_start": START, "period_end": "first_day", "issue_on": "first_day - 10",
            "renewal_policy": "case when n % 4 = 0 then 'active' else 'all' end",
            "method": "case when n % 3 = 0 then 'pix' else 'boleto' end",
        },
    ),
    (
        "SubscriptionPeriod",
        "seed, prices",
        {
            "account_id": "n", "subscription_id": "n", "start": START, "end": "first_day", "cycle": "cycle",
            "price_version_id": "(select id from meuplano_priceversion)", "unit_prices": "units -> cycle::text",
        },
    ),
    (
        "LicenceEntry",
        HELD,
        {
            "account_id": "n", "subscription_id": "n", "item": "item", "on": START, "now": "quantity",
            "at_renewal": "quantity", "why": "'start'",
        },
    ),
    (
        "UsageReport",
        "seed",
        {"account_id": "n", "used_bytes": "n % 20 * 10^9", "measured_at": "timestamptz '2027-04-01 12:00Z'"},
    ),
    (
        "Invoice",
        "seed",
        {
            "id": "n", "account_id": "n", "number": "1", "kind": "'renewal'", "status": "'paid'",
            "subscription_id": "n", "period_start": START, "period_end": "first_day", "issued_on": "date '2026-11-01'",
            "due_on": "date '2026-11-05'", "total_centavos": "44950", "paid_centavos": "44950",
            "paid_on": "date '2026-11-05'", "method": "'pix'", "billing": "'{}'::jsonb",
        },
    ),
    (
        "Credit",
        "seed where n % 8 = 0",
        {
            "account_id": "n", "kind": "'courtesy'", "amount_centavos": "1990", "reason": "'Demora'",
            "granted_on": "date '2027-01-10'", "granted_by": "'Financeiro'",
        },
    ),
]  # fmt: skip


def seed(address: str, due: int, idle: int, *, days: int = 1) -> None:
    """Fill an empty, migrated database: so many due on each of so many days one after the other, from FIRST_DAY on."""
    with psycopg.connect(address) as db:
        fill(db, due * days, idle, days=days)
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("vacuum analyze")


def fill(db: psycopg.Connection, due: int, idle: int, *, days: int = 1) -> None:
    """The accounts and the tests' price list, in the transaction that is open; the due ones spread over the days."""
    from django.apps import apps
    from tests import world

    from meuplano.records.contract import units_to_json
    from meuplano.records.pricing import price_list_on
    from meuplano.rules.periods import Cycle

    prices = price_list_on(FIRST_DAY, world.catalogue()).prices
    units = {int(cycle): units_to_json(prices.units(cycle)) for cycle in Cycle}
    _without_checks(db)
    db.execute("create temporary table prices on commit drop as select %s::jsonb units", [Jsonb(units)])
    db.execute(
        """create temporary table seed on commit drop as
           select n, (array[1, 1, 1, 3, 6, 12])[1 + n %% 6] as cycle,
                  case when n <= %(due)s then %(people)s else 0 end people,
                  case when n <= %(due)s then %(day)s::date + n %% %(days)s
                       else %(quiet)s::date + n %% %(quiet_days)s end first_day
             from generate_series(1, %(due)s + %(idle)s) n""",
        {"due": due, "idle": idle, "people": COLLEAGUES, "day": FIRST_DAY, "days": days}
        | {"quiet": QUIET[0], "quiet_days": QUIET[1]},
    )
    for name, source, columns in ROWS:
        _insert(db, apps.get_model("meuplano", name), source, columns)


def _insert(db: psycopg.Connection, model: Any, source: str, columns: dict[str, str]) -> None:
    values: dict[str, sql.Composable] = {name: sql.SQL(expression) for name, expression in columns.items()}  # type: ignore[arg-type]
    for field in model._meta.concrete_fields:
        if field.column not in values and not field.null and not field.primary_key:
            values[field.column] = sql.Literal(field.get_default())
    table = sql.Identifier(model._meta.db_table)
    names, expressions = sql.SQL(", ").join(map(sql.Identifier, values)), sql.SQL(", ").join(values.values())
    db.execute(sql.SQL("insert into {} ({}) select {} from {}").format(table, names, expressions, sql.SQL(source)))  # type: ignore[arg-type]
    if "id" in columns:
        last = "select setval(pg_get_serial_sequence({}, 'id'), (select max(id) from {}))"
        db.execute(sql.SQL(last).format(sql.Literal(model._meta.db_table), table))


def _without_checks(db: psycopg.Connection) -> None:
    """Where the role may: the rows are right by construction, and a million of them would be checked one by one."""
    try:
        with db.transaction():
            db.execute("set local session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        return
    db.execute("set local session_replication_role = replica")
