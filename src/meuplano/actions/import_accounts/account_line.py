"""One line of contas.csv: its cells read, and the dates, plan and prices that have to fit together (D41)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from meuplano.actions.import_accounts import cells
from meuplano.actions.import_accounts.catalogue import CYCLES, Catalogue
from meuplano.actions.import_accounts.csv_lines import Row
from meuplano.actions.import_accounts.faults import Bad, Fault
from meuplano.actions.import_accounts.running_period import running_period
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from meuplano.rules.renewal import ALL_LICENCES, ONLY_ACTIVE

COLUMNS = (
    *("conta", "razao_social", "nome_fantasia", "documento", "responsavel_nome", "responsavel_email"),
    *("email_financeiro", "telefone", "cep", "logradouro", "numero", "complemento", "bairro", "municipio", "uf"),
    *("plano", "periodicidade", "licencas", "gb_extras", "inicio", "pago_ate", "forma_pagamento", "renovacao"),
    "saldo_credito",
)
MODULE_PREFIX = "licencas_"
POLICIES = {"todas": ALL_LICENCES, "ativas": ONLY_ACTIVE}
CARD = "card"
METHODS = {"boleto": "boleto", "pix": "pix", "cartao": CARD}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as its line says it is; credit in centavos, plan and modules by code."""

    line: int
    code: str
    name: str
    legal_name: str
    tax_id: str
    owner_name: str
    owner_email: str
    finance_emails: list[str]
    phone: str
    postal_code: str
    street: str
    number: str
    complement: str
    district: str
    city: str
    state: str
    plan: str
    cycle: int
    licences: int
    extras: dict[str, int]  # GB and licences of modules
    anchor: date
    paid_until: date
    method: str
    policy: str
    credit: int

    @property
    def quantities(self) -> dict[str, int]:
        """What is contracted, by item."""
        return {LICENCE: self.licences, **self.extras}

    def dump(self) -> str:
        """As the staging table keeps it."""
        return json.dumps([getattr(self, name) for name in _NAMES], default=date.isoformat, ensure_ascii=False)

    @classmethod
    def load(cls, kept: str) -> "AccountLine":
        values: dict[str, Any] = dict(zip(_NAMES, json.loads(kept), strict=True))
        for name in ("anchor", "paid_until"):
            values[name] = date.fromisoformat(values[name])
        return cls(**values)


_NAMES = tuple(field.name for field in fields(AccountLine))


class AccountReader:
    """Reads lines of contas.csv against a catalogue and a day."""

    def __init__(self, file: str, catalogue: Catalogue, *, today: date, overdue: bool) -> None:
        self.file = file
        self.catalogue = catalogue
        self.plans = catalogue.plan_names()
        self.modules = catalogue.module_columns()
        self.today = today
        self.overdue = overdue

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be there: the sample's, with one for each module of the catalogue."""
        return (*COLUMNS, *self.modules)

    def read(self, row: Row) -> "AccountLine | list[Fault]":
        """The account, or every reason why its line is refused."""
        return _Reading(self, row).account()


class _Reading:
    def __init__(self, reader: AccountReader, row: Row) -> None:
        self.reader = reader
        self.row = row
        self.faults: list[Fault] = []

    def account(self) -> AccountLine | list[Fault]:
        code = self.take("conta", cells.code)
        legal_name = self.take("razao_social", cells.required)
        method = self.take("forma_pagamento", partial(cells.choice, choices=METHODS))
        if method == CARD:
            self.refuse(
                "forma_pagamento",
                "cartões não são importados (o número nunca chega aqui): use boleto ou pix, "
                "e o responsável cadastra o cartão no Meu Plano",
            )
        plan = self.take("plano", partial(cells.choice, choices=self.reader.plans))
        cycle = self.take("periodicidade", partial(cells.choice, choices=CYCLES))
        anchor, paid_until = self.take("inicio", cells.day), self.take("pago_ate", cells.day)
        extras = {STORAGE: self.take("gb_extras", cells.quantity)}
        extras |= {item: self.take(column, cells.quantity) for column, item in self.reader.modules.items()}
        extras = {item: quantity for item, quantity in extras.items() if quantity}
        if anchor and paid_until and cycle:
            self.check_period(plan, cycle, anchor, paid_until, extras)
        credit = self.take("saldo_credito", cells.amount)
        line = AccountLine(
            line=self.row.line,
            code=code,
            name=self.take("nome_fantasia", cells.text) or legal_name,
            legal_name=legal_name,
            tax_id=self.take("documento", cells.tax_id),
            owner_name=self.take("responsavel_nome", cells.text),
            owner_email=self.take("responsavel_email", cells.email),
            finance_emails=self.take("email_financeiro", cells.emails),
            phone=self.text("telefone", 30),
            postal_code=self.take("cep", cells.postal_code),
            street=self.text("logradouro", 120),
            number=self.text("numero", 20),
            complement=self.text("complemento", 60),
            district=self.text("bairro", 60),
            city=self.text("municipio", 60),
            state=self.take("uf", cells.state),
            plan=plan,
            cycle=cycle,
            licences=self.take("licencas", partial(cells.quantity, least=1)),
            extras=extras,
            anchor=anchor,
            paid_until=paid_until,
            method=method,
            policy=self.take("renovacao", partial(cells.choice, choices=POLICIES)),
            credit=credit.centavos if credit else 0,
        )
        return self.faults or line

    def take(self, column: str, read: Callable[[str], Any]) -> Any:
        """The cell's value; None after a fault."""
        try:
            return read(self.row.cells[column])
        except Bad as bad:
            self.refuse(column, str(bad))
            return None

    def text(self, column: str, longest: int) -> Any:
        return self.take(column, partial(cells.text, longest=longest))

    def refuse(self, column: str, reason: str) -> None:
        self.faults.append(Fault(self.row.conta, self.reader.file, self.row.line, column, reason))

    def check_period(
        self, plan: str | None, cycle: Cycle, anchor: date, paid_until: date, extras: dict[str, int]
    ) -> None:
        try:
            held = running_period(anchor, cycle, paid_until, today=self.reader.today, overdue=self.reader.overdue)
        except Bad as bad:
            self.refuse("inicio" if anchor > self.reader.today else "pago_ate", str(bad))
            return
        modules = extras.keys() - {STORAGE}
        if plan and self.reader.catalogue.list_for(held.period.start, plan, modules) is None:
            self.refuse("plano", "nenhuma lista de preços tem este plano e estes módulos")
