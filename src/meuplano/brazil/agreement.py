"""A company's collection agreement with its bank: what it numbers titles with, and each title's codes and file entry.

It joins what the banks describe twice, under other names: the boleto's free field and the bank file's records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from meuplano.brazil.banks import BANKS
from meuplano.brazil.banks.base import Boleto, BoletoError
from meuplano.brazil.boleto import Codes, encode
from meuplano.brazil.cnab import remittance
from meuplano.brazil.cnab.banks import PROFILES
from meuplano.brazil.cnab.layout import CnabError
from meuplano.brazil.cnab.titles import BankTitle, Beneficiary, Instruction, Payer

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
SUPPORTED = tuple(sorted({bank for bank, _ in PROFILES}))

# What each bank needs beside its code, the holder's name and document; the rest may stay empty.
REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "001": ("agency", "account", "agreement", "wallet"),
        "033": ("agency", "account", "agreement", "wallet", "transmission"),
        "104": ("agency", "agreement", "wallet"),
        "237": ("agency", "account", "agreement", "wallet"),
        "341": ("agency", "account", "account_dv", "wallet"),
        "748": ("agency", "account", "agreement", "wallet", "post"),
        "756": ("agency", "account", "agreement", "wallet", "modality"),
    }
)

# Digits of the running number within the nosso número; Banco do Brasil's depend on the agreement's length.
_WIDTH: Mapping[str, int] = MappingProxyType({"033": 12, "104": 15, "237": 11, "341": 8, "748": 5, "756": 7})
_WIDTH_BB: Mapping[int, int] = MappingProxyType({7: 10, 6: 5, 4: 7})
_BYTES = 8  # Sicredi: 2 to 9 are the beneficiary's


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Texts without masks, as the bank's contract letter gives them; `document` is the holder's CNPJ or CPF.

    `agreement` is the bank's convênio, código do beneficiário or cedente (Sicoob's with its digit), `wallet` the
    carteira, `modality` Caixa's and Sicoob's, `post` Sicredi's, `variation` Banco do Brasil's, `transmission`
    Santander's code. `fine` is in hundredths of a percent, `interest` too, a month.
    """

    bank: str
    name: str
    document: str
    agency: str = ""
    agency_dv: str = ""
    account: str = ""
    account_dv: str = ""
    agreement: str = ""
    wallet: str = ""
    variation: str = ""
    modality: str = ""
    post: str = ""
    transmission: str = ""
    production: bool = True
    fine: int = 0
    interest: int = 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """A title's number as its bank writes it, and what is printed of it."""

    nosso_numero: str
    digit: str
    codes: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A title that is to be registered; `amount` in centavos, `write_off_days` after the due date, None for never.

    `daily`: the fine is in the amount, and so many centavos of interest come with each day.
    """

    id: str
    sequence: int
    document_number: str
    amount: int
    due_on: date
    issued_on: date
    payer: Payer
    late_charges: bool = True
    daily: int | None = None
    write_off_days: int | None = None


def largest_sequence(agreement: Agreement) -> int:
    """The highest running number the bank's nosso número has room for. Raises BoletoError for an unknown agreement."""
    if agreement.bank == "001":
        width = _WIDTH_BB.get(len(agreement.agreement))
        if width is None:
            raise BoletoError(f"convênio {agreement.agreement!r}: o Banco do Brasil os tem de 4, 6 ou 7 algarismos")
    else:
        width = _WIDTH.get(agreement.bank)
        if width is None:
            raise BoletoError(f"banco {agreement.bank!r} sem arquivo de remessa: {', '.join(SUPPORTED)} têm")
    return int("9" * width) if agreement.bank != "748" else _BYTES * 100_000 - 1


def numbered(agreement: Agreement, asked: Asked) -> Numbered:
    """The nosso número and the codes of a title, the date and amount included. Raises BoletoError."""
    if not 0 < asked.sequence <= largest_sequence(agreement):
        raise BoletoError(f"a numeração do convênio acabou em {largest_sequence(agreement)}")
    number = _sequence(agreement, asked)
    codes = encode(
        Boleto(
            bank=agreement.bank,
            amount=asked.amount,
            due_on=asked.due_on,
            nosso_numero=number,
            agency=agreement.agency,
            account=agreement.account,
            account_dv=agreement.account_dv,
            wallet=agreement.wallet,
            wallet_variation=agreement.modality,
            agreement=agreement.agreement,
            operation=agreement.post,
            document_number=asked.document_number,
            issued_on=asked.issued_on,
        )
    )
    digit = codes.nosso_numero_formatado.rpartition("-")[2] if "-" in codes.nosso_numero_formatado else ""
    return Numbered(number, digit, codes)


def bank_title(agreement: Agreement, asked: Asked) -> BankTitle:
    """The title as the bank file takes it. Raises BoletoError."""
    found = numbered(agreement, asked)
    return BankTitle(
        id=asked.id,
        nosso_numero=found.nosso_numero,
        nosso_numero_dv=found.digit,
        document_number=asked.document_number,
        due=asked.due_on,
        amount=asked.amount,
        issued=asked.issued_on,
        payer=asked.payer,
        fine=agreement.fine if asked.late_charges and asked.daily is None else 0,
        interest=agreement.interest if asked.late_charges else 0,
        daily=asked.daily,
        write_off_days=asked.write_off_days,
    )


def beneficiary(agreement: Agreement) -> Beneficiary:
    """Whose file it is, as the file's headers take it."""
    return Beneficiary(
        bank=agreement.bank,
        name=agreement.name,
        document=agreement.document,
        agency=agreement.agency,
        agency_dv=agreement.agency_dv,
        account=agreement.account,
        account_dv=agreement.account_dv,
        agreement=agreement.agreement,
        wallet=agreement.wallet,
        variation=agreement.variation,
        modality=agreement.modality,
        transmission=agreement.transmission,
        production=agreement.production,
    )


def printed_code(agreement: Agreement) -> str:
    """Agency and beneficiary as the bank wants them printed: by its account, or by the number of the agreement."""

    def with_digit(number: str, digit: str) -> str:
        return f"{number}-{digit}" if digit else number

    if agreement.bank == "748":
        return f"{agreement.agency}.{agreement.post}.{agreement.agreement}"
    by_account = agreement.bank in ("001", "237", "341")
    code = with_digit(agreement.account, agreement.account_dv) if by_account else agreement.agreement
    return f"{with_digit(agreement.agency, agreement.agency_dv)}/{code}"


def remit(agreement: Agreement, instructions: list[tuple[str, Asked]], *, nsa: int, made_at: datetime) -> bytes:
    """The remittance of these (verb, title) in order; `made_at` is São Paulo's. Raises CnabError or BoletoError."""
    asked = (Instruction(verb, bank_title(agreement, title)) for verb, title in instructions)
    return remittance.build(beneficiary(agreement), asked, nsa=nsa, generated_at=made_at)


def number_on_file(agreement: Agreement, asked: Asked, made_at: datetime) -> str:
    """The nosso número in segment P (38–57, Santander 45–57), as a return repeats it, without padding.

    It writes the title's whole entry on the way, so that what the bank would refuse days later is refused now. Raises
    CnabError or BoletoError.
    """
    content = remit(agreement, [("entry", asked)], nsa=1, made_at=made_at)
    start = 44 if agreement.bank == "033" else 37  # Santander's account goes on where others begin the number
    return plain(content.split(b"\r\n")[2][start:57].decode("ascii"))


def plain(number: str) -> str:
    """A nosso número without the padding that comes and goes between a remittance and its return."""
    return number.replace(" ", "").lstrip("0")


def problems(agreement: Agreement, today: date) -> list[tuple[str, str]]:
    """Why no boleto could be made with this agreement: the entry that is wrong ("" for the whole) and a sentence.

    Empty when a sample title passes codes and file.
    """
    if agreement.bank not in SUPPORTED:
        return [("bank", f"O banco {agreement.bank} não tem arquivo de remessa aqui: {', '.join(SUPPORTED)} têm.")]
    called = BANKS[agreement.bank].name
    found = [
        (name, f"Falta {LABELS[name]}, que o {called} exige.")
        for name in REQUIRED[agreement.bank]
        if not getattr(agreement, name).strip()
    ]
    found += [
        (f.name, f"{LABELS[f.name].capitalize()}: só algarismos e letras, sem máscara.")
        for f in fields(agreement)
        if f.name in LABELS and not _plain_text(getattr(agreement, f.name))
    ]
    if found:
        return found
    try:
        numbered(agreement, sample(today))
        number_on_file(agreement, sample(today), datetime.combine(today, time(12), SAO_PAULO))
    except (BoletoError, CnabError) as problem:
        return [("", str(problem))]
    return []


LABELS: Mapping[str, str] = MappingProxyType(
    {
        "document": "CNPJ do beneficiário",
        "agency": "agência",
        "agency_dv": "dígito da agência",
        "account": "conta",
        "account_dv": "dígito da conta",
        "agreement": "convênio (código do beneficiário)",
        "wallet": "carteira",
        "variation": "variação da carteira",
        "modality": "modalidade",
        "post": "posto",
        "transmission": "código de transmissão",
    }
)


def sample(today: date, sequence: int = 1) -> Asked:
    """A title for the bank's homologation: R$ 123,45 to an invented payer, due in ten days."""
    payer = Payer(
        name="Pagador de Teste Ltda",
        document="11222333000181",
        street="Rua Aspicuelta, 215",
        district="Vila Madalena",
        postcode="05433010",
        city="São Paulo",
        state="SP",
    )
    return Asked(
        id="TESTE1",
        sequence=sequence,
        document_number="TESTE-1",
        amount=12345,
        due_on=today + timedelta(10),
        issued_on=today,
        payer=payer,
    )


def _sequence(agreement: Agreement, asked: Asked) -> str:
    if agreement.bank == "748":  # year, byte 2 to 9, five digits
        byte, sequence = divmod(asked.sequence, 100_000)
        return f"{asked.issued_on.year % 100:02d}{2 + byte}{sequence:05d}"
    width = _WIDTH_BB[len(agreement.agreement)] if agreement.bank == "001" else _WIDTH[agreement.bank]
    return f"{asked.sequence:0{width}d}"


def _plain_text(text: str) -> bool:
    return text == "" or (text.isascii() and text.isalnum())
