"""Ver como o cliente (U27): finance reads the owner's own pages, never without a trace, and can do nothing there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_script_prefix

from meuplano import clock
from meuplano.backoffice.as_customer import FORM, SHOWN
from meuplano.portal.urls import urlpatterns
from meuplano.records.models import Account, Event, Member, User
from tests import world
from tests.portal.conftest import set_today
from tests.portal.test_invoices import renewal

HERE = "/financeiro/contas/C1001/como-cliente/"
ACCOUNT = "/financeiro/contas/C1001/"


@pytest.fixture
def finance(db: None) -> Client:
    set_today(world.TODAY)
    aurora = world.account(active=2)
    renewal(aurora, world.TODAY)
    client = Client()
    client.force_login(User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True))
    return client


def looks() -> list[tuple[str, str]]:
    return list(Event.objects.filter(name="account.looked_at").order_by("pk").values_list("account__code", "by"))


def test_one_look_is_one_line_with_who_and_when(finance: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finance.get(f"{HERE}plano/")["Location"] == ACCOUNT, "not without the trace"
    assert not looks()
    assert finance.post(HERE)["Location"] == f"{HERE}plano/"
    finance.post(HERE)  # a second click, a second tab
    assert looks() == [("C1001", "Rafael Nogueira, financeiro")]
    assert "O financeiro viu as páginas como o cliente as vê" in finance.get(ACCOUNT).content.decode()
    later, other = clock.now() + timedelta(minutes=31), Client()
    other.force_login(User.objects.create_user("paula@prancheta.example", name="Paula", is_staff=True))
    assert other.get(f"{HERE}plano/")["Location"] == ACCOUNT, "somebody else's look is not hers"
    monkeypatch.setattr(clock, "now", lambda: later)
    assert finance.get(f"{HERE}plano/")["Location"] == ACCOUNT, "it is over after half an hour"
    finance.post(HERE)
    assert len(looks()) == 2


def test_the_pages_are_the_owners_with_a_banner_and_a_way_back(finance: Client) -> None:
    finance.post(HERE)
    owner = Member.objects.select_related("user").get(account__code="C1001", is_owner=True)
    hers = Client()
    hers.force_login(owner.user)
    for address in ("plano/", "plano/alteracao/", "plano/renovacao/", "faturas/", "faturas/1/", "solicitacoes/"):
        seen, own = (client.get(start + address).content.decode() for client, start in ((finance, HERE), (hers, "/")))
        assert "Você vê Agência Aurora como Marina Duarte vê" in seen, address
        assert f'href="{ACCOUNT}"' in seen
        assert heading(seen) == heading(own)
        assert set(re.findall(r"R\$\xa0[\d.,]+", own)) == set(re.findall(r"R\$\xa0[\d.,]+", seen)), address
        inside = re.findall(r'(?:href|action)="(/[^"]*)"', seen)
        assert all(it.startswith((HERE, "/static/")) or it == ACCOUNT for it in inside), (address, inside)
        assert all(b"<button disabled" in form for form in FORM.findall(seen.encode()) if b"<button" in form)
    assert get_script_prefix() == "/", "and the next request of this thread has addresses of its own"


def heading(body: str) -> str:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", body)[0]


def test_nothing_can_be_done_there(finance: Client) -> None:
    finance.post(HERE)
    before = Event.objects.count()
    for pattern in urlpatterns:
        address = re.sub(r"<str:\w+>", "x", re.sub(r"<int:\w+>", "1", str(pattern.pattern)))
        if address:
            assert finance.post(HERE + address, {"texto": "x", "account": "C1001"}).status_code == 405, address
    for address in ("plano/forma-de-pagamento/", "usuarios/transferir/", "faturas/1/cartao/", "convite/x/", "conta/"):
        assert finance.get(HERE + address)["Location"] == f"{HERE}plano/", address
    assert finance.get(f"{HERE}nada/").status_code == 404
    assert Event.objects.count() == before


def test_it_writes_nothing_of_the_owner_and_every_name_is_a_page(finance: Client, settings: Any) -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names >= SHOWN
    assert {name for name in names if name.endswith(("-pdf", "-xml"))} <= SHOWN, "every paper can be read there"
    owner = Member.objects.get(account__code="C1001", is_owner=True)
    Member.objects.filter(pk=owner.pk).update(last_access_on=None)
    finance.post(HERE)
    assert finance.get(f"{HERE}plano/").status_code == 200
    assert Member.objects.get(pk=owner.pk).last_access_on is None, "she was not here"
    Account.objects.create(code="C4004", name="Sem dono", created_on=world.TODAY)
    other = HERE.replace("C1001", "C4004")
    finance.post(other)
    assert finance.get(f"{other}plano/")["Location"].endswith("/C4004/"), (
        "an account without an owner is seen by nobody"
    )
