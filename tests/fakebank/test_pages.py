"""The pages on which the demo's visitor pays: they read without a script, keep nothing, and lead back."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest

from tests.fakebank.conftest import PAYER
from tests.fakebank.running import SECRET, RunningBank

AUTH = {"authorization": f"Bearer {SECRET}"}
BACK = "http://localhost:8000/faturas/7/"
GOOD = {"numero": "4242 4242 4242 4242", "validade": "08/29", "cvc": "123", "nome": "ANA"}


def charge(bank: RunningBank, key: str, method: str, **more: Any) -> dict[str, Any]:
    body = {"key": key, "method": method, "amount": 123456, "description": "<b>4</b> licenças", "payer": PAYER}
    if method == "boleto":
        body["due_on"] = bank.today.isoformat()
    answer = bank.http.post("/v1/charges", json=body | {"return_url": BACK} | more, headers=AUTH)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made | {"path": "/" + made["page_url"].split("/", 3)[3]}


def status(bank: RunningBank, key: str) -> str:
    found: str = bank.http.get("/v1/charges", params={"key": key}, headers=AUTH).json()["status"]
    return found


def text(bank: RunningBank, path: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", bank.http.get(path).text))


def test_a_boleto_is_found_by_its_line_and_paid_once(running: RunningBank) -> None:
    made = charge(running, "page-1", "boleto")
    found = running.http.post("/", data={"codigo": made["boleto"]["linha_digitavel"]})
    assert (found.status_code, found.headers["location"]) == (303, made["path"])
    page = running.http.get(made["path"])
    assert "R$\u00a01.234,56" in page.text
    assert "&lt;b&gt;4&lt;/b&gt; licenças" in page.text
    for _ in range(2):
        assert running.http.post(made["path"]).headers["location"] == made["path"]
    running.next_day(5)
    events = running.http.get("/v1/events", headers=AUTH).json()["events"]
    paid = [event for event in events if event["charge"]["key"] == "page-1" and event["type"] == "payment.confirmed"]
    assert len(paid) == 1
    assert f'href="{BACK}"' in running.http.get(made["path"]).text


def test_the_payer_reads_when_the_receiver_will_know(running: RunningBank) -> None:
    made = charge(running, "page-2", "boleto")
    running.http.post(made["path"])
    assert "Pagamento feito" in text(running, made["path"])
    assert "confirma ao recebedor no próximo dia útil" in text(running, made["path"])
    assert status(running, "page-2") == "open"


def test_a_pix_is_paid_from_the_list(running: RunningBank) -> None:
    made = charge(running, "page-3", "pix")
    assert f'href="{made["path"]}"' in running.http.get("/").text
    answer = running.http.get("/pagar", params={"codigo": made["pix"]["brcode"]})
    assert answer.headers["location"] == made["path"]
    running.http.post(made["path"])
    assert status(running, "page-3") == "paid"
    assert f'href="{made["path"]}"' not in running.http.get("/").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Cole a linha digitável"),
        ("123", "a sua tem 3"),
        ("00020101021226", "não é deste banco"),
        ("23793.38128 60007.827136 95000.063305 9 75520000370000", "outro banco"),
        ("<script>", "a sua tem 0"),
    ],
)
def test_a_code_that_leads_nowhere_is_explained_and_stays_typed(running: RunningBank, typed: str, words: str) -> None:
    answer = running.http.post("/", data={"codigo": typed})
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert "<script" not in answer.text


def test_a_card_is_typed_and_nothing_of_it_is_kept(running: RunningBank) -> None:
    made = charge(running, "page-4", "card")
    answer = running.http.post(made["path"], data=GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, made["path"])
    assert "Pagamento feito" in text(running, made["path"])
    assert status(running, "page-4") == "paid"
    for file in running.folder.iterdir():
        assert b"4242424242424242" not in file.read_bytes()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("numero", "4111111111111111"),
        ("numero", ""),
        ("validade", "13/30"),
        ("validade", ""),
        ("cvc", "12"),
        ("cvc", "٣٣٣"),
    ],
)
def test_what_is_wrong_with_a_card_stands_at_its_field(running: RunningBank, field: str, typed: str) -> None:
    made = charge(running, "page-5", "card")
    answer = running.http.post(made["path"], data=GOOD | {field: typed})
    assert answer.status_code == 422
    assert f'aria-describedby="{field}-erro"' in answer.text
    assert f'id="{field}-erro"' in answer.text
    assert status(running, "page-5") == "open"


def test_a_refused_card_leaves_the_page_open_for_another(running: RunningBank) -> None:
    made = charge(running, "page-6", "card")
    for number, words in (("4000000000000002", "recusou este cartão"), ("4000000000009995", "não tem limite")):
        answer = running.http.post(made["path"], data=GOOD | {"numero": number})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
        assert words in answer.text
        assert f'value="{number}"' not in answer.text
    expired = running.http.post(made["path"], data=GOOD | {"validade": "01/20"})
    assert "vencido" in expired.text
    running.http.post(made["path"], data=GOOD)
    assert status(running, "page-6") == "paid"


def test_3ds_is_refused_and_then_authorised(running: RunningBank) -> None:
    made, card = charge(running, "page-7", "card"), GOOD | {"numero": "4000000000003155"}
    running.http.post(made["path"], data=card)
    assert "Autorize a compra" in text(running, made["path"])
    refused = running.http.post(made["path"] + "/3ds", data={"resposta": "recusar"})
    assert "não foi autorizada" in refused.text
    running.http.post(made["path"], data=card)
    running.http.post(made["path"] + "/3ds", data={"resposta": "autorizar"})
    assert status(running, "page-7") == "paid"


def test_a_cancelled_charge_says_so_and_takes_no_money(running: RunningBank) -> None:
    for method, key in (("pix", "page-8"), ("card", "page-9")):
        made = charge(running, key, method)
        running.http.post(f"/v1/charges/{made['id']}/cancel", json={}, headers=AUTH)
        running.http.post(made["path"], data=GOOD)
        assert "Cobrança cancelada" in text(running, made["path"])
        assert status(running, key) == "cancelled"


def test_every_page_is_strict_and_sets_no_cookie(running: RunningBank) -> None:
    made = charge(running, "page-10", "card")
    for path in ("/", made["path"], "/nada"):
        answer = running.http.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert '<html lang="pt-BR">' in answer.text
        assert "Banco de demonstração" in answer.text
        assert not re.search(r"<script|style=| on[a-z]+=", answer.text)


def test_a_double_click_charges_a_card_once(running: RunningBank) -> None:
    made = charge(running, "page-11", "card")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: running.http.post(made["path"], data=GOOD), range(8)))
    assert {answer.status_code for answer in answers} <= {200, 303}
    events = running.http.get("/v1/events", headers=AUTH).json()["events"]
    assert sum(event["charge"]["key"] == "page-11" for event in events) == 1


def test_an_answer_to_3ds_that_nobody_asked_for_changes_nothing(running: RunningBank) -> None:
    made = charge(running, "page-12", "card")
    answer = running.http.post(made["path"] + "/3ds", data={"resposta": "autorizar"})
    assert answer.status_code == 303
    assert status(running, "page-12") == "open"
