"""Accounts at every bank we write to, and a title with everything that is hard on a file: accents, letters, lengths."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meuplano.brazil.cnab.titles import BankTitle, Beneficiary, Payer, PixKey

MADE = datetime(2026, 2, 1, 10, 11, 12, tzinfo=ZoneInfo("America/Sao_Paulo"))
DUE = date(2026, 3, 10)

_COMPANY = Beneficiary(
    bank="001",
    name="Pranchêta Software & Ações Ltda",
    document="12ABC34501DE35",
    agency="4042",
    agency_dv="8",
    account="61900",
    account_dv="0",
)
BENEFICIARIES = {
    "001": replace(_COMPANY, agreement="1238798", wallet="17", variation="019"),
    "033": replace(_COMPANY, bank="033", transmission="404200001238798"),
    "104": replace(_COMPANY, bank="104", agreement="123879", modality="14"),
    "237": replace(_COMPANY, bank="237", agreement="4567890", wallet="09"),
    "341": replace(_COMPANY, bank="341", wallet="109"),
    "748": replace(_COMPANY, bank="748"),
    "756": replace(_COMPANY, bank="756", modality="01"),
}
NUMBERS = {
    "001": ("0000041178", ""),
    "033": ("000000041178", "7"),
    "104": ("000000000041178", ""),
    "237": ("00000041178", "P"),
    "341": ("00041178", "5"),
    "748": ("26200011", "7"),
    "756": ("000041178", "4"),
}
PAYER = Payer(
    name="José Conceição de Araújo Muñoz – Comércio de Pães & Açúcar Ltda.",
    document="52998224725",
    street="Rua São João d’El-Rei, nº 1.234, apto. 56, bloco Ipê",
    district="Conceição do Mato Dentro",
    postcode="01310100",
    city="São José do Rio Preto",
    state="SP",
)
PIX = PixKey(kind="random", key="7c1f0a4b-e0d9-4e52-b8a3-f4d6c1e29a77", txid="Ab3dE5fG7hI9jK1lM3nO5pQ7rS9")


def title(bank: str) -> BankTitle:
    """A title of 1,234.56 with fine and interest, at this bank."""
    number, digit = NUMBERS[bank]
    return BankTitle(
        id="T-0000041178",
        nosso_numero=number,
        nosso_numero_dv=digit,
        document_number="FAT-41178",
        due=DUE,
        amount=123456,
        issued=date(2026, 2, 1),
        payer=PAYER,
        fine=200,
        interest=100,
        write_off_days=60,
    )
