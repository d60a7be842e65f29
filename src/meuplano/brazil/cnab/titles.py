"""What a remittance says: whose file it is, the titles, and what is asked for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from meuplano.brazil.cnab.layout import Value

PIX_KEYS: Final = {"cpf": "1", "cnpj": "2", "phone": "3", "email": "4", "random": "5"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """Whose file it is: the company and its account and agreement with the bank. Texts of digits, without check digit.

    `wallet` is the bank's wallet code where the layout has it (001, 237, 341); `variation` BB's; `modality` Caixa's and
    Sicoob's; `transmission` Santander's code.
    """

    bank: str
    name: str
    document: str
    agency: str
    account: str
    agency_dv: str = ""
    account_dv: str = ""
    agency_account_dv: str = ""
    agreement: str = ""
    wallet: str = ""
    variation: str = ""
    modality: str = ""
    transmission: str = ""
    production: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays; all of it is obligatory for registration except district and e-mail. `postcode`: eight digits."""

    name: str
    document: str
    street: str
    postcode: str
    city: str
    state: str
    district: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PixKey:
    """The key the hybrid boleto's Pix is paid to; `kind` is one of PIX_KEYS."""

    kind: str
    key: str
    txid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTitle:
    """A title as the bank gets it. Amounts in centavos, fine and monthly interest in hundredths of a percent.

    `daily` centavos a day take the place of the monthly rate. `id` is ours and comes back, in capitals, in every return
    (company use, 196–220). `options` are further fields of the layout by their name in the manual, for what a contract
    with the bank asks ("especie", "aceite", "carteira" …).
    """

    id: str
    nosso_numero: str
    document_number: str
    due: date
    amount: int
    issued: date
    payer: Payer
    nosso_numero_dv: str = ""
    fine: int = 0
    interest: int = 0
    daily: int | None = None
    rebate: int = 0
    write_off_days: int | None = None
    nominal_only: bool = True
    pix: PixKey | None = None
    options: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is asked for one title: "entry", "write_off", "change_due", "change_amount" or another of MOVEMENTS."""

    verb: str
    title: BankTitle
