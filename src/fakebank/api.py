"""The bank's JSON interface: what its customer may ask (/v1), what a test or the demo may arrange (/control)."""

import json
import re
from collections.abc import Callable
from typing import Any

from fakebank import asked, cards, charges, clock, days, faults, notices, payments, titles
from fakebank.bank import Bank, Refused
from fakebank.books import Row

Body = dict[str, Any]
Answer = tuple[int, Any]
PAGE = 100  # events in one answer


# What the customer's system asks


def make_charge(bank: Bank, body: Body) -> Answer:
    """POST /v1/charges"""
    return 200, charges.view(bank, charges.make(bank, body))


def find_charge(bank: Bank, query: Body) -> Answer:
    """GET /v1/charges?key=…"""
    row = charges.by_key(bank, asked.required(query, "key"))
    if row is None:
        raise Refused("unknown_charge", "Não há cobrança com esta chave.", 404)
    return 200, charges.view(bank, row)


def cancel(bank: Bank, body: Body, charge_id: str) -> Answer:  # noqa: ARG001
    """POST /v1/charges/<id>/cancel"""
    return 200, charges.view(bank, charges.cancel(bank, charge_id))


def refund(bank: Bank, body: Body, charge_id: str) -> Answer:
    """POST /v1/charges/<id>/refunds {key, amount}"""
    given = payments.refund(bank, charge_id, asked.amount(body), asked.required(body, "key"))
    return 200, {"refund": given, "charge": charges.view(bank, bank.charge_row(charge_id))}


def change_due_date(bank: Bank, body: Body, charge_id: str) -> Answer:
    """POST /v1/charges/<id>/due-date {due_on, pay_until?}"""
    due_on = asked.day(body, "due_on")
    if due_on is None:
        raise Refused("bad_date", "Falta o novo vencimento.")
    return 200, charges.view(bank, charges.change_due_date(bank, charge_id, due_on, asked.day(body, "pay_until")))


def events(bank: Bank, query: Body) -> Answer:
    """GET /v1/events?since=<id of the last one read>: the next ones, oldest first."""
    since = bank.books.row("select number from events where id = ?", asked.text(query, "since"))
    rows = bank.books.rows(
        "select body from events where number > ? order by number limit ?", since["number"] if since else 0, PAGE
    )
    return 200, {"events": [json.loads(row["body"]) for row in rows]}


# What a test, the demo or a simulator arranges


def get_date(bank: Bank, query: Body) -> Answer:  # noqa: ARG001
    """GET /control/date"""
    return 200, {"date": bank.today.isoformat()}


def set_date(bank: Bank, body: Body) -> Answer:
    """POST /control/date {date, wait?}: live up to that day; `wait` seconds at most until its notices are delivered."""
    day = asked.day(body, "date")
    if day is None:
        raise Refused("bad_date", "Falta a data.")
    lived = days.move_to(bank, day)
    return 200, {"date": bank.today.isoformat(), "days": lived, "delivered": _wait(bank, body)}


def wait(bank: Bank, body: Body) -> Answer:
    """POST /control/wait {wait}: until every notice that is not held back was delivered, at most so many seconds."""
    return 200, {"delivered": _wait(bank, body)}


def _wait(bank: Bank, body: Body) -> bool:
    ends = clock.seconds() + float(body.get("wait") or 0)
    while not notices.all_delivered(bank):
        if clock.seconds() >= ends or bank.closing.wait(0.005):
            return False
    return True


def get_faults(bank: Bank, query: Body) -> Answer:  # noqa: ARG001
    """GET /control/faults: the kinds with their magic amounts, and what is ordered."""
    kinds = [{"fault": f.name, "kind": f.kind, "amount": f.cents, "text": f.text} for f in faults.FAULTS]
    return 200, {"faults": kinds, "ordered": [dict(row) for row in bank.books.rows("select * from ordered_faults")]}


def order_fault(bank: Bank, body: Body) -> Answer:
    """POST /control/faults {fault, times = 1, key?, command = "charge"}; {"clear": true} forgets all."""
    if body.get("clear"):
        with bank.books.writing():
            bank.books.write("delete from ordered_faults")
        return 200, {}
    fault, command, times = asked.text(body, "fault"), asked.text(body, "command") or "charge", body.get("times", 1)
    if fault not in faults.BY_NAME or command not in faults.COMMANDS or type(times) is not int or times < 1:
        raise Refused("bad_fault", "Não há tal falha, tal comando ou tal número de vezes.")
    if faults.BY_NAME[fault].kind != "answer" and command != "charge":
        raise Refused("bad_fault", "Esta falha pertence a uma cobrança: command charge.")
    faults.order(bank.books, fault=fault, command=command, key=asked.text(body, "key") or None, times=times)
    return 200, {}


def pay(bank: Bank, body: Body) -> Answer:
    """POST /control/pay {key | code, by?, amount?, once?}: pay a boleto or Pix as its payer would, whatever its state.

    A payer who pays `once` does not pay what they have paid, though nobody was told of it yet.
    """
    row = _named(bank, body)
    if body.get("once") is True and bank.books.row("select 1 from payments where charge = ?", row["id"]):
        return 200, charges.view(bank, row)
    by = asked.text(body, "by") or row["method"]
    if by not in ("boleto", "pix"):
        raise Refused("bad_method", "Aqui se paga boleto ou Pix.")
    payments.receive(bank, row, by=by, amount=asked.amount(body) if "amount" in body else None)
    return 200, charges.view(bank, bank.charge_row(row["id"]))


def type_card(bank: Bank, body: Body) -> Answer:
    """POST /control/card {key, number, expires = "2030-12", approve = true}: what the payer does on the card's page."""
    row, number = _named(bank, body), asked.text(body, "number")
    if number not in cards.BY_NUMBER:
        raise Refused("bad_number", "Não é um número de teste.")
    outcome = payments.type_card(bank, row, number, asked.text(body, "expires") or "2030-12")
    if outcome == "3ds":
        outcome = payments.authenticate(bank, row, approved=body.get("approve", True) is True)
    return 200, charges.view(bank, bank.charge_row(row["id"])) | {"outcome": outcome}


def get_titles(bank: Bank, query: Body) -> Answer:  # noqa: ARG001
    """GET /control/titles: the registry of boletos that came by file."""
    return 200, {"titles": [dict(row) for row in bank.books.rows("select * from titles order by number")]}


def pay_title(bank: Bank, body: Body) -> Answer:
    """POST /control/title {place | document | own, amount?, at?, once?}: pay a registered boleto, whatever its state.

    `at` is another bank's three digits, an agency's five and its digit. Who pays `once` does not pay what is paid.
    """
    place, document, own = (asked.text(body, name) for name in ("place", "document", "own"))
    row = bank.books.row(
        "select number, status from titles where place = ? or document = ? or trim(own) = ? order by number desc",
        *(place, document, own or "-"),
    )
    if row is None:
        raise Refused("unknown_title", "Não há título com este número.", 404)
    if body.get("once") is True and row["status"] == titles.PAID:
        return 200, {}
    at = asked.text(body, "at")
    if at and not re.fullmatch(r"\d{9}", at, re.ASCII):
        raise Refused("bad_at", "O banco, a agência e o dígito são nove números.")
    titles.pay(bank, row["number"], asked.amount(body) if "amount" in body else None, at=at)
    return 200, {}


def work_files(bank: Bank, body: Body) -> Answer:  # noqa: ARG001
    """POST /control/files: the night between two days, now: what is to be told becomes a return."""
    return 200, {"return": titles.make_return(bank)}


def list_returns(bank: Bank, query: Body) -> Answer:
    """GET /v1/returns?since=<number>: the return files made after that one."""
    since = asked.text(query, "since")
    return 200, {"returns": titles.returns_after(bank, int(since) if since.isdigit() else 0)}


def receive(bank: Bank, body: Body) -> Answer:
    """POST /control/receive {amount, by = "transfer"}: money that names no charge."""
    payments.receive_unknown(bank, asked.amount(body), asked.text(body, "by") or "transfer")
    return 200, {}


def reverse(bank: Bank, body: Body) -> Answer:
    """POST /control/reverse {key}: take back what was paid (a dispute, the bank's own mistake)."""
    row = _named(bank, body)
    with bank.books.writing():
        for payment in bank.books.rows("select * from payments where charge = ? and told_on is not null", row["id"]):
            payments.reverse(bank, payment)
    return 200, charges.view(bank, bank.charge_row(row["id"]))


def _named(bank: Bank, body: Body) -> Row:
    key, code = asked.text(body, "key"), asked.text(body, "code")
    row = charges.by_key(bank, key) if key else charges.by_code(bank, code)
    if row is None:
        raise Refused("unknown_charge", "Não há tal cobrança.", 404)
    return row


GET: dict[str, Callable[[Bank, Body], Answer]] = {
    "/v1/charges": find_charge,
    "/v1/events": events,
    "/v1/returns": list_returns,
    "/control/date": get_date,
    "/control/titles": get_titles,
    "/control/faults": get_faults,
}
POST: dict[str, Callable[[Bank, Body], Answer]] = {
    "/v1/charges": make_charge,
    "/control/date": set_date,
    "/control/wait": wait,
    "/control/files": work_files,
    "/control/title": pay_title,
    "/control/faults": order_fault,
    "/control/pay": pay,
    "/control/card": type_card,
    "/control/receive": receive,
    "/control/reverse": reverse,
}
POST_TO_CHARGE: dict[str, Callable[[Bank, Body, str], Answer]] = {
    "cancel": cancel,
    "refunds": refund,
    "due-date": change_due_date,
}
