"""What --skip-invalid leaves beside the input can be mended and imported."""

import csv
from pathlib import Path

import pytest

from meuplano.actions.import_accounts.account_line import COLUMNS as ACCOUNT_COLUMNS
from meuplano.actions.import_accounts.refused_lines import write_refused
from meuplano.actions.import_accounts.user_line import COLUMNS as USER_COLUMNS
from meuplano.records.models import Account
from tests.actions.import_files import Files, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path).keep("C1001", "C1003", "C1004")


def left_out(files: Files) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Import what can be; the rows of both files of refused lines, empty where there is no file."""
    faults = list(files.write().run(skip_invalid=True).refused())
    written = [
        write_refused(files.folder / name, columns, faults)
        for name, columns in (("contas.csv", ACCOUNT_COLUMNS), ("usuarios.csv", USER_COLUMNS))
    ]
    accounts, users = [
        list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")) if path else []
        for path in written
    ]
    return accounts, users


def test_a_refused_account_takes_its_users_along(files: Files) -> None:
    accounts, users = left_out(files.set(3, "cep", "123"))
    assert [(row["linha"], row["coluna"], row["motivo"], row["conta"], row["cep"]) for row in accounts] == [
        ("3", "cep", "“123” não é um CEP de 8 dígitos", "C1003", "123")
    ]
    assert len(users) == 8
    assert {(row["conta"], row["coluna"], row["motivo"]) for row in users} == {
        ("C1003", "conta", "a conta inteira ficou de fora (contas.csv, linha 3: “123” não é um CEP de 8 dígitos)")
    }


def test_a_refused_user_takes_the_account_along(files: Files) -> None:
    accounts, users = left_out(files.set(4, "email", "?", users=True))
    reason = "a conta inteira ficou de fora (usuarios.csv, linha 4: “?” não é um e-mail)"
    assert [(row["conta"], row["motivo"]) for row in accounts] == [("C1001", reason)]
    assert [row["linha"] for row in users] == ["2", "3", "4", "5", "6"]
    assert [row["motivo"] for row in users][2] == "“?” não é um e-mail"


def test_a_repeated_line_is_left_out_alone(files: Files) -> None:
    files.accounts.append(files.accounts[1])
    accounts, users = left_out(files)
    assert [(row["linha"], row["conta"]) for row in accounts] == [("5", "C1001")]
    assert users == []


def test_a_line_that_cannot_be_parted_stands_as_it_was(files: Files) -> None:
    files.users[2] = "C1001;a;b;c;d;e;f;g"
    left_out(files)
    kept = (files.folder / "usuarios.recusadas.csv").read_text("utf-8-sig").splitlines()
    assert kept[2].endswith(";C1001;a;b;c;d;e;f;g")


def test_nothing_is_written_where_nothing_was_refused(files: Files) -> None:
    assert left_out(files) == ([], [])
    assert not list(files.folder.glob("*.recusadas.csv"))


def test_mended_it_can_be_imported(files: Files) -> None:
    left_out(files.set(3, "cep", "123").set(4, "logradouro", '"Rua\ndo Bom Jesus"').set(25 - 21, "uf", "ZZ"))
    again = Files(files.folder)
    for kept, name in ((again.accounts, "contas"), (again.users, "usuarios")):
        text = (files.folder / f"{name}.recusadas.csv").read_bytes().decode("utf-8-sig")
        kept[:] = text.rstrip("\r\n").replace(";123;", ";90010-150;").replace(";ZZ;", ";PE;").split("\r\n")
    report = again.write().run()
    assert (places(report), report.notes) == ([], ())
    assert list(report.accepted()) == ["C1003", "C1004"]
    assert Account.objects.count() == 3
