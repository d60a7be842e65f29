"""The forms in which a file may come: all of them are the same import."""

from collections.abc import Callable
from pathlib import Path

import pytest

from meuplano.records.models import Account, BillingDetails, Credit, Member
from tests.actions.import_files import Files, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Three accounts with accents, a cent amount, extras and a CNPJ with letters."""
    return Files(tmp_path).keep("C1001", "C1004", "C1007", "C1009")


def bom(files: Files) -> None:
    files.encoding = "utf-8-sig"


def windows_1252(files: Files) -> None:
    files.encoding = "cp1252"


def mixed_encodings(files: Files) -> None:
    """Two exports pasted together: each line speaks for itself."""
    files.write()
    path = files.folder / "contas.csv"
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + b"".join(line.decode().encode("cp1252") for line in rest[:2]) + b"".join(rest[2:]))


def commas(files: Files) -> None:
    files.each(lambda line: ",".join(f'"{cell}"' if "," in cell else cell for cell in line.split(";")))


def all_quoted(files: Files) -> None:
    files.each(lambda line: ";".join(f'"{cell}"' for cell in line.split(";")))


def unix_ends(files: Files) -> None:
    files.end = "\n"


def no_last_end(files: Files) -> None:
    files.write()
    path = files.folder / "usuarios.csv"
    path.write_bytes(path.read_bytes().rstrip())


def other_order(files: Files) -> None:
    files.each(lambda line: ";".join(reversed(line.split(";"))))


def more_columns(files: Files) -> None:
    files.each(lambda line: f"observação;{line};cor")


def shouted_header(files: Files) -> None:
    for kept in (files.accounts, files.users):
        kept[0] = kept[0].upper().replace("RAZAO_SOCIAL", " Razão Social ").replace("PERIODICIDADE", "Periodicídade")


def empty_lines(files: Files) -> None:
    width = files.accounts[0].count(";")
    files.accounts[1:1] = ["", ";" * width, "   "]
    files.users.extend(["", ";;;;;"])


def trailing_separators(files: Files) -> None:
    files.accounts[1:] = [f"{line};;" for line in files.accounts[1:]]


def excel_note(files: Files) -> None:
    files.accounts.insert(0, "sep=;")


def points(files: Files) -> None:
    files.set(4, "saldo_credito", "184.20").set(4, "licencas", "25.00").set(3, "gb_extras", "20,0")


def thousands(files: Files) -> None:
    files.set(2, "saldo_credito", "R$ 1.234,56").set(3, "saldo_credito", "")


def iso_dates(files: Files) -> None:
    files.set(2, "inicio", "2023-01-01").set(2, "pago_ate", "2026-12-01").set(
        2, "ultimo_acesso", "2026-11-24", users=True
    )


def other_words(files: Files) -> None:
    words = {"sim": "TRUE", "não": "0"}
    files.users = [";".join(words.get(cell, cell) for cell in line.split(";")) for line in files.users]
    files.accounts = [line.replace("mensal", "MENSAL").replace("Avançado", "avancado") for line in files.accounts]


def decomposed_accents(files: Files) -> None:
    import unicodedata

    files.each(lambda line: unicodedata.normalize("NFD", line))


def quoted_line_break(files: Files) -> None:
    files.set(2, "logradouro", '"Avenida\nPaulista"')


def doubled_quotes(files: Files) -> None:
    files.set(2, "nome_fantasia", '"Agência ""Aurora"""')


FORMS = [
    *(bom, windows_1252, mixed_encodings, commas, all_quoted, unix_ends, no_last_end, other_order, more_columns),
    *(shouted_header, empty_lines, trailing_separators, excel_note, points, thousands, iso_dates, other_words),
    *(decomposed_accents, quoted_line_break, doubled_quotes),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_is_taken(files: Files, form: Callable[[Files], None]) -> None:
    written = form in (mixed_encodings, no_last_end)
    form(files)
    report = (files if written else files.write()).run()
    assert places(report) == []
    assert list(report.accepted()) == ["C1001", "C1004", "C1007", "C1009"]
    assert BillingDetails.objects.get(account__code="C1001").street == "Avenida Paulista"
    assert BillingDetails.objects.get(account__code="C1009").legal_name == "Oficina Ímã Comunicação Ltda"
    assert Credit.objects.get(account__code="C1007").amount_centavos == 18420
    assert Member.objects.filter(account__code="C1001", has_access=True).count() == 2


def test_quotes_and_amounts_arrive_as_meant(files: Files) -> None:
    doubled_quotes(files)
    thousands(files)
    files.write().run()
    assert Account.objects.get(code="C1001").name == 'Agência "Aurora"'
    assert Credit.objects.get(account__code="C1001").amount_centavos == 123456


def test_columns_that_are_not_used_are_named(files: Files) -> None:
    more_columns(files)
    assert files.write().run().notes == (
        "contas.csv: a coluna observação não é usada",
        "contas.csv: a coluna cor não é usada",
        "usuarios.csv: a coluna observação não é usada",
        "usuarios.csv: a coluna cor não é usada",
    )


def test_the_owner_is_added_where_no_line_names_them(files: Files) -> None:
    del files.users[1]
    report = files.write().run()
    assert places(report) == []
    owner = Member.objects.get(account__code="C1001", is_owner=True)
    assert (owner.user.name, owner.has_access, owner.is_admin) == ("Ana Almeida", True, True)


def test_users_need_not_be_sorted(files: Files) -> None:
    files.users[1:] = files.users[:0:-1]
    assert len(list(files.write().run().accepted())) == 4
    assert Member.objects.filter(account__code="C1001").count() == 5


def test_fewer_licences_than_the_plan_asks_for_stay_as_they_are(files: Files) -> None:
    report = files.keep("C1001").set(2, "licencas", "2").write().run()
    assert list(report.accepted()) == ["C1001"]
    assert report.notes == ("1 conta tem menos licenças do que o mínimo do plano, e fica assim",)
