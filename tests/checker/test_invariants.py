"""Each invariant is broken by raw SQL, with every guard of the database out of the way, and the checker sees it."""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from checker.run import INVARIANTS, check, queries
from meuplano.records.models import Invoice
from tests.checker.conftest import LAST_DAY, Lived

PLANTS = [
    (invariant, damage, words)
    for invariant, words, damage in re.findall(
        r"^-- (I\d+): (.+)\n((?:(?!--).+\n)+)", Path(__file__).with_name("plants.sql").read_text(), re.M
    )
]


def found() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return check(cursor, today=LAST_DAY)


def test_a_right_world_has_no_finding(lived: Lived) -> None:
    assert {name: words for name, words in found().items() if words} == {}
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct kind), count(distinct status) from meuplano_invoice")
        invoices, kinds, states = cursor.fetchone()
    assert invoices >= 6
    assert kinds == 3
    assert states >= 3, "the world must have something of everything, or nothing is proven"


def test_what_breaks_an_invariant_is_found(lived: Lived, subtests: pytest.Subtests) -> None:
    """One world for all of them: each damage is done in a savepoint, and taken back."""
    invoice = Invoice.objects.filter(account=lived.aurora, status="paid").earliest("pk").pk
    for invariant, damage, words in PLANTS:
        with subtests.test(words, invariant=invariant), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
            cursor.execute("set local session_replication_role = replica")
            cursor.execute(damage.format(account=lived.aurora.pk, other=lived.boreal.pk, invoice=invoice))
            touched = cursor.rowcount
            told = check(cursor, today=LAST_DAY, only=invariant)
            transaction.set_rollback(True)
            assert touched, "the damage touched nothing"
            assert any(words in line for line in told[invariant]), told


def test_every_invariant_has_a_file_and_a_plant() -> None:
    assert [name for name in INVARIANTS if name not in {file for file, _ in queries()}] == []
    assert {plant[0] for plant in PLANTS} == set(INVARIANTS)
    assert len(PLANTS) >= 40


def test_every_pointer_between_account_rows_is_looked_at(db: None) -> None:
    text = next(sql for name, sql in queries() if name == "I12")
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass::text, confrelid::regclass::text, a.attname from pg_constraint c "
            "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2] "
            "where contype = 'f' and cardinality(conkey) = 2"
        )
        pointers = cursor.fetchall()
    assert pointers
    missing = [p for p in pointers if f"from {p[0]} c left join {p[1]} p on p.id = c.{p[2]}" not in text]
    assert not missing


BANK = """
create table charges (id, key, method, amount, status);
create table payments (id, charge, amount, method, paid_on, told_on);
create table refunds (id, payment, amount, made_on, why);
create table titles (number, own);
create table title_payments (title, amount, told_on);
"""


def test_the_banks_books_are_compared_both_ways(lived: Lived, tmp_path: Path) -> None:
    books = sqlite3.connect(tmp_path / "bank.sqlite3")
    books.executescript(BANK)
    with connection.cursor() as cursor:
        cursor.execute("select external_id, key, method, amount_centavos, state from meuplano_charge")
        books.executemany("insert into charges values (?, ?, ?, ?, ?)", cursor.fetchall())
        cursor.execute(
            "select external_id, charge_key, amount_centavos, method, paid_on::text, paid_on::text "
            "from meuplano_receipt where kind = 'payment'"
        )
        books.executemany("insert into payments values (?, ?, ?, ?, ?, ?)", cursor.fetchall())
        cursor.execute(
            "select external_id, reverses, amount_centavos, paid_on::text, 'reversal' "
            "from meuplano_receipt where kind = 'reversal' and gateway = 'fake'"
        )
        books.executemany("insert into refunds values (?, ?, ?, ?, ?)", cursor.fetchall())
    books.commit()

    def told() -> list[str]:
        books.commit()
        with connection.cursor() as cursor:
            return check(cursor, bank=tmp_path / "bank.sqlite3", today=LAST_DAY)["I3"]

    assert told() == []
    books.execute("insert into titles values (1, 'MP1T1   ')")
    books.executemany("insert into title_payments values (1, ?, ?)", [(500, "2027-04-02"), (7, None)])
    assert told() == ["the bank took in 500 centavos for title MP1T1, here are 0"]
    books.execute("delete from title_payments")
    books.execute("insert into payments values ('pay_lost', null, 900, 'pix', '2027-04-02', '2027-04-02')")
    books.execute("insert into payments values ('pay_on_its_way', null, 901, 'boleto', '2027-04-02', null)")
    assert told() == ["the bank's payment pay_lost of 900 centavos is not here"]
    books.execute("delete from payments where id in ('pay_lost', 'pay_1')")
    assert any("pay_1 of" in line and "not in the bank's books" in line for line in told())
    books.execute("update charges set amount = amount + 1 where rowid = 1")
    books.execute("delete from charges where rowid = 2")
    books.execute("insert into charges values ('ch_x', 'nobody', 'pix', 5, 'open')")
    words = "\n".join(told())
    assert all(part in words for part in ("here, ", "is unknown to the bank", "was never asked for"))
    books.close()


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_json_and_says_by_its_status(paying: None) -> None:
    lived = Lived()
    where = connection.get_connection_params()
    url = make_conninfo(
        **{name: where[name] for name in ("dbname", "host", "user", "password", "port") if name in where}
    )
    command = [sys.executable, "-m", "checker", url, "--today", LAST_DAY.isoformat()]
    clean = subprocess.run(command, capture_output=True, text=True)
    assert (clean.returncode, list(json.loads(clean.stdout))) == (0, list(INVARIANTS)), clean.stdout + clean.stderr
    with connection.cursor() as cursor:
        cursor.execute("update meuplano_account set last_order_number = 77 where id = %s", [lived.aurora.pk])
    broken = subprocess.run(command, capture_output=True, text=True)
    assert broken.returncode == 1
    assert "counted up to 77" in json.loads(broken.stdout)["I9"][0]
    nowhere = subprocess.run([*command[:3], "postgresql:///x?host=/nowhere"], capture_output=True, text=True)
    assert (nowhere.returncode, nowhere.stderr.startswith("checker: ")) == (2, True)
