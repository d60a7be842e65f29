"""Mails: a subject, a text and an HTML for each kind, in both languages, with nothing executable in them."""

import re
from datetime import date
from typing import Any

import pytest

from meuplano.documents.lines import SaidLine
from meuplano.documents.mail import KINDS, digit_groups, render_mail
from meuplano.rules.money import Money

VENDOR = {
    "name": "Prancheta",
    "legal_name": "Prancheta Software Ltda",
    "tax_id": "26.841.057/0001-07",
    "finance_email": "financeiro@prancheta.example",
}
VALUES: dict[str, Any] = {
    "name": "Marina",
    "account": "Agência <Aurora> & Cia",
    "url": "http://localhost:8000/pedidos/17/",
    "vendor": VENDOR,
    "order": 17,
    "invoice": 42,
    "due": Money(14004),
    "method": "boleto",
    "pay_until": date(2026, 11, 26),
    "lines": (SaidLine("4 licenças adicionais", "4 × R$ 89,90 × 12 de 30 dias", Money(14384)),),
    "credit": Money(3500),
    "linha_digitavel": "00190000090284190500900000042176116420000014004",
    "brcode": "",
    "amount": Money(106531),
    "paid_on": date(2026, 11, 13),
    "added": "4 licenças",
    "reason": "Instabilidade",
    "first_day": date(2027, 4, 5),
    "months": 1,
    "before": Money(44950),
    "after": Money(89900),
    "prices": (("Licenças", Money(8990), Money(9424)),),
    "asker": "Caio Prado",
    "asker_email": "caio@aurora.example",
    "message": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("language", ["pt-br", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_subject_a_text_and_an_html(kind: str, language: str) -> None:
    mail = render_mail(kind, VALUES | {name: VALUES.get(name, "") for name in KINDS[kind]}, language)
    assert 5 < len(mail.subject.splitlines()[0]) == len(mail.subject)
    for body in (mail.text, mail.html):
        assert VALUES["url"] in body
        assert not re.search(r"\{\{|\{%", body)
    assert "&lt;" not in mail.text
    assert not re.search(r"<script|<Aurora>|javascript:|\son\w+=", mail.html)


def test_the_order_says_what_to_pay_until_when_and_how() -> None:
    mail = render_mail("order_received", VALUES)
    assert mail.subject == "Pedido nº 17 recebido: R$\xa0140,04"
    for said in (
        "Pague até quinta-feira, 26/11/2026.",
        "Crédito usado: -R$\xa035,00",
        "A pagar: R$\xa0140,04",
        "00190.00009 02841.905009 00000.042176 1 16420000014004",
    ):
        assert said in mail.text


def test_english_keeps_brazils_money_and_dates() -> None:
    mail = render_mail("order_received", VALUES, "en")
    assert mail.subject == "Order no. 17 received: R$\xa0140,04"
    assert "Thursday, 26/11/2026" in mail.text


def test_a_missing_value_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        render_mail("licences_released", {"name": "Marina"})


def test_a_line_that_is_not_47_digits_stays_as_it_is() -> None:
    assert digit_groups("123") == "123"
