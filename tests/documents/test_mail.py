"""Mails: a subject, a text and an HTML for each kind, in both languages, with the same facts and nothing executable."""

import html
import re
from datetime import date
from typing import Any

import pytest

from meuplano.documents.lines import SaidLine
from meuplano.documents.mail import KINDS, digit_groups, render_mail
from meuplano.rules.money import ZERO, Money

VENDOR = {
    "name": "Prancheta",
    "legal_name": "Prancheta Software Ltda",
    "tax_id": "26.841.057/0001-07",
    "finance_email": "financeiro@prancheta.example",
}
VALUES: dict[str, Any] = {
    "name": "Marina",
    "role": "owner",
    "account": "Agência <Aurora> & Cia",
    "url": "http://localhost:8000/pedidos/17/",
    "vendor": VENDOR,
    "order": 17,
    "invoice": 42,
    "title": "Mensalidade de dezembro",
    "first_day": date(2026, 12, 5),
    "last_day": date(2027, 1, 4),
    "due_on": date(2026, 12, 5),
    "in_time_until": date(2026, 12, 7),
    "is_suspended": False,
    "instead_of": 12,
    "number": "4711",
    "targets": (("Espaço", 20, 10), ("Conversas", 4, 0)),
    "count": 3,
    "groups": (("Devoluções", 2, 6), ("Pagos a mais", 1, 1)),
    "going_back": Money(1200),
    "due": Money(14004),
    "method": "boleto",
    "pay_until": date(2026, 11, 26),
    "lines": (SaidLine("4 licenças adicionais", "4 × R$ 89,90 × 12 de 30 dias", Money(14384)),),
    "credit": Money(3500),
    "linha_digitavel": "00190000090284190500900000042176116420000014004",
    "brcode": "",
    "amount": Money(106531),
    "principal": Money(104000),
    "fine": Money(2080),
    "interest": Money(451),
    "days_late": 13,
    "suspends_on": date(2026, 12, 22),
    "blocks_on": None,
    "cancels_on": date(2027, 2, 5),
    "counted_on": date(2026, 11, 25),
    "policy": "active",
    "licences": 8,
    "kept_gb": 4,
    "year": 2026,
    "last_chance": False,
    "card": "Visa final 4242",
    "why": "Saldo insuficiente.",
    "next_on": date(2026, 12, 6),
    "then_on": [date(2026, 12, 8), date(2026, 12, 10)],
    "do_not_retry": True,
    "paper_on": date(2026, 11, 25),
    "paid_on": date(2026, 11, 13),
    "left": Money(5000),
    "surplus": Money(1200),
    "short": Money(700),
    "note": "invoice_paid",
    "added": "4 licenças",
    "reason": "Instabilidade",
    "months": 1,
    "before": Money(44950),
    "after": Money(89900),
    "prices": (("Licenças", Money(8990), Money(9424)),),
    "asker": "Caio Prado",
    "inviter": "Caio Prado",
    "until": date(2026, 12, 1),
    "new": "Beatriz Nakamura",
    "is_new": True,
    "reads_only": True,
    "by": "Marina Duarte",
    "asker_email": "caio@aurora.example",
    "message": "<script>alert(1)</script>",
    "withdrawn": [17, 18],
    "cancelled": [43],
    "anew": True,
    "on": date(2027, 2, 5),
    "debts": [{"invoice": 42, "amount": Money(27123)}, {"invoice": 44, "amount": Money(99)}],
    "reduced_from": Money(104000),
    "reduced_to": Money(27222),
    "refund": Money(8100),
    "withheld": Money(5529),
    "protocol": "2026-000318",
    "reply_above": "Escreva a sua resposta acima desta linha",
    "text": "O boleto veio com <b>outro</b> valor.",
    "who": "Marina Duarte",
    "over": "",
    "waits": True,
    "terms_first": True,
    "kept": False,
    "files": ["nota.pdf"],
    "answer_by": date(2026, 11, 26),
    "resolved": True,
    "offer_until": date(2026, 11, 27),
}
ZEROES = ("withheld", "left", "surplus", "short", "credit", "fine", "interest", "reduced_from", "refund", "going_back")
NOTHING = dict.fromkeys(ZEROES, ZERO) | {
    "blocks_on": date(2026, 12, 22), "suspends_on": None, "cancels_on": None, "paper_on": None,
    "licences": 0, "kept_gb": 0, "last_chance": True, "in_time_until": date(2026, 12, 5), "is_suspended": True,
    "do_not_retry": False, "then_on": [], "why": "", "anew": False, "debts": [], "withdrawn": [], "cancelled": [],
    "note": "too_much", "linha_digitavel": "", "method": "pix", "brcode": "00020101021226PIX", "name": "",
    "role": "finance", "policy": "all", "message": "",
    "is_new": False, "reads_only": False, "reason": "", "reply_above": "", "files": [], "answer_by": None,
    "resolved": False, "offer_until": None, "order": 0, "over": "Proposta encerrada: o acesso foi suspenso",
    "waits": False, "kept": True, "terms_first": False,
}  # fmt: skip
FACTS = re.compile(r"-?R\$\xa0[\d.]+,\d\d|\d{2}/\d{2}(?:/\d{4})?|nº \d+|no\. \d+|[\d.]{10,}|[\w.]+@[\w.]+|\d+ GB")


def rendered(kind: str, language: str = "pt-br", **values: Any) -> Any:
    return render_mail(kind, VALUES | values, language)


def visible(page: str) -> str:
    """What a person reads of the HTML."""
    body = page[page.index("<body") :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("language", ["pt-br", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [{}, NOTHING], ids=["everything", "little"])
def test_every_kind_says_the_same_in_text_and_html(kind: str, language: str, values: dict[str, Any]) -> None:
    mail = rendered(kind, language, **values)
    assert 5 < len(mail.subject.splitlines()[0]) == len(mail.subject) <= 200
    for body in (mail.text, mail.html):
        assert VALUES["url"] in body
        assert not re.search(r"\{\{|\{%|\bNone\b", body)
    assert "&lt;" not in mail.text
    assert not re.search(r"<script|<Aurora>|javascript:|\son\w+=", mail.html)
    said = set(FACTS.findall(mail.subject + "\n" + mail.text))
    assert said == set(FACTS.findall(visible(mail.html)))
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize(
    ("kind", "values", "subject"),
    [
        ("order_received", {}, "Pedido nº 17 recebido: R$ 140,04"),
        ("renewal_announced", {}, "Em 05/12/2026 cobramos R$ 1.065,31 no seu cartão"),
        ("renewal_issued", {}, "Pague até 05/12/2026: Mensalidade de dezembro, R$ 1.065,31"),
        ("invoice_due", {}, "A fatura nº 42 vence em 05/12/2026: R$ 1.065,31"),
        ("invoice_due", {"last_chance": True}, "Pague hoje a fatura nº 42: R$ 1.065,31"),
        ("invoice_overdue", {}, "Fatura nº 42 vencida há 13 dias: pague R$ 1.065,31 hoje"),
        ("card_refused", {}, "Cartão não aprovado: tentamos de novo em 06/12/2026"),
        ("card_given_up", {}, "O cartão não passou: pague R$ 1.065,31 por boleto até 05/12/2026"),
        ("suspended", {}, "Acesso suspenso: pague R$ 1.065,31 para voltar"),
        ("trust_refused", {}, "Comprovante da fatura nº 42 recusado"),
        ("subscription_cancelled", {"amount": ZERO}, "Assinatura cancelada por falta de pagamento"),
        ("payment_reversed", {}, "Pagamento de R$ 1.065,31 devolvido: pague de novo até 05/12/2026"),
    ],
)
def test_the_subject_says_what_to_do(kind: str, values: dict[str, Any], subject: str) -> None:
    assert rendered(kind, **values).subject.replace("\xa0", " ") == subject


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("order_received", {}, "Pague até quinta-feira, 26/11/2026."),
        ("order_received", {}, "leia e aceite os termos na página do pedido"),
        ("order_received", {}, "Crédito usado: -R$ 35,00"),
        ("order_received", {}, "A pagar: R$ 140,04"),
        ("order_received", {}, "00190.00009 02841.905009 00000.042176 1 16420000014004"),
        ("renewal_issued", {}, "Contagem em 25/11/2026: 8 licenças, só as ativas"),
        ("renewal_issued", {"policy": "all"}, "Contagem em 25/11/2026: 8 licenças, todas as contratadas."),
        ("renewal_issued", {}, "O espaço fica com 4 GB extras a mais"),
        ("invoice_overdue", {}, "Multa: R$ 20,80"),
        ("invoice_overdue", {}, "Juros: R$ 4,51"),
        ("invoice_overdue", {}, "o acesso da conta é suspenso em 22/12/2026."),
        ("renewal_issued", {}, "até segunda-feira, 07/12/2026, você paga sem multa e juros."),
        ("invoice_overdue", NOTHING, "O acesso da conta está suspenso"),
        ("invoice_overdue", NOTHING, "comprar e ativar pessoas ficam bloqueados em 22/12/2026."),
        ("card_refused", {}, "Tentamos de novo em 06/12/2026 e, se preciso, em: 08/12, 10/12."),
        ("card_refused", NOTHING, "Tentamos mais uma vez em 06/12/2026."),
        ("card_given_up", {}, "pediu para não tentar de novo"),
        ("suspended", {}, "Pago até 04/01/2027, o período atual continua."),
        ("suspended", {}, "foram cancelados: nº 17, 18."),
        ("suspended", {}, "a assinatura é cancelada em 05/02/2027."),
        ("subscription_cancelled", {}, "A dívida de R$ 1.040,00 foi reduzida para R$ 272,22"),
        ("payment_received", {}, "Ainda faltam R$ 50,00"),
        ("payment_received", {}, "Passaram do valor em aberto R$ 12,00"),
        ("payment_received", {}, "Com os R$ 55,29 de impostos que vocês retiveram, ela está paga."),
        ("retention_undone", {"reason": "O informe não confere"}, "O motivo: O informe não confere"),
        ("payment_reversed", {}, "já tinham sido usados como crédito"),
        ("surplus_credited", {}, "já estava paga quando entraram mais R$ 1.065,31."),
        ("dead_order_credit", {}, "chegou quando o pedido nº 17 já não valia"),
        ("card_expiring", {}, "essa renovação sai por boleto em 25/11/2026."),
        ("ask_owner", NOTHING, "este endereço é o do financeiro da conta: Agência <Aurora> & Cia."),
    ],
)
def test_the_text_says(kind: str, values: dict[str, Any], said: str) -> None:
    assert said in rendered(kind, **values).text.replace("\xa0", " ")


def test_english_keeps_brazils_money_and_dates() -> None:
    mail = rendered("order_received", "en")
    assert mail.subject == "Order no. 17 received: R$\xa0140,04"
    assert "Thursday, 26/11/2026" in mail.text
    assert '<html lang="en">' in mail.html


def test_a_missing_value_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        render_mail("licences_released", {"name": "Marina"})


def test_a_line_that_is_not_47_digits_stays_as_it_is() -> None:
    assert digit_groups("123") == "123"
