"""The vendor's catalogue: read whole, refused where it is not understood, and a published price never changed."""

from datetime import date
from pathlib import Path

import pytest

from meuplano.actions.import_accounts.catalogue_file import read_catalogue
from meuplano.actions.import_accounts.faults import Unreadable
from meuplano.records.models import CycleTerms, Event, Module, ModulePrice, Plan, PlanPrice, PriceVersion
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.actions.import_files import DAY, SAMPLE, Files, places

TEXT = (SAMPLE / "catalogo.toml").read_text()


def line_of(words: str) -> int:
    return TEXT[: TEXT.index(words)].count("\n") + 1


def refused(tmp_path: Path, text: str | bytes) -> list[tuple[int, str, str]]:
    path = tmp_path / "catalogo.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Unreadable) as problem:
        read_catalogue(path)
    assert {(fault.file, fault.conta) for fault in problem.value.faults} == {("catalogo.toml", "")}
    return [(fault.line, fault.column, fault.reason) for fault in problem.value.faults]


def test_the_sample_is_read() -> None:
    catalogue = read_catalogue(SAMPLE / "catalogo.toml")
    (prices,) = catalogue.lists
    assert prices.valid_from == date(2026, 1, 1)
    assert prices.plans == {"essencial": Money(5990), "profissional": Money(8990), "avancado": Money(12990)}
    assert (prices.modules, prices.gb) == ({"conversas": Money(2990)}, Money(150))
    assert {cycle: terms.discount for cycle, terms in prices.cycles.items()} == {
        Cycle.MONTHLY: 0,
        Cycle.QUARTERLY: 0,
        Cycle.SEMIANNUAL: 1000,
        Cycle.ANNUAL: 2000,
    }
    assert (prices.cycles[Cycle.ANNUAL].boletos, prices.cycles[Cycle.ANNUAL].card) == (3, 12)
    plan = catalogue.plans["avancado"]
    assert (plan.name, plan.minimum, plan.included_gb, plan.gb_per_licence) == ("Avançado", 5, 50, 5)
    assert catalogue.module_columns() == {"licencas_conversas": "conversas"}


@pytest.mark.parametrize(
    "change",
    [
        ('"59.90"', "59.90"),
        ('"59.90"', '"59,90"'),
        ("semestral = 10", "semestral = 10.0"),
        ("semestral = 10", 'semestral = "10,00"'),
        ("vigencia = 2026-01-01", 'vigencia = "01/01/2026"'),
        ("\n", "\r\n"),
    ],
)
def test_other_ways_to_write_the_same(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "catalogo.toml"
    path.write_bytes(TEXT.replace(*change).encode("utf-8-sig"))
    assert read_catalogue(path) == read_catalogue(SAMPLE / "catalogo.toml")


FAULTS = [
    ("vigencia = 2026-01-01\n", "", 1, "vigencia", "falta vigencia"),
    ("2026-01-01", '"2026-02-31"', line_of("vigencia"), "vigencia", "não existe no calendário"),
    ('"59.90"', '"-1"', line_of('licenca = "59.90"'), "plano.licenca", "é negativo"),
    ('licenca = "89.90"', 'preco = "89.90"', line_of("Profissional") - 1, "plano.licenca", "falta licenca"),
    ("gb_incluidos = 50", "gb_incluidos = 1.5", line_of("gb_incluidos = 50"), "plano.gb_incluidos", "1.5"),
    ("licencas_minimas = 5", "licencas_minimas = 0", line_of("licencas_minimas = 5"), "plano.licencas_minimas", "1"),
    ('"Avançado"', '"Essencial"', line_of("Avançado"), "plano.nome", "já está no arquivo"),
    ('"Conversas"', '"Storage"', line_of("Conversas"), "modulo.nome", "é reservado"),
    ('"Conversas"', '"???"', line_of("Conversas"), "modulo.nome", "não é um nome"),
    ("semestral = 10", "semestral = 101", line_of("semestral = 10"), "descontos.semestral", "de 0 a 100"),
    ("semestral = 10", "semestral = 7.555", line_of("semestral = 10"), "descontos.semestral", "duas casas"),
    ("anual = 20\n", "", line_of("[descontos]"), "descontos.anual", "falta anual"),
    ("trimestral = 0", "bienal = 0", line_of("trimestral = 0"), "descontos.bienal", "não é conhecido"),
    ('gb = "1.50"', "", line_of("[armazenamento]"), "armazenamento.gb", "falta gb"),
    ("semestral = 2,", "semestral = 7,", line_of("boletos ="), "condicoes.boletos", "mais do que os 6 meses"),
    ("[condicoes]", "[condicao]", line_of("[condicoes]"), "condicao", "não é conhecido"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "words"), FAULTS, ids=[f"{f[3]}: {f[4]}" for f in FAULTS])
def test_a_fault_names_its_line_and_key(tmp_path: Path, old: str, new: str, line: int, column: str, words: str) -> None:
    assert old in TEXT
    found = refused(tmp_path, TEXT.replace(old, new))
    assert [fault[:2] for fault in found if words in fault[2]] == [(line, column)], found


def test_what_is_not_toml(tmp_path: Path) -> None:
    line = line_of("[armazenamento]")
    assert refused(tmp_path, TEXT.replace("[armazenamento]", "[armazenamento"))[0][0] == line
    assert refused(tmp_path, "") == [
        (1, "vigencia", "falta vigencia"),
        (1, "plano", "falta pelo menos um [[plano]]"),
        (1, "armazenamento", "falta a seção [armazenamento]"),
        (1, "armazenamento.gb", "falta gb"),
        (1, "descontos", "falta a seção [descontos]"),
        *[(1, f"descontos.{name}", f"falta {name}") for name in ("mensal", "trimestral", "semestral", "anual")],
    ]
    assert refused(tmp_path, TEXT.encode("cp1252")) == [(0, "", "o arquivo não está em UTF-8")]
    assert refused(tmp_path, "#" * 1_000_001) == [(0, "", "é grande demais para um catálogo")]


@pytest.mark.parametrize("name", ["nenhum.toml", "."])
def test_a_catalogue_that_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreadable):
        read_catalogue(tmp_path / name)


@pytest.mark.django_db
class TestPublishing:
    """In the database."""

    @pytest.fixture
    def files(self, tmp_path: Path) -> Files:
        return Files(tmp_path).keep("C1001")

    def counts(self) -> list[int]:
        kept = (Plan, Module, PriceVersion, PlanPrice, ModulePrice, CycleTerms, Event)
        return [model.objects.count() for model in kept]

    def test_it_is_published_once(self, files: Files) -> None:
        files.write().run()
        assert self.counts() == [3, 1, 1, 3, 1, 4, 2]
        terms = CycleTerms.objects.get(cycle=12)
        assert (terms.discount, terms.boleto_instalments, terms.card_instalments) == (2000, 3, 12)
        files.run()
        assert self.counts() == [3, 1, 1, 3, 1, 4, 2]

    @pytest.mark.parametrize(
        ("old", "new", "column", "words"),
        [
            ('"59.90"', '"69.90"', "plano.licenca", "custa R$\u00a059,90 e não R$\u00a069,90"),
            ('"29.90"', '"19.90"', "modulo.licenca", "“conversas” custa"),
            ('"1.50"', '"1.60"', "armazenamento.gb", "um GB custa R$\u00a01,50"),
            ("anual = 20", "anual = 25", "descontos", "12 meses"),
            ('nome = "Avançado"', 'nome = "Total"', "plano", "“avancado” está na lista publicada e falta"),
            ("gb_incluidos = 50", "gb_incluidos = 60", "plano", "espaço ou nome de “avancado”"),
        ],
    )
    def test_a_published_list_is_never_changed(self, files: Files, old: str, new: str, column: str, words: str) -> None:
        files.write().run()
        files.catalogue = TEXT.replace(old, new)
        report = files.write().run(skip_invalid=True)
        found = [fault.reason for fault in report.refused() if fault.column == column]
        assert any(words in reason and "use outra vigência" in reason for reason in found), found
        assert self.counts() == [3, 1, 1, 3, 1, 4, 2]

    def test_a_new_price_is_a_new_list(self, files: Files) -> None:
        files.write().run()
        files.catalogue = TEXT.replace("2026-01-01", "2026-12-01").replace('"59.90"', '"69.90"')
        files.catalogue = files.catalogue.replace("gb_incluidos = 50", "gb_incluidos = 60")
        assert places(files.write().run(on=DAY)) == []
        assert list(PriceVersion.objects.order_by("valid_from").values_list("valid_from", flat=True)) == [
            date(2026, 1, 1),
            date(2026, 12, 1),
        ]
        assert Plan.objects.get(code="avancado").included_gb == 60

    def test_an_older_list_leaves_the_plans_as_they_are(self, files: Files) -> None:
        files.write().run()
        files.catalogue = TEXT.replace("2026-01-01", "2025-01-01").replace("gb_incluidos = 50", "gb_incluidos = 40")
        assert places(files.write().run()) == []
        assert PriceVersion.objects.count() == 2
        assert Plan.objects.get(code="avancado").included_gb == 50

    def test_a_refused_import_publishes_nothing(self, files: Files) -> None:
        files.set(2, "cep", "1").write().run()
        assert self.counts() == [0] * 7
