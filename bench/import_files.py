"""Files for the import's measurement: as many accounts as asked for, the same ones every time, like the sample's."""

import csv
from datetime import date
from pathlib import Path
from random import Random

from meuplano.brazil.check_digits import module11
from meuplano.rules.periods import Cycle, period_containing

TODAY = date(2026, 11, 24)
ANCHOR_YEARS = range(2020, 2026)
CYCLES = (
    ("mensal", Cycle.MONTHLY),
    ("trimestral", Cycle.QUARTERLY),
    ("semestral", Cycle.SEMIANNUAL),
    ("anual", Cycle.ANNUAL),
)
PLANS = ("Essencial", "Profissional", "Avançado")
USERS = 6  # of an account, four of them with access
CREDIT_EVERY, OVERDUE_EVERY = 8, 50
ACCOUNT_COLUMNS = (
    *("conta", "razao_social", "nome_fantasia", "documento", "responsavel_nome", "responsavel_email"),
    *("email_financeiro", "telefone", "cep", "logradouro", "numero", "complemento", "bairro", "municipio", "uf"),
    *("plano", "periodicidade", "licencas", "gb_extras", "licencas_conversas", "inicio", "pago_ate"),
    *("forma_pagamento", "renovacao", "saldo_credito"),
)
USER_COLUMNS = ("conta", "nome", "email", "acesso", "administrador", "ultimo_acesso")
CATALOGUE = """
vigencia = 2026-01-01
descontos = { mensal = 0, trimestral = 0, semestral = 10, anual = 20 }
armazenamento = { gb = "1.50" }
plano = [
  { nome = "Essencial", licenca = "59.90", licencas_minimas = 3, gb_incluidos = 10, gb_por_licenca = 1 },
  { nome = "Profissional", licenca = "89.90", licencas_minimas = 3, gb_incluidos = 20, gb_por_licenca = 2 },
  { nome = "Avançado", licenca = "129.90", licencas_minimas = 5, gb_incluidos = 50, gb_por_licenca = 5 },
]
modulo = [{ nome = "Conversas", licenca = "29.90" }]
"""


def write_files(folder: Path, accounts: int) -> int:
    """Write catalogo.toml, contas.csv and usuarios.csv, the users in no order; returns how many lines there are."""
    random = Random(accounts)
    (folder / "catalogo.toml").write_text(CATALOGUE)
    with (folder / "contas.csv").open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(ACCOUNT_COLUMNS)
        for n in range(accounts):
            writer.writerow(_account(n, random))
    order = list(range(accounts * USERS))
    random.shuffle(order)
    with (folder / "usuarios.csv").open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(USER_COLUMNS)
        for place in order:
            writer.writerow(_user(*divmod(place, USERS)))
    return accounts * (1 + USERS)


def cnpj(n: int) -> str:
    """The n-th CNPJ of this world, with its two check digits."""
    digits = f"{n:08d}0001"
    for _ in range(2):
        digits += str(module11(digits) % 10)
    return digits


def _account(n: int, random: Random) -> list[object]:
    name, cycle = CYCLES[n % len(CYCLES)]
    anchor = date(random.choice(ANCHOR_YEARS), random.randint(1, 12), random.randint(1, 31 - 3))
    period = period_containing(anchor, cycle, TODAY)
    paid_until = period.start if n % OVERDUE_EVERY == 0 else period.end
    return [
        *(_code(n), f"Agência {n} Comunicação Ltda", f"Agência {n}", cnpj(n), f"Ana {n}", _email(n, 0)),
        *(f"financeiro@agencia{n}.example", "+55 11 91950-9313", "01310-100", "Avenida Paulista", n, "sala 12"),
        *("Bela Vista", "São Paulo", "SP", PLANS[n % len(PLANS)], name, random.randint(5, 40), n % 4 * 10, n % 3),
        *(f"{anchor:%d/%m/%Y}", f"{paid_until:%d/%m/%Y}", ("boleto", "pix")[n % 2], ("todas", "ativas")[n % 2]),
        "184,20" if n % CREDIT_EVERY == 1 else "0,00",
    ]


def _user(n: int, k: int) -> list[object]:
    has_access = "sim" if k < 4 else "não"
    last = "23/11/2026" if k < 4 else ""
    return [_code(n), f"Pessoa {k}" if k else f"Ana {n}", _email(n, k), has_access, "sim" if k < 2 else "não", last]


def _code(n: int) -> str:
    return f"C{n:06d}"


def _email(n: int, k: int) -> str:
    return f"pessoa{k}@agencia{n}.example"
