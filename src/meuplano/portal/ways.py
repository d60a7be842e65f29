"""How an open invoice can be paid: what its live charges show (boleto, Pix, the gateway's card page)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from meuplano.actions.pay_open_invoice import pix_beside
from meuplano.documents import mail, words
from meuplano.portal import codes
from meuplano.portal.bank_titles import change_note, registering_note, titles_of
from meuplano.records.models import Charge, Invoice
from meuplano.rules.money import Money

UNANSWERED = ("to_send", "sending", "unknown")


@dataclass(frozen=True, slots=True)
class BoletoWay:
    """A registered boleto: its bars, its line in two breakable halves, and until when."""

    bars: str
    digits: str
    line: tuple[str, str]
    when: str
    note: str = ""
    pdf_url: str = ""


@dataclass(frozen=True, slots=True)
class PixWay:
    """A Pix: its QR, its copia e cola, and until when."""

    qr: codes.Qr
    brcode: str
    amount: Money
    until: str = ""


@dataclass(frozen=True, slots=True)
class PixOffer:
    """A Pix that can be had beside the boleto of an order that waits: of which invoice, and for how much."""

    invoice: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways that are open now; `unknown` when a gateway has not answered yet, `registering` why a boleto waits."""

    boleto: BoletoWay | None = None
    pix: PixWay | None = None
    card_url: str = ""
    declined: str = ""
    unknown: bool = False
    registering: str = ""
    pix_offer: PixOffer | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A method that can be chosen."""

    code: str
    title: str
    icon: str


def ways_of(
    charges: Iterable[Charge], today: date, *, is_order: bool, number: int, beside: PixOffer | None = None
) -> Ways | None:
    """What the charges of one invoice offer, and what can be had `beside` them.

    None when nothing is open and nothing was declined.
    """
    newest = sorted(charges, key=lambda charge: charge.pk)
    boleto = pix = None
    card_url = declined = registering = ""
    unknown = False
    titles = titles_of(newest)
    for charge in newest:
        title = titles.get(charge.pk)
        if charge.state in UNANSWERED and title is not None:
            registering = registering_note(title)
        elif charge.state in UNANSWERED:
            unknown = True
        elif charge.state == "pending" and charge.method == "boleto" and charge.barcode:
            boleto = _boleto(charge, today, is_order, number)
            boleto = replace(boleto, note=change_note(title) or boleto.note)
        elif charge.state == "pending" and charge.method == "pix" and charge.brcode:
            pix = _pix(charge)
        elif charge.state == "pending" and charge.method == "card":
            card_url = reverse("card", args=[number])
    if newest and newest[-1].state in ("declined", "refused") and not (boleto or registering):
        declined = newest[-1].decline_text or gettext("Tente outro cartão ou pague de outro jeito.")
    if not (boleto or pix or card_url or declined or unknown or registering):
        return None
    return Ways(boleto, pix, card_url, declined, unknown, registering, None if pix or unknown else beside)


def pix_offer(
    invoice: Invoice, charges: Iterable[Charge], today: date, *, status: str, last_day: date
) -> PixOffer | None:
    """What a Pix would cost beside this order's boleto; None where none can be had."""
    return PixOffer(invoice.number, invoice.asked) if pix_beside(status, last_day, charges, today) else None


def method_choices(codes_: Iterable[str]) -> tuple[Choice, ...]:
    """Methods as buttons."""
    icons = {"boleto": "barcode", "pix": "qr-code", "card": "credit-card"}
    return tuple(Choice(code, str(words.METHODS[code]), icons[code]) for code in codes_)


def _boleto(charge: Charge, today: date, is_order: bool, number: int) -> BoletoWay:
    due = charge.due_on or charge.pay_until or today
    groups = mail.digit_groups(charge.linha_digitavel).split(" ")
    late = due < today
    if late and is_order:
        note = gettext("Este boleto não pode mais ser pago. Se você já pagou, o banco nos avisa em até 2 dias úteis.")
    elif late:
        note = gettext("Ainda pode ser pago em qualquer banco, que soma a multa e os juros do dia.")
    elif is_order:
        note = gettext("Depois do vencimento ele não é mais aceito: faça o pedido de novo.")
    else:
        note = gettext("O banco nos avisa do pagamento em até 1 dia útil.")
    said = {"day": words.day(due)}
    return BoletoWay(
        bars=codes.bars(charge.barcode),
        digits=charge.linha_digitavel,
        line=(" ".join(groups[:2]), " ".join(groups[2:])),
        when=(gettext("venceu em %(day)s") if late else gettext("vence em %(day)s")) % said,
        note=note,
        pdf_url=reverse("boleto-pdf", args=[number]),
    )


def _pix(charge: Charge) -> PixWay:
    until = gettext("23:59 de %(day)s") % {"day": words.day(charge.pay_until)} if charge.pay_until else ""
    return PixWay(codes.qr(charge.brcode), charge.brcode, Money(charge.amount_centavos), until)
