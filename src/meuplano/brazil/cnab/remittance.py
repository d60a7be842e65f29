"""The file that asks the bank to register, change or write off titles (CNAB 240 remittance)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from meuplano.brazil.cnab.banks import profile as profile_of
from meuplano.brazil.cnab.layout import CnabError, Layout, Value, write
from meuplano.brazil.cnab.profile import CHANGE_AMOUNT, CHANGE_DUE, ENTRY, Profile
from meuplano.brazil.cnab.titles import PIX_KEYS, BankTitle, Beneficiary, Instruction, PixKey

END: Final = "\r\n"
MOST_RECORDS: Final = 99_999  # the sequence number in a batch has five digits

_IDENTIFIES = frozenset(
    ("banco", "lote", "sequencia", "movimento", "agencia", "agencia_dv", "conta", "conta_dv", "agencia_conta_dv")
) | frozenset(
    ("convenio", "carteira_codigo", "modalidade", "nosso_numero", "nosso_numero_dv", "seu_numero", "uso_empresa")
)
_CHANGES = {
    CHANGE_DUE: frozenset(("vencimento",)),
    CHANGE_AMOUNT: frozenset(("valor",)),
    "grant_rebate": frozenset(("abatimento",)),
}


def build(
    beneficiary: Beneficiary,
    instructions: Iterable[Instruction],
    *,
    nsa: int,
    generated_at: datetime,
    profile: Profile | None = None,
) -> bytes:
    """The file: one batch, CRLF, ASCII. `nsa` is its sequence number (1–999999), `generated_at` in São Paulo's time.

    Raises CnabError naming the field, or the title, that the layout refuses. `profile` replaces the bank's own.
    """
    bank = profile or profile_of(beneficiary.bank, beneficiary.agreement)
    common: dict[str, Value] = _common(beneficiary, bank) | {
        "nsa": nsa,
        "gerado_em": generated_at.date(),
        "gerado_as": generated_at.time(),
    }
    details: list[str] = []
    titles = total = 0
    for instruction in instructions:
        titles, total = titles + 1, total + instruction.title.amount
        details += _records(bank, common, instruction, len(details))
    if not details:
        raise CnabError("a remessa não tem títulos")
    counted: dict[str, Value] = common | {
        "lotes": 1,
        "registros_lote": len(details) + 2,
        "registros": len(details) + 4,
        "titulos": titles,
        "total": total,
    }
    batch: dict[str, Value] = {"lote": 1}
    lines = [
        write(bank.file_header, common),
        write(bank.batch_header, common | batch),
        *details,
        write(bank.batch_trailer, counted | batch),
        write(bank.file_trailer, counted),
    ]
    return (END.join(lines) + END).encode("ascii")


def _common(b: Beneficiary, bank: Profile) -> dict[str, Value]:
    return {
        "banco": bank.bank,
        "banco_nome": bank.name,
        "empresa_tipo": _person(b.document),
        "empresa_inscricao": b.document,
        "empresa_nome": b.name,
        "convenio": b.agreement,
        "convenio_da_conta": b.agreement,
        "agencia": b.agency,
        "agencia_dv": b.agency_dv,
        "conta": b.account,
        "conta_dv": b.account_dv,
        "agencia_conta_dv": b.agency_account_dv,
        "conta_cobranca": b.account,
        "conta_cobranca_dv": b.account_dv,
        "carteira_codigo": b.wallet,
        "variacao": b.variation,
        "modalidade": b.modality,
        "transmissao": b.transmission,
        "ambiente": "REMESSA-PRODUCAO" if b.production else "REMESSA-TESTE",
    }


def _records(bank: Profile, common: dict[str, Value], instruction: Instruction, before: int) -> Iterator[str]:
    title, verb = instruction.title, instruction.verb
    try:
        values = common | _title(bank, title) | {"lote": 1, "movimento": bank.movement(verb)}
        for sequence, segment in enumerate(_segments(bank, title, verb), before + 1):
            if sequence > MOST_RECORDS:
                raise CnabError(f"a remessa passa de {MOST_RECORDS} registros: divida em dois arquivos")
            layout = bank.layout(segment)
            if bank.sparse_changes and verb != ENTRY:
                layout = _sparse(layout, verb)
            yield write(layout, values | {"sequencia": sequence})
    except CnabError as problem:
        raise CnabError(f"título {title.id}: {problem}") from None


def _segments(bank: Profile, title: BankTitle, verb: str) -> list[str]:
    """P always; the others as the bank wants them for the movement, R only if it says something."""
    found = ["P"] + [s for s in bank.segments.get(verb, "") if s != "R" or title.fine]
    if verb == ENTRY:
        if title.pix:
            found.append("Y-03")
        if title.payer.email and "Y-04" in bank.optional:
            found.append("Y-04")
        if not title.nominal_only:
            found.append("Y-53")
    return found


def _title(bank: Profile, title: BankTitle) -> dict[str, Value]:
    payer = title.payer
    _check(title)
    return {
        "nosso_numero": title.nosso_numero,
        "nosso_numero_dv": title.nosso_numero_dv,
        "seu_numero": title.document_number,
        "uso_empresa": title.id,
        "vencimento": title.due,
        "valor": title.amount,
        "emitido_em": title.issued,
        "abatimento": title.rebate,
        "pagador_tipo": _person(payer.document),
        "pagador_inscricao": payer.document,
        "pagador_nome": payer.name,
        "pagador_endereco": payer.street,
        "pagador_bairro": payer.district,
        "pagador_cep": payer.postcode,
        "pagador_cidade": payer.city,
        "pagador_uf": payer.state,
        "email": payer.email,
        **_charges(bank, title),
        **_write_off(title),
        **_pix(title.pix),
        "tipo_pagamento": "03" if title.nominal_only else "01",
        **(title.options or {}),
    }


def _check(title: BankTitle) -> None:
    """What the bank would refuse at the registration, days later."""
    payer = title.payer
    for name, text in (
        ("identificação", title.id),
        ("seu número", title.document_number),
        ("nome do pagador", payer.name),
        ("endereço do pagador", payer.street),
        ("cidade do pagador", payer.city),
    ):
        if not text.strip():
            raise CnabError(f"falta {name}")
    if len(payer.postcode) != 8:
        raise CnabError(f"CEP do pagador com {len(payer.postcode)} algarismos")
    if len(payer.state) != 2:
        raise CnabError(f"UF do pagador: {payer.state!r}")
    if title.amount <= 0:
        raise CnabError(f"valor {title.amount}")


def _charges(bank: Profile, title: BankTitle) -> dict[str, Value]:
    """Interest (C018) and fine (G073). Both count from the day after the due date (C019: later than the due date)."""
    after = title.due + timedelta(days=1)
    values: dict[str, Value] = {"multa_codigo": "2", "multa_em": after, "multa": title.fine}
    if title.daily is not None:
        code: dict[str, Value] = {} if bank.daily_interest else {"juros_codigo": "1"}
        return values | code | {"juros": title.daily, "juros_em": after}
    if not title.interest:
        return values | {"juros_codigo": bank.interest_exempt, "juros_em": None, "juros": 0}
    if bank.daily_interest:
        values["juros"] = daily_interest(title.amount, title.interest)
    else:
        values |= {"juros_codigo": "2", "juros": title.interest}
    return values | {"juros_em": after}


def _write_off(title: BankTitle) -> dict[str, Value]:
    """C028: 1 = write off so many days after the due date, 2 = never."""
    if title.write_off_days is None:
        return {"baixa_codigo": "2", "baixa_dias": 0}
    return {"baixa_codigo": "1", "baixa_dias": title.write_off_days}


def _pix(pix: PixKey | None) -> dict[str, Value]:
    if pix is None:
        return {}
    if pix.kind not in PIX_KEYS:
        raise CnabError(f"tipo de chave Pix desconhecido: {pix.kind!r}")
    return {"pix_tipo_chave": PIX_KEYS[pix.kind], "pix_chave": pix.key, "pix_txid": pix.txid}


def _sparse(layout: Layout, verb: str) -> Layout:
    """The layout with zeros or blanks in all that neither identifies the title nor changes."""
    kept = _IDENTIFIES | _CHANGES.get(verb, frozenset())
    return tuple(f if f.fixed or f.name in kept else replace(f, default=None, fixed=True) for f in layout)


def _person(document: str) -> str:
    """G005: 1 = CPF, 2 = CNPJ."""
    if len(document) not in (11, 14):
        raise CnabError(f"CPF ou CNPJ com {len(document)} caracteres")
    return "1" if len(document) == 11 else "2"


def daily_interest(amount: int, monthly: int) -> int:
    """Centavos a day of a monthly rate in hundredths of a percent over 30 days, rounded half up."""
    return (2 * amount * monthly + 300_000) // 600_000
