"""A boleto described by name and value, as a line of JSON or a table gives it: text in, `Boleto` out."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from meuplano.brazil.banks import sicredi
from meuplano.brazil.banks.base import Boleto, BoletoError

_TEXTS = tuple(
    field.name for field in fields(Boleto) if field.name not in ("bank", "amount", "due_on", "issued_on", "extra")
)
_ISSUED = ("data_processamento", "data_documento")  # in `extra`, the first that is given
_AMOUNT = re.compile(r"(\d{1,8})(?:\.(\d{1,2}))?", re.ASCII)
_PRINTED_BEFORE = timedelta(days=60)


def read(record: Mapping[str, Any]) -> tuple[Boleto, tuple[str, ...]]:
    """The boleto of a record, and warnings of what was assumed because the record does not say it.

    Keys are those of `Boleto`, with `amount` as "135.00", `due_date` and `issued_on` as ISO dates; keys that are not
    inputs are ignored. What is assumed, and said: Santander's wallet 102, Sicoob's modality 01, and for Sicredi the
    year of issue, from `extra`, else from a printed nosso número ("19/200008-0"), else 60 days before the due date.
    Raises BoletoError.
    """
    texts = {name: _text(record, name) for name in _TEXTS}
    bank = _text(record, "bank").zfill(3)
    extra = _extra(record.get("extra"))
    due_on = _date(_text(record, "due_date"), "due_date")
    issued = next((extra[name] for name in _ISSUED if extra.get(name)), "")
    issued = _text(record, "issued_on") or issued
    issued_on = _date(issued, "issued_on") if issued else None
    warnings: tuple[str, ...] = ()
    if bank == "033" and not texts["wallet"]:
        texts["wallet"] = "102"
        warnings = ("no wallet: Santander's 102 is assumed",)
    if bank == "756" and not (texts["wallet_variation"] or extra.get("modalidade") or extra.get("variacao")):
        texts["wallet_variation"] = "01"
        warnings = ("no modality: Sicoob's 01 is assumed",)
    if bank == "748" and len(texts["nosso_numero"]) <= 5 and issued_on is None:
        texts["nosso_numero"], warnings = _sicredi_number(texts["nosso_numero"], record, extra, due_on)
    amount = _amount(_text(record, "amount"))
    title = Boleto(bank=bank, amount=amount, due_on=due_on, issued_on=issued_on, extra=extra, **texts)
    return title, warnings


def _sicredi_number(
    given: str, record: Mapping[str, Any], extra: Mapping[str, str], due_on: date
) -> tuple[str, tuple[str, ...]]:
    """Year and byte in front of a sequence that came without its date of issue."""
    printed = re.fullmatch(r"(\d\d)/(\d)(\d{5})-\d", _text(record, "nosso_numero_formatado"), re.ASCII)
    if printed and given.zfill(5) == printed[3]:
        return f"{printed[1]}{printed[2]}{printed[3]}", ()
    issued_on = due_on - _PRINTED_BEFORE
    byte = extra.get("byte_idt") or sicredi.BENEFICIARY
    note = f"no date of issue: the year of 60 days before the due date, {issued_on.year}, is assumed"
    return f"{sicredi.year(issued_on)}{byte}{given.zfill(5)}", (note,)


def _text(record: Mapping[str, Any], name: str) -> str:
    """The value as text; numbers were read as text already, so that no digit is lost."""
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BoletoError(f"{name} must be text")
    if len(value) > 80:
        raise BoletoError(f"{name} is longer than 80 characters")
    return value.strip()


def _extra(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BoletoError("extra must be an object")
    flags = {True: "true", False: "false"}
    plain = {name: flags[held] if isinstance(held, bool) else held for name, held in value.items()}
    return {name: _text(plain, name) for name in plain}


def _date(text: str, name: str) -> date:
    if not text:
        raise BoletoError(f"{name} is missing")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise BoletoError(f"{name} {text!r} is not a date like 2026-11-24")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BoletoError(f"{name} {text!r} is not in the calendar") from None


def _amount(text: str) -> int:
    """Centavos of "135.00": never through a float."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise BoletoError(
            f"amount {text!r} is not an amount in reais like 135.00, up to 99999999.99" if text else "amount is missing"
        )
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
