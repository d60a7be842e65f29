"""Reading what the customer asks, field by field, so that nothing half-understood is registered."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from fakebank import codes
from fakebank.bank import Refused

METHODS = ("boleto", "pix", "card")


@dataclass(frozen=True, slots=True)
class Asked:
    """A charge as it was understood; amounts in centavos."""

    key: str
    method: str
    amount: int
    description: str
    payer: str
    due_on: date | None
    pay_until: date | None
    return_url: str
    keep_card: bool
    instalments: int


def read_charge(body: dict[str, Any], today: date) -> Asked:
    """Check the body of a new charge. Raises Refused naming the field."""
    method, payer = text(body, "method"), body.get("payer")
    if method not in METHODS:
        raise Refused("bad_method", "A forma de pagamento é boleto, pix ou card.")
    if not isinstance(payer, dict) or not text(payer, "name") or not text(payer, "tax_id"):
        raise Refused("bad_payer", "Faltam o nome e o CPF ou CNPJ do pagador.")
    address = payer.get("address")
    if method == "boleto" and not (isinstance(address, dict) and all(address.get(f) for f in ADDRESS)):
        raise Refused("bad_address", "O boleto precisa do endereço completo do pagador.")
    due_on, until = day(body, "due_on"), day(body, "pay_until")
    if (method == "boleto") != (due_on is not None):
        raise Refused("bad_date", "O boleto tem um vencimento; Pix e cartão não têm.")
    if min(d for d in (due_on, until, today) if d) < today or (due_on and until and until < due_on):
        raise Refused("bad_date", "O vencimento não pode estar no passado, nem o limite antes dele.")
    return Asked(
        key=required(body, "key"),
        method=method,
        amount=amount(body),
        description=text(body, "description"),
        payer=text(payer, "name"),
        due_on=due_on,
        pay_until=until,
        return_url=web_address(body),
        keep_card=body.get("keep_card") is True,
        instalments=_instalments(body, method),
    )


MOST_INSTALMENTS = 12


def _instalments(body: dict[str, Any], method: str) -> int:
    value = body.get("instalments", 1)
    if type(value) is not int or not 1 <= value <= (MOST_INSTALMENTS if method == "card" else 1):
        raise Refused("bad_instalments", "Só um cartão é cobrado em parcelas, de 2 a 12.")
    return value


ADDRESS = ("street", "city", "state", "postal_code")


def text(body: dict[str, Any], name: str) -> str:
    """A text field, "" when it is missing. Raises Refused when it is no text or too long."""
    value = body.get(name) or ""
    if not isinstance(value, str) or len(value) > 500:
        raise Refused(f"bad_{name}", f"O campo {name} não é um texto de até 500 letras.")
    return value.strip()


def required(body: dict[str, Any], name: str) -> str:
    """A text field that must be there."""
    value = text(body, name)
    if not value:
        raise Refused(f"bad_{name}", f"Falta o campo {name}.")
    return value


def amount(body: dict[str, Any], name: str = "amount") -> int:
    """Centavos, at least one and at most ten digits of them."""
    value = body.get(name)
    if type(value) is not int or not 0 < value <= codes.MAX_AMOUNT:
        raise Refused("bad_amount", "O valor é um número inteiro de centavos, maior que zero.")
    return value


def day(body: dict[str, Any], name: str) -> date | None:
    """An ISO date, None when it is missing."""
    value = text(body, name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused("bad_date", f"O campo {name} não é uma data como 2026-11-25.") from None


def web_address(body: dict[str, Any]) -> str:
    """Where our pages may lead back to: http or https, or nothing."""
    value = text(body, "return_url")
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
        raise Refused("bad_return_url", "O endereço de volta começa com http:// ou https://.")
    return value
