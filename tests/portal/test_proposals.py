"""A proposal on the conversation's page: what it costs today, one confirmation, and why it is not accepted (U24)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from meuplano.actions.change_plan import confirm, preview
from meuplano.actions.requests.offer import Terms
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.propose import propose
from meuplano.records.models import (
    Account,
    Mail,
    Member,
    Order,
    Plan,
    PlanPrice,
    PriceVersion,
    Proposal,
    SupportRequest,
    User,
)
from meuplano.rules.agreements import Agreed
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_users import text_of

TERMS = Terms({"conversas": 7}, agreed=(Agreed("conversas", None, 2000, world.TODAY, date(2027, 10, 5)),))


@pytest.fixture(autouse=True)
def gateways(settings: Any) -> None:
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = {"pix": "fake"}


@pytest.fixture
def offered(aurora: Account) -> Proposal:
    marina = Member.objects.get(account=aurora, is_owner=True).user
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)
    asked = {"kind": "conversas", "text": "Queremos o Conversas.", "key": uuid4()}
    request = open_request(aurora.pk, user=marina, act=world.act(), **asked)
    values = {"text": "Segue a proposta.", "terms": TERMS, "valid_until": date(2027, 3, 26), "key": uuid4()}
    return propose(aurora.pk, request.pk, user=rafael, act=world.act(by="Rafael Nogueira, financeiro"), **values)


def url(proposal: Proposal) -> str:
    return f"/solicitacoes/{proposal.request_id}/"


def fields(client: Client, proposal: Proposal) -> dict[str, str]:
    """What the page's own form would send."""
    page = client.get(url(proposal)).content.decode()
    form = page[page.index("proposta/aceitar/") :]
    return {"pagamento": "pix"} | dict(re.findall(r'name="(seen|draft)" value="([^"]+)"', form)[:2])


def test_what_is_shown_is_what_is_ordered(owner: Client, offered: Proposal) -> None:
    page = text_of(owner.get(url(offered)))
    for said in (
        "Proposta do financeiro",
        "válida até 23:59 de 26/03/2027",
        "7 × R$ 29,90 × 12 de 31 dias",
        "em 05/04/2027; sem a proposta seria R$ 899,00",
        "R$ 1.066,44",
        "Conversas com 20% de desconto nos períodos que começam antes de 05/10/2027",
        "Aceitar proposta · R$ 81,02",
        "Rafael Nogueira enviou uma proposta de R$ 81,02",
    ):
        assert said in page
    answer = owner.post(f"{url(offered)}proposta/aceitar/", fields(owner, offered))
    assert answer["Location"] == "/pedidos/1/"
    assert Order.objects.get().invoice.total_centavos == 8102
    page = text_of(owner.get(url(offered)))
    assert "Proposta aceita: pedido nº 1" in page
    assert "Aceitar proposta" not in page


def test_another_day_is_another_price_and_is_said(owner: Client, offered: Proposal) -> None:
    stale = fields(owner, offered)
    set_today(date(2027, 3, 25))
    answer = owner.post(f"{url(offered)}proposta/aceitar/", stale)
    page = text_of(answer)
    assert answer.status_code == 409
    for said in ("O resumo mudou desde que você abriu a página.", "seriam R$ 81,02", "Aceitar proposta · R$ 74,27"):
        assert said in page
    assert not Order.objects.exists()


def test_after_its_day_it_says_so(owner: Client, offered: Proposal) -> None:
    kept = fields(owner, offered)
    set_today(date(2027, 3, 27))
    page = text_of(owner.get(url(offered)))
    assert "Esta proposta valeu até 26/03/2027." in page
    assert "Aceitar proposta" not in page
    answer = owner.post(f"{url(offered)}proposta/aceitar/", kept)
    assert answer.status_code == 409
    assert "Esta proposta valeu até 26/03/2027." in text_of(answer)


def test_an_order_in_between_is_told(owner: Client, offered: Proposal, aurora: Account) -> None:
    kept = fields(owner, offered)
    shown = preview(aurora, added={"storage": 5}, act=world.act()).quote.fingerprint()
    confirm(aurora.pk, added={"storage": 5}, method="pix", seen=shown, draft_key=aurora.draft_key, act=world.act())
    answer = owner.post(f"{url(offered)}proposta/aceitar/", kept)
    assert (answer.status_code, "Confira os valores de agora." in text_of(answer)) == (409, True)
    assert owner.post(f"{url(offered)}proposta/aceitar/", fields(owner, offered)).status_code == 302


def test_it_is_declined(owner: Client, offered: Proposal, drain: Callable[[], list[str]]) -> None:
    said = text_of(owner.post(f"{url(offered)}proposta/recusar/", follow=True))
    assert "Proposta recusada; o financeiro foi avisado" in said
    assert "Aceitar proposta" not in said
    assert SupportRequest.objects.get().status == "in_review"
    drain()
    assert "recusou a proposta" in Mail.objects.get(kind="proposal_ended").text
    told = Mail.objects.get(kind="request_answered").text
    assert "A resposta traz uma proposta, que vale até sexta-feira, 26/03/2027" in told


def test_a_contact_sees_it_and_cannot_accept(offered: Proposal, aurora: Account) -> None:
    user = world.user("contador@c1001.example", "Célia")
    Member.objects.create(account=aurora, user=user, has_access=False, is_billing_contact=True)
    client = Client()
    client.force_login(user)
    page = text_of(client.get(url(offered)))
    assert "Só quem responde pela conta aceita uma proposta." in page
    assert "Aceitar proposta" not in page
    for how in ("aceitar", "recusar"):
        assert client.post(f"{url(offered)}proposta/{how}/", {"pagamento": "pix"}).status_code == 403
    assert Proposal.objects.get().status == "offered"


def test_of_what_left_the_catalogue_the_page_says_why(owner: Client, offered: Proposal) -> None:
    kept = fields(owner, offered)
    world.list_without_modules(offered.account)
    answer = owner.post(f"{url(offered)}proposta/aceitar/", kept)
    page = text_of(answer)
    assert (answer.status_code, "Um item não está mais no catálogo" in page) == (409, True)
    assert "Aceitar proposta" not in page


def test_another_plan_at_the_renewal_is_accepted_seen_and_undone(owner: Client, offered: Proposal) -> None:
    """D48: nothing is due, a strip says what comes, and "Desfazer" takes it back."""
    smaller = Plan.objects.create(code="essencial", name="Essencial", minimum_licences=3, included_gb=20)
    PlanPrice.objects.create(version=PriceVersion.objects.get(), plan=smaller, licence_centavos=5990)
    rafael = User.objects.get(email="rafael@prancheta.example")
    values = {"text": "Menor.", "terms": Terms({}, plan=smaller, at_renewal=True), "valid_until": date(2027, 3, 26)}
    newer = propose(offered.account_id, offered.request_id, user=rafael, key=uuid4(), act=world.act(by="R"), **values)
    page = text_of(owner.get(url(newer)))
    for said in ("Plano Essencial na renovação", "em 05/04/2027; sem a proposta seria R$ 899,00", "R$ 599,00"):
        assert said in page
    answer = owner.post(f"{url(newer)}proposta/aceitar/", fields(owner, newer), follow=True)
    page = text_of(answer)
    assert "Proposta aceita: o plano muda na renovação" in page
    assert "Em 05/04/2027, o plano passa a Essencial" in page
    assert not Order.objects.exists()
    page = text_of(owner.post("/plano/desfazer/", {"o_que": "plan"}, follow=True))
    assert "o plano passa a" not in page
    assert "Proposta aceita: plano Essencial na renovação" in text_of(owner.get(url(newer)))
