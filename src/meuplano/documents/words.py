"""How money, dates, quantities and states are said to a person: one place for every page, mail and paper."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
NBSP = "\u00a0"

WEEKDAYS = (
    gettext_lazy("segunda-feira"),
    gettext_lazy("terça-feira"),
    gettext_lazy("quarta-feira"),
    gettext_lazy("quinta-feira"),
    gettext_lazy("sexta-feira"),
    gettext_lazy("sábado"),
    gettext_lazy("domingo"),
)
MONTHS = (
    gettext_lazy("janeiro"),
    gettext_lazy("fevereiro"),
    gettext_lazy("março"),
    gettext_lazy("abril"),
    gettext_lazy("maio"),
    gettext_lazy("junho"),
    gettext_lazy("julho"),
    gettext_lazy("agosto"),
    gettext_lazy("setembro"),
    gettext_lazy("outubro"),
    gettext_lazy("novembro"),
    gettext_lazy("dezembro"),
)
CYCLES = {
    1: gettext_lazy("mensal"),
    3: gettext_lazy("trimestral"),
    6: gettext_lazy("semestral"),
    12: gettext_lazy("anual"),
}
METHODS = {"boleto": gettext_lazy("boleto"), "pix": gettext_lazy("Pix"), "card": gettext_lazy("cartão")}
TAXES = {"iss": "ISS", "irrf": "IRRF", "pcc": "PIS/COFINS/CSLL", "inss": "INSS"}  # called so in every language
ENTERED = {"retention": gettext_lazy("retenção de impostos"), "transfer": gettext_lazy("transferência")}


def cycle_word(months: int) -> str:
    """What a cycle of so many months is called."""
    return str(CYCLES.get(months, months))


def method_word(code: str, instalments: int = 1) -> str:
    """What a method is called, and in how many parts; a person's own word for money entered by hand stays."""
    called = str((METHODS | ENTERED).get(code, code))
    if instalments == 1:
        return called
    return gettext("%(method)s, em %(n)s vezes") % {"method": called, "n": instalments}


def gateway(code: str) -> str:
    """Who moved the money, as finance calls it: our own names of gateways are for the configuration."""
    names = {
        "fake": gettext("Banco de demonstração"),
        "bank_cnab": gettext("Arquivo do banco"),
        "manual": gettext("Lançado pelo financeiro"),
    }
    return names.get(code, code)


def card_terms(amount: Any, n: int) -> str:
    """How a card's issuer bills it in n months: "3 vezes de R$ 10,00 sem juros"; the issuer divides odd centavos."""
    each, odd = divmod(centavos_of(amount), n)
    said = {"n": n, "each": reais(each)}
    if odd:
        return gettext("%(n)s vezes de cerca de %(each)s, sem juros") % said
    return gettext("%(n)s vezes de %(each)s, sem juros") % said


def centavos_of(value: Any) -> int:
    """The integer centavos of a `Money` or of a plain integer."""
    return int(getattr(value, "centavos", value))


def reais(value: Any) -> str:
    """An amount as "R$ 1.234,56" with a space that never breaks; negative as "-R$ 10,00" (ux.md B01)."""
    centavos = centavos_of(value)
    whole, rest = divmod(abs(centavos), 100)
    return f"{'-' if centavos < 0 else ''}R${NBSP}{whole:,}".replace(",", ".") + f",{rest:02d}"


def percent(basis_points: int) -> str:
    """483 as "4,83%", 2000 as "20%", −100 as "-1%": as it is written in Brazil, without a space."""
    whole, rest = divmod(abs(basis_points), 100)
    tail = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{'-' if basis_points < 0 else ''}{whole}{tail}%"


def day(value: date) -> str:
    """05/12/2026."""
    return f"{value:%d/%m/%Y}"


def day_month(value: date) -> str:
    """05/12, where the year is plain from what stands beside it."""
    return f"{value:%d/%m}"


def day_list(values: Iterable[date]) -> str:
    """06/04, 08/04, 10/04."""
    return ", ".join(day_month(value) for value in values)


def number_list(values: Iterable[int]) -> str:
    """17, 18."""
    return ", ".join(str(value) for value in values)


def span(start: date, last: date) -> str:
    """A period by its first and last day: "05/11 a 04/12/2026", with both years when they differ."""
    first = day_month(start) if start.year == last.year else day(start)
    return gettext("%(first)s a %(last)s") % {"first": first, "last": day(last)}


def weekday(value: date) -> str:
    """quinta-feira, 26/11/2026."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def short_weekday(value: date) -> str:
    """segunda, quinta, sábado: without "-feira"."""
    return str(WEEKDAYS[value.weekday()]).removesuffix("-feira")


def long_day(value: date) -> str:
    """5 de dezembro de 2026."""
    return gettext("%(day)s de %(month)s de %(year)s") % {
        "day": value.day,
        "month": MONTHS[value.month - 1],
        "year": value.year,
    }


def month(value: date) -> str:
    """dezembro."""
    return str(MONTHS[value.month - 1])


def moment(value: datetime) -> str:
    """An instant in São Paulo: "23/11/2026 14:09"."""
    return f"{value.astimezone(SAO_PAULO):%d/%m/%Y %H:%M}"


def hour(value: datetime) -> str:
    """14:09, in São Paulo."""
    return f"{value.astimezone(SAO_PAULO):%H:%M}"


def gigabytes(value: int) -> str:
    """Bytes as "12,4 GB": 1 GB = 10⁹ bytes, one decimal when it is not whole (D57)."""
    tenths = (value * 10 + 500_000_000) // 1_000_000_000
    whole, tenth = divmod(tenths, 10)
    number = f"{whole:,}".replace(",", ".") + (f",{tenth}" if tenth else "")
    return f"{number}{NBSP}GB"


def licences(count: int) -> str:
    """1 licença, 2 licenças."""
    return ngettext("%(count)s licença", "%(count)s licenças", count) % {"count": count}


def accounts(count: int) -> str:
    """1 conta, 2 contas."""
    return ngettext("%(count)s conta", "%(count)s contas", count) % {"count": count}


def wait(seconds: int) -> str:
    """How long to wait, rounded up: minutes up to an hour and a half, then hours."""
    minutes = max(ceil(seconds / 60), 1)
    if minutes <= 90:
        return ngettext("%(count)s minuto", "%(count)s minutos", minutes) % {"count": minutes}
    hours = ceil(minutes / 60)
    return ngettext("%(count)s hora", "%(count)s horas", hours) % {"count": hours}


def days(count: int) -> str:
    """1 dia, 2 dias."""
    return ngettext("%(count)s dia", "%(count)s dias", count) % {"count": count}


def plain(text: str) -> str:
    """Text as it is searched and sorted: lower case, without accents (B08)."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def initials(name: str) -> str:
    """Marina Duarte → MD; one name gives its first two letters."""
    parts = [part for part in name.replace("@", " ").split() if part[:1].isalnum()]
    if not parts:
        return "?"
    return (parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][:2]).upper()


def masked_email(address: str) -> str:
    """m•••••@agenciaaurora.com.br: enough to recognise, not enough to write to (F01)."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••••@{domain}"


def tax_id_line(value: str) -> str:
    """CNPJ 26.018.159/0001-27."""
    return f"{'CNPJ' if len(value) == 14 else 'CPF'} {masked_tax_id(value)}"


def masked_tax_id(value: str) -> str:
    """A CNPJ or CPF with its punctuation; letters of a new CNPJ stay."""
    if len(value) == 14:
        return f"{value[:2]}.{value[2:5]}.{value[5:8]}/{value[8:12]}-{value[12:]}"
    if len(value) == 11:
        return f"{value[:3]}.{value[3:6]}.{value[6:9]}-{value[9:]}"
    return value


def postal_code(value: str) -> str:
    """05433-010."""
    return f"{value[:5]}-{value[5:]}" if len(value) == 8 else value


@dataclass(frozen=True, slots=True)
class Status:
    """A state as icon, word and tone, in this order of importance; never colour alone (A10)."""

    word: str | Promise
    icon: str
    tone: str = ""  # "", ok, warn, bad, info


def invoice_status(status: str, days_late: int = 0) -> Status:
    """The word of an invoice's state; being late is computed from dates, never stored (D56). `days_late` in days."""
    if status == "open" and days_late > 0:
        word = ngettext("Vencida há %(count)s dia", "Vencida há %(count)s dias", days_late) % {"count": days_late}
        return Status(word, "circle-alert", "bad")
    return {
        "open": Status(gettext("Em aberto"), "clock"),
        "paid": Status(gettext("Paga"), "check", "ok"),
        "replaced": Status(gettext("Substituída"), "copy-check"),
        "cancelled": Status(gettext("Cancelada"), "ban"),
        "written_off": Status(gettext("Baixada"), "ban"),
    }.get(status, Status(status, "clock"))


def subscription_status(status: str, *, late: bool = False, trusted_until: date | None = None) -> Status:
    """The word of a subscription's state; `trusted_until` while access runs for a proof of payment (D51)."""
    if status == "suspended" and trusted_until:
        said = gettext("Liberada em confiança até %(day)s") % {"day": day_month(trusted_until)}
        return Status(said, "hourglass", "warn")
    if status == "active" and late:
        return Status(gettext("Em atraso"), "circle-alert", "bad")
    return {
        "active": Status(gettext("Ativa"), "check", "ok"),
        "contracted": Status(gettext("Aguarda o primeiro pagamento"), "hourglass", "info"),
        "suspended": Status(gettext("Suspensa"), "circle-alert", "bad"),
        "cancelled": Status(gettext("Cancelada"), "ban"),
    }.get(status, Status(status, "clock"))


def order_status(status: str, method: str = "") -> Status:
    """The word of an order's state; while it waits it says for whom."""
    waits = {
        "boleto": gettext("Aguarda o banco"),
        "pix": gettext("Aguarda o Pix"),
        "card": gettext("Aguarda o cartão"),
    }
    return {
        "waiting": Status(waits.get(method, gettext("Aguarda o pagamento")), "hourglass", "info"),
        "applied": Status(gettext("Confirmado"), "check", "ok"),
        "withdrawn": Status(gettext("Desistência"), "ban"),
        "expired": Status(gettext("Expirado"), "ban"),
        "undone": Status(gettext("Desfeito"), "reply"),
        "declined": Status(gettext("Recusado"), "circle-alert", "bad"),
    }.get(status, Status(status, "clock"))


def payment_status(state: str) -> Status:
    """The word of a payment: it came and stayed, it was taken back, or it is the taking back (D34)."""
    return {
        "received": Status(gettext("Recebido"), "check", "ok"),
        "taken_back": Status(gettext("Estornado"), "reply"),
        "reversal": Status(gettext("Estorno"), "reply", "warn"),
    }.get(state, Status(state, "clock"))
