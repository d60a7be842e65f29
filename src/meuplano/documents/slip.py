"""A boleto as it is printed: every value ready, nothing left to compute."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_LINE: Final = re.compile(r"\d{5}\.\d{5} \d{5}\.\d{6} \d{5}\.\d{6} \d \d{14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Beneficiary, payer or guarantor: name, CPF or CNPJ with its mask, and the address in lines."""

    name: str
    document: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What goes on paper. `amount` in centavos; codes and identifiers as they are printed (with masks and digits).

    `bank` is the bank's number with its digit ("001-9"). `pix` is the BR Code the bank gave with the registration: only
    that one settles the title when it is paid, so nothing else belongs here. Raises ValueError for a barcode that is
    not 44 digits or a linha digitável that is not printed as FEBRABAN wants it.
    """

    bank: str
    bank_name: str
    barcode: str
    linha_digitavel: str
    beneficiary: Party
    agency_code: str
    payer: Party
    nosso_numero: str
    document_number: str
    due: date
    amount: int
    issued_on: date
    processed_on: date
    guarantor: Party | None = None
    wallet: str = ""
    kind: str = "DM"
    accepted: bool = False
    place: str = "Pagável em qualquer banco, mesmo depois do vencimento"
    instructions: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    pix: str = ""

    def __post_init__(self) -> None:
        if not (len(self.barcode) == 44 and self.barcode.isascii() and self.barcode.isdigit()):
            raise ValueError("um código de barras tem 44 algarismos")
        if not _LINE.fullmatch(self.linha_digitavel):
            raise ValueError("a linha digitável se imprime em cinco campos: 00000.00000 00000.000000 …")
        if not re.fullmatch(r"[0-9]{3}-[0-9X]", self.bank):
            raise ValueError(f"o número do banco se imprime com o dígito: {self.bank!r}")


def reais(centavos: int) -> str:
    """1.234,56: the amount without R$, as the fields of a slip want it."""
    whole, cents = divmod(centavos, 100)
    return f"{whole:,}".replace(",", ".") + f",{cents:02d}"


def day(value: date) -> str:
    """dd/mm/aaaa."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
