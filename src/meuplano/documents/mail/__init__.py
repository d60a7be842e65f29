"""What we write by e-mail: values in, a subject, a text and an HTML out; nothing is sent here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

# What each kind is told besides `name`, `account`, `url` and `vendor` (settings.VENDOR). Amounts are Money or centavos,
# dates are dates, `lines` are documents.lines.SaidLine.
KINDS: Mapping[str, tuple[str, ...]] = {
    "order_received": (
        "order",  # number
        "invoice",  # number
        "due",
        "method",  # boleto, pix, card
        "pay_until",
        "lines",
        "credit",
        "linha_digitavel",  # 47 digits, or ""
        "brcode",  # Pix copia e cola, or ""
    ),
    "payment_received": ("invoice", "amount", "paid_on", "method"),
    "licences_released": ("order", "added"),  # added: "2 licenças e 10 GB" (documents.lines.added_in_words)
    "order_expired": ("order", "due", "credit"),  # credit: what returned to the account
    "credit_granted": ("amount", "reason"),
    "price_notice": ("first_day", "months", "prices"),  # prices: (what it is called, before, after)
    "full_price": ("first_day", "before", "after"),
    "ask_owner": ("asker", "asker_email", "message"),
    "invitation": ("inviter", "until"),  # url: the link that answers it, by its last day
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One message, ready to be sent."""

    subject: str
    text: str
    html: str


def render_mail(kind: str, values: Mapping[str, Any], language: str = "pt-br") -> Mail:
    """The message of this kind (a key of KINDS), in text and HTML. Raises KeyError for a value that is missing."""
    needed = ("name", "account", "url", "vendor", *KINDS[kind])
    context = {name: values[name] for name in needed}
    with translation.override(language):
        written = render_to_string(f"mail/{kind}.txt", context)
        subject, _, text = written.partition("\n")
        html = render_to_string(f"mail/{kind}.html", context | {"subject": subject.strip()})
    return Mail(subject=subject.strip(), text=_tidy(text), html=html)


def digit_groups(linha: str) -> str:
    """47 digits as banks print them: AAAAA.AAAAA BBBBB.BBBBBB CCCCC.CCCCCC D EEEEEEEEEEEEEE."""
    if len(linha) != 47:
        return linha
    fields = (linha[:10], linha[10:21], linha[21:32])
    return " ".join([*(f"{part[:5]}.{part[5:]}" for part in fields), linha[32], linha[33:]])


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept) + "\n"
