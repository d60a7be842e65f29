"""Each fault is told with its file, line and column, in words; nothing is written, or everything without a fault."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meuplano.actions.import_accounts import Report
from meuplano.records.models import Account, Member, Plan
from tests.actions.import_files import DAY, Files, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """C1001 on line 2 of contas.csv and on lines 2 to 6 of usuarios.csv, C1003 on line 3 and on lines 7 to 14."""
    return Files(tmp_path).keep("C1001", "C1003")


def reason(report: Report) -> str:
    (fault,) = report.refused()
    return fault.reason


CELLS = [
    ("conta", "C 1001", "não serve de código"),
    ("conta", "C" * 21, "não serve de código"),
    ("razao_social", "", "não foi preenchido"),
    ("razao_social", "x" * 121, "o texto tem 121 caracteres e cabem 120"),
    ("nome_fantasia", "Aur\x00ora", "caractere de controle (0)"),
    ("nome_fantasia", "Aur\ufffdora", "caractere ilegível"),
    ("documento", "26.018.159/0001-28", "CNPJ inválido: os dígitos verificadores não conferem"),
    ("documento", "907.511.637-33", "CPF inválido: os dígitos verificadores não conferem"),
    ("documento", "6018159000127", "perdeu zeros à esquerda"),
    ("documento", "", "não foi preenchido"),
    ("responsavel_email", "ana@", "não é um e-mail"),
    ("responsavel_email", "", "não foi preenchido"),
    ("email_financeiro", "a@b.example, x", "“x” não é um e-mail"),
    ("cep", "1310100", "perdeu o zero à esquerda"),
    ("cep", "0131-0100", "não é um CEP de 8 dígitos"),
    ("uf", "XX", "não é a sigla de um estado"),
    ("plano", "Gratuito", "pode ser essencial, profissional ou avancado"),
    ("periodicidade", "bimestral", "pode ser mensal, trimestral, semestral ou anual"),
    ("licencas", "", "não foi preenchido"),
    ("licencas", "0", "deve ser pelo menos 1"),
    ("licencas", "-3", "é negativo"),
    ("licencas", "3,5", "não é um número inteiro"),
    ("licencas", "três", "não é um número"),
    ("licencas", "1e3", "não é um número"),
    ("licencas", "9" * 18, "é grande demais"),
    ("licencas", "9" * 5000, "o texto tem 5000 caracteres"),
    ("gb_extras", "-1", "é negativo"),
    ("gb_extras", "2000000", "é grande demais"),
    ("licencas_conversas", "0,5", "não é um número inteiro"),
    ("inicio", "31/02/2023", "não existe no calendário"),
    ("inicio", "2023/01/01", "não é uma data"),
    ("inicio", "01/01/23", "não é uma data"),
    ("inicio", "01/01/0023", "o ano deve estar entre"),
    ("inicio", "", "não foi preenchido"),
    ("inicio", "01/01/2027", "está no futuro"),
    ("pago_ate", "12/31/2026", "não existe no calendário"),
    ("pago_ate", "02/12/2026", "seria 01/12/2026 ou 01/01/2027"),
    ("pago_ate", "01/11/2026", "já passou: com --overdue"),
    ("pago_ate", "01/10/2026", "passou há mais de um período, e não se importa nem com --overdue"),
    ("pago_ate", "01/01/2027", "está mais de um período à frente"),
    ("pago_ate", "01/12/2022", "é antes do início, 01/01/2023"),
    ("forma_pagamento", "cheque", "pode ser boleto, pix ou cartao"),
    ("forma_pagamento", "cartão", "cartões não são importados"),
    ("renovacao", "nenhuma", "pode ser todas ou ativas"),
    ("saldo_credito", "-10,00", "é negativo"),
    ("saldo_credito", "1,234.56", "não é um número como 1.234,56 ou 1234.56"),
    ("saldo_credito", "10,005", "não é um número"),
    ("saldo_credito", "99.999.999.999,99", "é grande demais"),
]


@pytest.mark.parametrize(("column", "value", "words"), CELLS, ids=[f"{c}={v[:20]}" for c, v, _ in CELLS])
def test_a_bad_cell_of_an_account(files: Files, column: str, value: str, words: str) -> None:
    report = files.set(2, column, value).write().run()
    found = [fault for fault in report.refused() if fault.file == "contas.csv"]
    assert [(fault.file, fault.line, fault.column) for fault in found] == [("contas.csv", 2, column)]
    assert words in found[0].reason
    assert list(report.accepted()) == []
    assert not Account.objects.exists()
    assert not Plan.objects.exists()


USER_CELLS = [
    ("email", "bruno", "não é um e-mail"),
    ("email", "", "não foi preenchido"),
    ("nome", "B\x07", "caractere de controle (7)"),
    ("acesso", "talvez", "não é sim nem não"),
    ("acesso", "", "não foi preenchido"),
    ("administrador", "2", "não é sim nem não"),
    ("ultimo_acesso", "29/02/2026", "não existe no calendário"),
]


@pytest.mark.parametrize(("column", "value", "words"), USER_CELLS, ids=[f"{c}={v}" for c, v, _ in USER_CELLS])
def test_a_bad_cell_of_a_user_refuses_the_account(files: Files, column: str, value: str, words: str) -> None:
    report = files.set(3, column, value, users=True).write().run(skip_invalid=True)
    assert places(report) == [("C1001", "usuarios.csv", 3, column)]
    assert words in reason(report)
    assert list(report.accepted()) == ["C1003"]


def test_every_fault_of_a_line_is_told_at_once(files: Files) -> None:
    files.set(2, "documento", "1").set(2, "cep", "1").set(2, "licencas", "x").set(3, "uf", "ZZ")
    assert places(files.set(14, "acesso", "?", users=True).write().run()) == [
        ("C1001", "contas.csv", 2, "documento"),
        ("C1001", "contas.csv", 2, "cep"),
        ("C1001", "contas.csv", 2, "licencas"),
        ("C1003", "contas.csv", 3, "uf"),
        ("C1003", "usuarios.csv", 14, "acesso"),
    ]


def test_too_old_a_debt_is_refused_even_with_overdue(files: Files) -> None:
    report = files.set(2, "pago_ate", "01/10/2026").write().run(overdue=True)
    assert "passou há mais de um período" in reason(report)


def test_more_active_users_than_licences(files: Files) -> None:
    report = files.set(3, "licencas", "5").write().run()
    assert places(report) == [("C1003", "contas.csv", 3, "licencas")]
    assert reason(report) == "5 licenças são menos do que os 6 usuários com acesso"


def test_the_added_owner_counts_as_a_user(files: Files) -> None:
    files.set(2, "licencas", "2").set(2, "responsavel_email", "outra@aurora.example")
    assert reason(files.write().run()) == "2 licenças são menos do que os 3 usuários com acesso"


def test_an_owner_without_access(files: Files) -> None:
    report = files.set(2, "acesso", "não", users=True).write().run()
    assert places(report) == [("C1001", "usuarios.csv", 2, "acesso")]
    assert reason(report) == "o responsável pela conta precisa ter acesso"


def test_of_a_repeated_account_the_first_stands(files: Files) -> None:
    files.accounts.append(files.accounts[1].replace("Agência Aurora;", "Outra;"))
    report = files.write().run()
    assert places(report) == [("C1001", "contas.csv", 4, "conta")]
    assert reason(report) == "a conta já está na linha 2, e é a primeira que vale"
    report = files.run(skip_invalid=True)
    assert list(report.accepted()) == ["C1001", "C1003"]
    assert Account.objects.get(code="C1001").name == "Agência Aurora"


def test_of_a_repeated_user_the_first_stands(files: Files) -> None:
    files.users.append("C1001;Outro Nome;BRUNO.cardoso1@aurora.example;não;não;")
    report = files.write().run(skip_invalid=True)
    assert places(report) == [("C1001", "usuarios.csv", 15, "email")]
    assert list(report.accepted()) == ["C1001", "C1003"]
    assert Member.objects.get(user__email="bruno.cardoso1@aurora.example").user.name == "Bruno Cardoso"


def test_a_refused_line_stands_before_its_repetition(files: Files) -> None:
    """A good second line does not replace a bad first one: somebody has to say which is meant."""
    files.accounts.append(files.accounts[1])
    report = files.set(2, "cep", "1").write().run(skip_invalid=True)
    assert places(report) == [("C1001", "contas.csv", 2, "cep"), ("C1001", "contas.csv", 4, "conta")]
    assert list(report.accepted()) == ["C1003"]


def test_a_user_of_no_account(files: Files) -> None:
    files.users.append("C9999;Ninguém;ninguem@aurora.example;sim;não;")
    report = files.write().run(skip_invalid=True)
    assert places(report) == [("C9999", "usuarios.csv", 15, "conta")]
    assert reason(report) == "esta conta não está em contas.csv"
    assert list(report.accepted()) == ["C1001", "C1003"]


def test_users_of_a_refused_account_are_no_strangers(files: Files) -> None:
    report = files.set(2, "cep", "1").write().run(skip_invalid=True)
    assert places(report) == [("C1001", "contas.csv", 2, "cep")]


def test_one_line_with_too_few_or_too_many_fields(files: Files) -> None:
    files.accounts[1] = files.accounts[1].rsplit(";", 1)[0]
    files.users[6] = files.users[6].replace("Carla Cardoso", "Cardoso; Carla")
    report = files.write().run()
    assert places(report) == [
        ("C1001", "contas.csv", 2, "saldo_credito"),
        ("C1003", "usuarios.csv", 7, "ultimo_acesso"),
    ]
    few, many = report.refused()
    assert few.reason == "a linha tem 24 campos e o cabeçalho tem 25"
    assert many.reason == "a linha tem 7 campos e o cabeçalho tem 6 (um ';' dentro de um campo precisa de aspas)"


def test_lines_are_counted_over_quoted_line_breaks(files: Files) -> None:
    report = files.set(2, "logradouro", '"Avenida\nPaulista"').set(3, "cep", "1").write().run()
    assert places(report) == [("C1003", "contas.csv", 4, "cep")]


def test_an_unpaired_quote_on_one_line(files: Files) -> None:
    report = files.set(2, "nome_fantasia", '"Agência" Aurora').write().run(skip_invalid=True)
    assert places(report) == [("C1001", "contas.csv", 2, "")]
    assert list(report.accepted()) == ["C1003"]


def test_a_quote_that_never_closes_refuses_the_file(files: Files) -> None:
    report = files.set(2, "nome_fantasia", '"Agência Aurora').write().run(skip_invalid=True)
    assert places(report) == [("", "contas.csv", 2, "")]
    assert "não fecham" in reason(report)
    assert not Account.objects.exists()


@pytest.mark.parametrize("column", ["documento", "licencas", "complemento", "licencas_conversas"])
def test_a_missing_column(files: Files, column: str) -> None:
    place = files.accounts[0].split(";").index(column)
    files.accounts = [";".join(c for n, c in enumerate(line.split(";")) if n != place) for line in files.accounts]
    report = files.write().run(skip_invalid=True)
    assert places(report) == [("", "contas.csv", 1, column)]
    assert reason(report) == f"falta a coluna {column}"


def test_columns_of_both_files_are_missed_at_once(files: Files) -> None:
    files.accounts[0] = files.accounts[0].replace("documento", "cnpj")
    files.users[0] = files.users[0].replace("acesso;", "ativo;", 1)
    assert places(files.write().run()) == [
        ("", "contas.csv", 1, "documento"),
        ("", "usuarios.csv", 1, "acesso"),
    ]


def test_a_column_given_twice(files: Files) -> None:
    files.users = [f"{line};{line.split(';')[2]}" for line in files.users]
    report = files.write().run()
    assert places(report) == [("", "usuarios.csv", 1, "email")]
    assert reason(report) == "a coluna email aparece duas vezes"


def test_licences_of_a_module_that_is_not_sold(files: Files) -> None:
    files.accounts = [f"{line};{'licencas_robôs' if n == 0 else '1'}" for n, line in enumerate(files.accounts)]
    report = files.write().run()
    assert places(report) == [("", "contas.csv", 1, "licencas_robos")]


FILES = [
    (b"", 0, "o arquivo está vazio"),
    (b"\r\nconta;nome\r\n", 1, "a primeira linha deve ser o cabeçalho"),
    (b"\xef\xbb\xbf", 0, "o arquivo está vazio"),
    ("conta;nome".encode("utf-16"), 0, "o arquivo está em UTF-16"),
    (b"PK\x03\x04\x14\x00", 0, "o arquivo é uma planilha"),
    (b'conta;"nome\n', 1, "o cabeçalho tem aspas que não fecham"),
    (b"conta;" + b"x" * 1_100_000, 1, "a linha tem mais de 1000000 bytes"),
]


@pytest.mark.parametrize(("content", "line", "words"), FILES, ids=[words[:25] for _, _, words in FILES])
def test_a_file_that_is_none(files: Files, content: bytes, line: int, words: str) -> None:
    files.write()
    (files.folder / "usuarios.csv").write_bytes(content)
    report = files.run(skip_invalid=True)
    assert words in reason(report)
    assert places(report) == [("", "usuarios.csv", line, "")]
    assert not Account.objects.exists()


def test_a_header_alone_imports_nothing(files: Files) -> None:
    files.accounts, files.users = files.accounts[:1], files.users[:1]
    report = files.write().run()
    assert (places(report), list(report.accepted())) == ([], [])


def test_missing_files_and_folders(files: Files) -> None:
    (files.folder / "contas.csv").mkdir()
    report = files_without_content(files)
    assert [(fault.file, fault.line, fault.reason) for fault in report.refused()] == [
        ("contas.csv", 0, "é uma pasta, e não um arquivo"),
        ("usuarios.csv", 0, "o arquivo não existe"),
    ]


def files_without_content(files: Files) -> Report:
    (files.folder / "catalogo.toml").write_text(files.catalogue)
    return files.run()


def test_there_must_be_a_catalogue(files: Files) -> None:
    report = files.write().run(catalogue=False)
    assert reason(report) == "ainda não há catálogo: informe-o com --catalogue catalogo.toml"


def test_a_fault_found_late_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing over many pages: the last account of the last page has too few licences."""
    monkeypatch.setattr("meuplano.actions.import_accounts.staging.PAGE", 4)
    report = Files(tmp_path).set(25, "licencas", "1").write().run(overdue=True)
    assert places(report) == [("C1024", "contas.csv", 25, "licencas")]
    assert not Account.objects.exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["contas.csv", "usuarios.csv", "catalogo.toml"]), at=st.floats(0, 1), put=st.binary(max_size=8)
)
def test_files_damaged_anywhere_are_told_about(files: Files, name: str, at: float, put: bytes) -> None:
    """Bytes overwritten anywhere: an import or faults with a place and printable words, never a crash."""
    path = files.write().folder / name
    content = path.read_bytes()
    place = int(at * len(content))
    path.write_bytes(content[:place] + put + content[place + len(put) :])
    report = files.run(skip_invalid=True, dry_run=True)
    for fault in report.refused():
        assert fault.file in ("contas.csv", "usuarios.csv", "catalogo.toml")
        assert str(fault).replace("\u00a0", " ").isprintable()
    assert not Account.objects.exists()


def test_what_is_wrong_with_an_account_that_exists_does_not_matter(files: Files) -> None:
    """The same file a month later: its dates have passed, and nobody is asked to mend them."""
    files.write().run()
    files.set(2, "documento", "1").set(3, "acesso", "?", users=True)
    files.accounts.append(files.accounts[1])
    report = files.write().run(on=DAY.replace(month=12))
    assert (places(report), list(report.unchanged())) == ([], ["C1001", "C1003"])
