"""Accounts for the renewal run, by the hundred thousand: some due on one day, the others in the middle of a period.

Each has licences, storage, a module, an owner, colleagues, billing details, a cycle (the longer ones with their
discount), a report of its use and last period's paid invoice; every eighth has credit, every fourth renews only what is
in use.
"""

from datetime import date

import psycopg
from psycopg.types.json import Jsonb

FIRST_DAY = date(2027, 5, 5)  # of the period that the due ones begin
ISSUE_ON = date(2027, 4, 25)
QUIET = (date(2027, 6, 10), 300)  # the idle ones' periods end on this day or up to so many days later
COLLEAGUES = 3

ACCOUNTS = """
insert into meuplano_account (id, public_id, code, name, created_on, last_invoice_number, last_order_number, draft_key)
select n, gen_random_uuid(), 'C' || n, 'Agência ' || n, '2024-01-05', 1, 0, gen_random_uuid() from seed;
insert into meuplano_user (id, password, email, name, is_active, is_staff)
select n * 10 + k, '!', 'pessoa' || k || '@c' || n || '.example', 'Pessoa ' || k, true, false
  from seed, generate_series(0, least(people, 9)) k;
insert into meuplano_member (account_id, user_id, has_access, is_admin, is_owner)
select n, n * 10 + k, true, k = 0, k = 0 from seed, generate_series(0, least(people, 9)) k;
insert into meuplano_billingdetails (account_id, legal_name, tax_id, municipal_registration, postal_code,
       street, number, complement, district, city, state, phone, finance_emails)
select n, 'Agência ' || n || ' Comunicação Ltda', '41738920000199', '', '05433010', 'Rua Aspicuelta', '215', '', '',
       'São Paulo', 'SP', '', array['financeiro@c' || n || '.example'] from seed;
insert into meuplano_subscription (id, account_id, plan_id, status, cycle, anchor, period_start, period_end,
       renewal_policy, method, issue_on)
select n, n, (select id from meuplano_plan limit 1), 'active', cycle, first_day - make_interval(months => cycle),
       first_day - make_interval(months => cycle), first_day, case when n % 4 = 0 then 'active' else 'all' end,
       case when n % 3 = 0 then 'pix' else 'boleto' end, first_day - 10 from seed;
insert into meuplano_subscriptionperiod (account_id, subscription_id, start, "end", cycle, price_version_id,
       unit_prices, paid_outside)
select n, n, first_day - make_interval(months => cycle), first_day, cycle,
       (select id from meuplano_priceversion limit 1), units -> cycle::text, false from seed, prices;
insert into meuplano_licenceentry (account_id, subscription_id, item, "on", now, at_renewal, why)
select n, n, item, first_day - make_interval(months => cycle), quantity, quantity, 'start'
  from seed, lateral (values ('licence', 5 + n % 40), ('storage', n % 30), ('conversas', n % 5)) held (item, quantity);
insert into meuplano_usagereport (account_id, used_bytes, measured_at)
select n, n % 20 * 1000000000::bigint, '2027-04-01 12:00+00' from seed;
insert into meuplano_invoice (id, account_id, number, kind, status, subscription_id, period_start, period_end,
       issued_on, due_on, total_centavos, credit_centavos, paid_centavos, paid_on, method, billing)
select n, n, 1, 'renewal', 'paid', n, first_day - make_interval(months => cycle), first_day, '2026-11-01', '2026-11-05',
       44950, 0, 44950, '2026-11-05', 'pix', '{}' from seed;
insert into meuplano_credit (account_id, kind, amount_centavos, taken_back_centavos, reason, granted_on, granted_by)
select n, 'courtesy', 1990, 0, 'Demora no atendimento', '2027-01-10', 'Financeiro' from seed where n % 8 = 0;
"""
SEQUENCES = ("account", "user", "subscription", "invoice")


def seed(address: str, due: int, idle: int) -> None:
    """Fill an empty, migrated database that has the tests' price list."""
    from tests import world

    from meuplano.records.contract import units_to_json
    from meuplano.records.pricing import price_list_on
    from meuplano.rules.periods import Cycle

    plan = world.catalogue()
    prices = price_list_on(FIRST_DAY, plan).prices
    units = {int(cycle): units_to_json(prices.units(cycle)) for cycle in Cycle}
    with psycopg.connect(address) as db:
        _without_checks(db)
        db.execute("create temporary table prices on commit drop as select %s::jsonb units", [Jsonb(units)])
        db.execute(
            """create temporary table seed on commit drop as
               select n, (array[1, 1, 1, 3, 6, 12])[1 + n %% 6] as cycle,
                      case when n <= %(due)s then %(people)s else 0 end people,
                      case when n <= %(due)s then %(day)s::date else %(quiet)s::date + n %% %(days)s end first_day
                 from generate_series(1, %(due)s + %(idle)s) n""",
            {"due": due, "idle": idle, "people": COLLEAGUES, "day": FIRST_DAY, "quiet": QUIET[0], "days": QUIET[1]},
        )
        for statement in ACCOUNTS.strip().removesuffix(";").split(";\n"):
            db.execute(statement.encode())
        for table in SEQUENCES:
            name = f"meuplano_{table}"
            db.execute(f"select setval(pg_get_serial_sequence('{name}', 'id'), (select max(id) from {name}))")
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("vacuum analyze")


def _without_checks(db: psycopg.Connection) -> None:
    """Where the role may: the rows are right by construction, and a million of them would be checked one by one."""
    try:
        with db.transaction():
            db.execute("set local session_replication_role = replica")
    except psycopg.errors.InsufficientPrivilege:
        return
    db.execute("set local session_replication_role = replica")
