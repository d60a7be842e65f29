"""Boletos by file: each bank's remittance is read at that bank's places, and its return is written at them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakebank import days, titles
from fakebank.bank import Bank, Refused
from meuplano.brazil import agreement as agreements
from meuplano.brazil.agreement import SUPPORTED
from meuplano.brazil.cnab.returned import ReturnedTitle, ReturnFile
from tests.brazil.test_agreement import AGREEMENTS, NOW
from tests.fakebank.running import SECRET, RunningBank


def told(bank: Bank, number: int) -> list[ReturnedTitle]:
    """The lines of a return as the product reads them."""
    file = ReturnFile(titles.content_of(bank, number))
    lines = list(file)
    assert file.warnings == []
    return lines


def registered(bank: Bank, code: str) -> ReturnedTitle:
    """One boleto that the bank took; what its return says of it."""
    asked = replace(agreements.sample(bank.today), daily=20)
    content = agreements.remit(AGREEMENTS[code], [("entry", asked)], nsa=1, made_at=NOW)
    assert titles.take(bank, content) == 1
    (line,) = told(bank, titles.make_return(bank) or 0)
    assert agreements.plain(line.nosso_numero) == agreements.number_on_file(AGREEMENTS[code], asked, NOW)
    assert (line.company_use, line.amount, line.due) == (asked.id, asked.amount, asked.due_on)
    return line


@pytest.mark.parametrize("code", SUPPORTED)
def test_a_return_is_written_as_its_bank_writes_it(bank: Bank, code: str) -> None:
    line = registered(bank, code)
    assert (line.movement, line.reasons, line.paid) == ("02", "", 0)
    assert line.receiving_bank == "000", "nobody paid anything"

    assert line.due is not None
    days.move_to(bank, line.due + timedelta(10))
    titles.pay(bank, 1, at="341087650")
    days.move_to(bank, bank.today + timedelta(5))
    paid, fee = (line for n in titles.returns_after(bank, 1) for line in told(bank, n) if line.movement in ("06", "28"))
    assert (paid.movement, paid.receiving_bank, paid.receiving_agency[-5:]) == ("06", "341", "87650")
    assert (paid.nosso_numero, paid.company_use) == (line.nosso_numero, line.company_use)
    assert paid.paid == (paid.amount or 0) + (paid.interest or 0) > (line.amount or 0), "fine and interest by itself"
    assert (fee.fee, fee.receiving_bank) == (180, "000")


@pytest.mark.parametrize("code", SUPPORTED)
def test_where_nobody_says_otherwise_it_is_paid_here(bank: Bank, code: str) -> None:
    registered(bank, code)
    titles.pay(bank, 1)
    days.move_to(bank, bank.today + timedelta(5))
    paid = told(bank, titles.returns_after(bank, 1)[0])[0]
    assert (paid.receiving_bank, paid.receiving_agency[-5:]) == (code, "00019")


def test_the_page_asks_where_and_says_where_it_was(running: RunningBank) -> None:
    asked = agreements.sample(running.today)
    content = agreements.remit(AGREEMENTS["756"], [("entry", asked)], nsa=1, made_at=NOW)
    answer = running.http.post("/v1/remittances", content=content, headers={"authorization": f"Bearer {SECRET}"})
    assert answer.status_code == 200, answer.text
    number = running.http.get("/control/titles").json()["titles"][-1]["number"]
    assert '<option value="341087650">Itaú, agência 8765</option>' in running.http.get(f"/titulos/{number}").text
    for where in ("341087650", "<b>"):  # the second click pays nothing
        assert running.http.post(f"/titulos/{number}", data={"onde": where}).status_code == 303
    assert "Pago em outro banco: Itaú, agência 8765." in running.http.get(f"/titulos/{number}").text
    wrong = running.http.post("/control/title", json={"own": asked.id, "at": "34108765"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "bad_at")


def test_a_remittance_that_is_none_is_refused(bank: Bank) -> None:
    with pytest.raises(Refused, match="240"):
        titles.take(bank, b"02REMESSA")
