"""Periodicidade, Renovação, Cancelar and the strips of what waits (F09–F12, F15, F24, U04, U14, U15, R-08)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meuplano.records.models import Account, Instalment, LicenceEntry, Member, Order, ScheduledChange, Subscription
from meuplano.rules.periods import Cycle
from tests import world
from tests.portal.test_change import FRAGMENT, field, text_of
from tests.portal.test_invoices import renewal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]


def said(client: Client, url: str, **more: Any) -> str:
    return text_of(client.get(url, **more).content.decode()).replace("\xa0", " ")


def test_a_longer_cycle_is_summed_up_and_confirmed(owner: Client, aurora: Account) -> None:
    url = "/plano/alteracao/?periodicidade=12&pagamento=pix"
    body = said(owner, url)
    for words in ("R$ 8.630,40", "-R$ 348,00", "passa para o dia 24", "Confirmar alterações · R$ 8.282,40"):
        assert words in body
    page = owner.get(url).content.decode()
    sent = {"seen": field(page, "seen"), "draft": field(page, "draft"), "periodicidade": "12", "pagamento": "pix"}
    answer = owner.post("/plano/alteracao/", sent)
    order = Order.objects.get(account=aurora)
    assert (answer.url, order.cycle) == (f"/pedidos/{order.number}/", 12)
    assert "Periodicidade anual, contada desde 24/03/2027" in said(owner, answer.url)
    assert "Mudança de periodicidade" in said(owner, "/faturas/")


def test_a_longer_cycle_is_paid_in_boletos_where_the_list_allows_it(owner: Client, aurora: Account) -> None:
    url = "/plano/alteracao/?periodicidade=12&pagamento=boleto&parcelas=3"
    page = owner.get(url).content.decode()
    body = text_of(page).replace("\xa0", " ")
    for words in ("em 10 boletos mensais", "3º boleto vence em 24/05/2027 R$ 2.760,80", "R$ 8.282,40 em 3 boletos"):
        assert words in body
    assert "boletos mensais" not in said(owner, "/plano/alteracao/?periodicidade=12&pagamento=pix&parcelas=3")
    assert "boletos mensais" not in said(owner, "/plano/alteracao/?periodicidade=3&pagamento=boleto&parcelas=3")
    sent = {"seen": field(page, "seen"), "draft": field(page, "draft"), "periodicidade": "12", "pagamento": "boleto"}
    seen = {"parcelas": "3", "parcelas_vistas": field(page, "parcelas_vistas")}
    unseen = owner.post("/plano/alteracao/", sent | seen | {"parcelas": "4"})
    assert (unseen.status_code, Order.objects.count()) == (409, 0), "other terms than those of the summary"
    owner.post("/plano/alteracao/", sent | seen)
    parts = Instalment.objects.filter(account=aurora).values_list("amount_centavos", flat=True)
    assert (Order.objects.get().instalments, list(parts)) == (3, [276080] * 3)


def test_a_longer_cycle_is_paid_by_card_in_instalments(owner: Client, aurora: Account) -> None:
    url = "/plano/alteracao/?periodicidade=12&pagamento=card&parcelas=3"
    page = owner.get(url).content.decode()
    body = text_of(page).replace("\xa0", " ")
    for words in (
        "12 vezes de R$ 690,20, sem juros",
        "11 vezes de cerca de R$ 752,94, sem juros",
        "no cartão, em 3 vezes de R$ 2.760,80, sem juros",
    ):
        assert words in body
    sent = {"seen": field(page, "seen"), "draft": field(page, "draft"), "periodicidade": "12", "pagamento": "card"}
    answer = owner.post(
        "/plano/alteracao/", sent | {"parcelas": "3", "parcelas_vistas": field(page, "parcelas_vistas")}
    )
    order = Order.objects.get(account=aurora)
    assert (order.instalments, order.invoice.charges.get().instalments) == (3, 3)
    assert not Instalment.objects.exists()
    assert answer.status_code == 302


def test_a_shorter_cycle_says_what_of_the_running_period_is_still_to_be_paid(owner: Client, aurora: Account) -> None:
    Subscription.objects.filter(account=aurora).update(cycle=Cycle.QUARTERLY)
    url = "/plano/alteracao/?periodicidade=1"
    assert "já pago" in said(owner, url)
    renewal(aurora, date(2027, 3, 5))
    body = said(owner, url)
    assert "R$ 899,00" in body
    assert "ainda a pagar" in body


def test_a_shorter_cycle_is_scheduled_and_undone(owner: Client, aurora: Account) -> None:
    Subscription.objects.filter(account=aurora).update(cycle=Cycle.QUARTERLY)
    page = owner.get("/plano/alteracao/?periodicidade=1").content.decode()
    assert "Vale uma palavra com o financeiro antes" in text_of(page)
    owner.post("/plano/alteracao/", {"draft": field(page, "draft"), "periodicidade": "1", "agendar": "1"})
    assert ScheduledChange.objects.get().data == {"cycle": 1}
    assert "a periodicidade passa a mensal" in said(owner, "/plano/")
    owner.post("/plano/desfazer/", {"o_que": "cycle"})
    assert ScheduledChange.objects.get().status == "undone"


def test_the_renewal_is_simulated_changed_and_undone(owner: Client, aurora: Account) -> None:
    LicenceEntry.objects.create(
        account=aurora, subscription=Subscription.objects.get(account=aurora), item="storage", on=world.TODAY,
        now=20, at_renewal=20, why="start",
    )  # fmt: skip
    Member.objects.filter(account=aurora, user__name="Pessoa 3").update(last_access_on=date(2027, 2, 1))
    body = said(owner, "/plano/renovacao/")
    assert "1 pessoa com acesso não entra há 30 dias ou mais: Pessoa 3 (01/02/2027)" in body
    assert "R$ 929,00" in body
    assert "R$ 749,20" in said(owner, "/plano/renovacao/?politica=active", headers=FRAGMENT)
    assert owner.post("/plano/renovacao/", {"politica": "all", "alvo-storage": "x"}).status_code == 422
    owner.post("/plano/renovacao/", {"politica": "active", "alvo-storage": "5"})
    plan = said(owner, "/plano/")
    assert "renovam só as licenças ativas: hoje seriam 8 de 10" in plan
    assert "o espaço extra passa de 20 para 5 GB" in plan
    for what in ("policy", "targets"):
        owner.post("/plano/desfazer/", {"o_que": what})
    assert Subscription.objects.get(account=aurora).renewal_policy == "all"
    assert LicenceEntry.objects.filter(item="storage").latest("pk").at_renewal == 20


def test_cancelling_is_confirmed_shown_and_undone(owner: Client, aurora: Account) -> None:
    assert "Usar até 04/04/2027" in said(owner, "/plano/cancelar/")
    assert owner.post("/plano/cancelar/", {}).status_code == 422
    assert owner.post("/plano/cancelar/", {"em": "2027-04-20"}).status_code == 409
    owner.post("/plano/cancelar/", {"em": "2027-04-05", "motivo": "preco"})
    assert "a assinatura termina" in said(owner, "/plano/")
    owner.post("/plano/desfazer/", {"o_que": "cancel"})
    assert ScheduledChange.objects.get().status == "undone"
