"""The sample of a vendor's customers comes in whole, once, and with everything that belongs to it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from meuplano.actions.climb_ladder import climb_ladders
from meuplano.actions.import_accounts import import_files
from meuplano.actions.issue_renewals import issue_renewals
from meuplano.actions.roll_over import roll_over_all
from meuplano.records.books import balance
from meuplano.records.contract import contract_of
from meuplano.records.credits import available
from meuplano.records.models import (
    Account,
    BillingDetails,
    Credit,
    Event,
    Invoice,
    LedgerEntry,
    LicenceEntry,
    Member,
    Plan,
    PriceVersion,
    Subscription,
    SubscriptionPeriod,
    User,
)
from meuplano.records.overview import overview_of
from meuplano.rules import ledger
from meuplano.rules.money import Money
from tests import world
from tests.actions.import_files import DAY, Files, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path).write()


def everything() -> dict[str, list[tuple[object, ...]]]:
    kept = (Account, BillingDetails, Credit, Event, Invoice, LedgerEntry, LicenceEntry, Member, Subscription, User)
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in kept}


def test_three_accounts_of_the_sample_need_overdue(files: Files) -> None:
    assert places(files.run()) == [
        ("C1002", "contas.csv", 3, "pago_ate"),
        ("C1010", "contas.csv", 11, "pago_ate"),
        ("C1018", "contas.csv", 19, "pago_ate"),
    ]
    assert not Account.objects.exists()
    assert not Plan.objects.exists()


def test_the_sample_comes_in_whole(files: Files) -> None:
    report = files.run(overdue=True)
    assert list(report.accepted()) == [f"C{n}" for n in range(1001, 1025)]
    assert (places(report), list(report.unchanged()), report.notes) == ([], [], ())
    assert Account.objects.count() == 24
    assert Member.objects.count() == 434
    assert Member.objects.filter(is_owner=True).count() == 24
    assert Event.objects.filter(name="account.imported").count() == 24


def test_the_same_files_again_change_nothing(files: Files) -> None:
    files.run(overdue=True)
    before = everything()
    report = files.run()  # even without the switch: what is there is not looked at again
    assert list(report.accepted()) == []
    assert list(report.unchanged()) == [f"C{n}" for n in range(1001, 1025)]
    assert places(report) == []
    assert everything() == before


def test_a_dry_run_says_what_would_come_and_writes_nothing(files: Files) -> None:
    report = files.run(overdue=True, dry_run=True)
    assert len(list(report.accepted())) == 24
    assert not Account.objects.exists()
    assert not Plan.objects.exists()
    assert not User.objects.exists()


def test_an_account_has_all_that_its_line_says(files: Files) -> None:
    files.run(overdue=True)
    account = Account.objects.get(code="C1004")
    contract = contract_of(account)
    kept = contract.subscription
    assert (account.name, account.created_on) == ("Oficina Duna", date(2023, 4, 15))
    assert (kept.plan.name, kept.cycle, kept.method, kept.renewal_policy) == ("Avançado", 6, "boleto", "active")
    assert (kept.anchor, contract.period.start, contract.period.end) == (
        date(2023, 4, 15),
        date(2026, 10, 15),
        date(2027, 4, 15),
    )
    assert kept.issue_on == date(2027, 4, 5)
    assert contract.now == contract.at_renewal == {"licence": 10, "storage": 20, "conversas": 2}
    assert contract.units["licence"].net == Money(70146)  # 129,90 × 6 less 10 %
    assert contract.units["licence"].full == Money(77940)
    assert contract.active == 7
    period = SubscriptionPeriod.objects.get(account=account)
    assert period.paid_outside
    assert period.price_version.valid_from == date(2026, 1, 1)
    details = BillingDetails.objects.get(account=account)
    assert (details.legal_name, details.tax_id) == ("Oficina Duna Comunicação Ltda", "CP643DYU000103")
    assert (details.postal_code, details.street, details.number) == ("50030230", "Rua do Bom Jesus", "1866")
    assert (details.city, details.state, details.finance_emails) == ("Recife", "PE", ["financeiro@duna.example"])
    assert details.is_complete


def test_members_are_as_the_file_says(files: Files) -> None:
    files.run(overdue=True)
    members = Member.objects.filter(account__code="C1001").select_related("user").order_by("pk")
    seen = [(one.user.name, one.has_access, one.is_admin, one.is_owner, one.last_access_on) for one in members]
    assert seen[:3] == [
        ("Ana Almeida", True, True, True, date(2026, 11, 24)),
        ("Bruno Cardoso", True, True, False, date(2026, 11, 24)),
        ("Carla Esteves", False, False, False, None),
    ]


def test_a_balance_becomes_credit_in_the_ledger(files: Files) -> None:
    files.run(overdue=True)
    account = Account.objects.get(code="C1007")
    credit = Credit.objects.get(account=account)
    assert (credit.kind, credit.amount_centavos, credit.reason) == (
        "refundable",
        18420,
        "Saldo trazido do sistema anterior",
    )
    assert available(account) == Money(18420)
    assert balance(account, ledger.CREDIT) == Money(-18420)
    assert balance(account, ledger.OPENING) == Money(18420)


def test_an_unpaid_period_opens_with_its_renewal_invoice(files: Files) -> None:
    """C1002 pays only for active licences: three of five are in use, and three is the plan's minimum (D41)."""
    files.run(overdue=True)
    account = Account.objects.get(code="C1002")
    invoice = Invoice.objects.get(account=account)
    assert (invoice.kind, invoice.number, invoice.status) == ("renewal", 1, "open")
    assert (invoice.period_start, invoice.period_end) == (date(2026, 11, 5), date(2026, 12, 5))
    assert (invoice.due_on, invoice.issued_on, invoice.method) == (date(2026, 11, 5), DAY, "boleto")
    assert invoice.total == Money(3 * 8990)
    assert contract_of(account).now["licence"] == 3
    period = SubscriptionPeriod.objects.get(account=account)
    assert not period.paid_outside
    assert balance(account, ledger.RECEIVABLE) == Money(26970)
    assert Event.objects.filter(account=account, name="renewal.issued").count() == 1


def test_the_ladder_of_an_overdue_account_counts_from_the_import(files: Files) -> None:
    """C1010 is 54 days late: it is reminded and suspended in its turn, and not cancelled in six days."""
    files.keep("C1010").write().run(overdue=True)
    climbed = []
    for n in range(63):
        day = DAY + timedelta(days=n)
        seen = Event.objects.latest("pk").pk
        climb_ladders(world.act(day))
        climbed += [(n, event.name) for event in Event.objects.filter(pk__gt=seen).order_by("pk")]
    assert climbed[:4] == [
        (1, "invoice.reminded"),
        (6, "invoice.reminded"),  # day 5 is a Sunday
        (10, "invoice.reminded"),
        (15, "subscription.suspended"),
    ]
    assert climbed[-1] == (62, "subscription.ended")  # day 60 is a Saturday


def test_all_licences_are_renewed_where_the_policy_says_so(files: Files) -> None:
    files.set(3, "renovacao", "todas").write().run(overdue=True)
    account = Account.objects.get(code="C1002")
    assert Invoice.objects.get(account=account).total == Money(5 * 8990)
    assert contract_of(account).now["licence"] == 5


def test_the_balance_pays_the_overdue_invoice_first(files: Files) -> None:
    files.set(3, "saldo_credito", "200,00").write().run(overdue=True)
    account = Account.objects.get(code="C1002")
    assert Invoice.objects.get(account=account).open == Money(6970)
    assert available(account) == Money(0)


def test_a_period_that_begins_today_is_due_as_every_renewal(files: Files) -> None:
    """No switch is needed: the day itself is not past."""
    report = files.keep("C1001").set(2, "inicio", "24/01/2023").set(2, "pago_ate", "24/11/2026").write().run()
    assert list(report.accepted()) == ["C1001"]
    invoice = Invoice.objects.get()
    assert (invoice.period_start, invoice.due_on) == (DAY, date(2026, 11, 27))


def test_an_imported_account_lives_on(files: Files) -> None:
    """The engine takes it over: the invoice goes out, the period rolls over, nothing is parked."""
    files.keep("C1006").write().run()
    account = Account.objects.get()
    assert issue_renewals(world.act(DAY)) == 1
    invoice = Invoice.objects.get(account=account)
    assert (invoice.period_start, invoice.total) == (date(2026, 11, 28), Money(15 * 8990))
    assert roll_over_all(world.act(date(2026, 11, 28))) == 1
    assert contract_of(account).now["licence"] == 15
    assert not Event.objects.filter(name="account.parked").exists()


def test_the_page_can_show_each_of_them(files: Files) -> None:
    files.run(overdue=True)
    for account in Account.objects.all():
        overview = overview_of(account)
        assert overview is not None
        assert DAY in overview.contract.period


def test_nobody_has_a_password_and_everybody_can_ask_for_one(files: Files) -> None:
    files.keep("C1001").write().run()
    user = User.objects.get(email="ana@aurora.example")
    assert not user.has_usable_password()
    client = Client()
    client.post("/entrar/password/reset/", {"email": "Ana@Aurora.example"})
    assert [message.to for message in mail.outbox] == [["ana@aurora.example"]]
    user.set_password("uma senha bem comprida")
    user.save()
    answer = client.post("/entrar/login/", {"login": "ana@aurora.example", "password": "uma senha bem comprida"})
    assert answer.status_code == 302


def test_many_pages_of_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts are written a page at a time; a person of two pages is one person."""
    monkeypatch.setattr("meuplano.actions.import_accounts.staging.PAGE", 5)
    files = Files(tmp_path)
    files.users.append("C1020;Ana Almeida;ANA@aurora.example;não;não;")
    assert len(list(files.write().run(overdue=True).accepted())) == 24
    assert set(Member.objects.filter(user__email="ana@aurora.example").values_list("account__code", "is_owner")) == {
        ("C1001", True),
        ("C1020", False),
    }


def test_the_planner_knows_what_was_brought(files: Files) -> None:
    """What the end of the transaction checks is planned for the rows that are there, whatever autovacuum saw before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update pg_class set reltuples = 0 where relname in ('meuplano_licenceentry', 'meuplano_member')"
        )
        files.run(overdue=True)
        cursor.execute("select reltuples from pg_class where relname in ('meuplano_licenceentry', 'meuplano_member')")
        entries, members = sorted(int(rows) for (rows,) in cursor.fetchall())
    assert (entries, members) == (LicenceEntry.objects.count(), Member.objects.count())


def test_progress_is_told(files: Files) -> None:
    told: list[tuple[str, int]] = []
    folder = files.folder
    import_files(
        folder / "contas.csv",
        folder / "usuarios.csv",
        world.act(DAY),
        catalogue=folder / "catalogo.toml",
        overdue=True,
        progress=lambda stage, done: told.append((stage, done)),
    )
    assert {stage for stage, _ in told} == {
        "Lendo contas.csv",
        "Lendo usuarios.csv",
        "Conferindo as contas",
        "Gravando as contas",
    }
    assert ("Lendo usuarios.csv", 434) in told
    assert told[-1] == ("Gravando as contas", 24)


def test_an_earlier_period_takes_the_earliest_list(files: Files) -> None:
    """The sample's list is of 2026; an annual period begun before has no older one."""
    files.catalogue = files.catalogue.replace("2026-01-01", "2026-11-01")
    files.write().run(overdue=True)
    period = SubscriptionPeriod.objects.get(account__code="C1005")
    assert period.start < PriceVersion.objects.get().valid_from
    assert period.unit_prices["licence"] == {"net": 57504, "full": 71880}


def test_a_second_file_brings_only_what_is_new(tmp_path: Path) -> None:
    Files(tmp_path).keep("C1001").write().run()
    account = Account.objects.get()
    later = Files(tmp_path).keep("C1001", "C1003")
    report = later.set(2, "razao_social", "Outro nome").write().run(on=DAY + timedelta(days=1), catalogue=False)
    assert (list(report.accepted()), list(report.unchanged())) == (["C1003"], ["C1001"])
    assert BillingDetails.objects.get(account=account).legal_name == "Agência Aurora Comunicação Ltda"


def test_users_of_an_account_that_exists_are_no_strangers(tmp_path: Path) -> None:
    """An export of all users beside a file of the new accounts only."""
    Files(tmp_path).keep("C1001").write().run()
    later = Files(tmp_path).keep("C1001", "C1003")
    del later.accounts[1]
    report = later.write().run(catalogue=False)
    assert (list(report.accepted()), places(report)) == (["C1003"], [])
    assert Member.objects.filter(account__code="C1001").count() == 5
