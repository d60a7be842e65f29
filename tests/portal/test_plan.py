"""The plan page: all seven cards, the figures of the world, and few queries."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from meuplano.actions import cancel_subscription
from meuplano.records.models import Account, UsageReport
from tests import world

CARDS = (
    "Assinatura",
    "Renovação",
    "Forma Pgto.",
    "Dados de Faturamento",
    "Faturas em Aberto",
    "Histórico de pagamentos",
    "Solicitações",
)


def test_all_seven_cards_in_order(owner: Client) -> None:
    body = owner.get("/plano/").content.decode()
    places = [body.index(f">{card}</h2>") for card in CARDS]
    assert places == sorted(places)
    for card, start, end in zip(CARDS, places, [*places[1:], len(body)], strict=True):
        assert body[start:end].count('<details class="how-to">') == 1, f"{card} answers no question (D54)"


def test_the_figures_of_the_subscription(owner: Client, aurora: Account) -> None:
    UsageReport.objects.create(
        account=aurora, used_bytes=12_400_000_000, measured_at=datetime(2027, 3, 24, 17, 5, tzinfo=UTC)
    )
    body = owner.get("/plano/").content.decode()
    assert "<b>8</b> em uso de 10" in body
    assert "<b>12,4\xa0GB</b> de 20 GB" in body
    assert "em <b>05/04/2027</b> por <b>boleto</b>" in body
    assert '<span class="vh">R$\xa0899,00</span>' in body
    assert "Agência Aurora Comunicação Ltda" in body


def test_before_its_end_no_next_charge_is_promised(owner: Client, aurora: Account) -> None:
    cancel_subscription.cancel(aurora.pk, date(2027, 4, 5), world.act())
    body = owner.get("/plano/").content.decode()
    assert "Nenhuma: a assinatura termina em 05/04/2027" in body
    assert "A assinatura termina em 05/04/2027: nenhuma outra será emitida." in body
    assert "05/04/2027</b> por <b>boleto" not in body
    assert "Próximo período" not in body


def test_eight_queries_whatever_there_is(
    owner: Client, aurora: Account, django_assert_max_num_queries: Any, settings: Any
) -> None:
    owner.get("/plano/")
    with django_assert_max_num_queries(9):  # eight, and one for the clock that only the demo and tests can move
        owner.get("/plano/")
