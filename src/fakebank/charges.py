"""The customer's commands on a charge: make, look up, cancel, move the date, give money back. Each safe to repeat."""

import json
from datetime import date, timedelta
from typing import Any

from fakebank import calendar, cards, clock, codes, faults, payments
from fakebank.asked import Asked, read_charge
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.notices import tell

SAME = ("method", "amount", "due_on", "pay_until", "card", "keep_card", "instalments")  # one key is one of each
BOLETO_DAYS = 60  # a boleto without a last day is payable for so many days after its date


def make(bank: Bank, body: dict[str, Any]) -> Row:
    """Register the charge, or return the one of this key as it stands.

    Raises Refused: a field is wrong (422), or the key names another charge (409).
    """
    request = json.dumps(body, sort_keys=True, ensure_ascii=False)
    with bank.books.writing():
        known = by_key(bank, str(body.get("key", "")))
        if known is not None:
            before = json.loads(known["request"])
            if any((before.get(name) or None) != (body.get(name) or None) for name in SAME):
                raise Refused("key_reused", "Esta chave já é de outra cobrança.", 409)
            return known
        row = _register(bank, read_charge(body, bank.today), request)
        if row["method"] == "card" and body.get("card"):
            payments.charge_stored_card(bank, row, str(body["card"]))
        return bank.charge_row(row["id"])


def _register(bank: Bank, asked: Asked, request: str) -> Row:
    charge_id, number = bank.books.next_id("charges"), int(bank.books.next_id("charges")[-6:])
    due_on, page = asked.due_on, bank.derive("page", asked.key)
    until = asked.pay_until or (due_on + timedelta(BOLETO_DAYS) if due_on else bank.today + timedelta(1))
    pix = asked.method == "pix" or (asked.method == "boleto" and bank.config.hybrid)
    bank.books.add(
        "charges",
        number=number,
        id=charge_id,
        key=asked.key,
        request=request,
        method=asked.method,
        amount=asked.amount,
        description=asked.description,
        payer=asked.payer,
        due_on=due_on.isoformat() if due_on else None,
        pay_until=until.isoformat(),
        status="open",
        linha=None,
        brcode=_brcode(bank, asked.amount, page) if pix else None,
        page=page,
        return_url=asked.return_url,
        keep_card=int(asked.keep_card),
        instalments=asked.instalments,
        fault=faults.of_charge(bank.books, asked.key, asked.amount),
        created_on=bank.today.isoformat(),
        created_at=clock.now().isoformat(),
    )
    if due_on:
        _print(bank, charge_id, number, asked.amount, due_on)
    return bank.charge_row(charge_id)


def _brcode(bank: Bank, amount: int, page: str) -> str:
    address = f"pix.bancodemo.example/qr/v2/{page}"
    return codes.brcode(amount=amount, address=address, name=bank.config.beneficiary, city=bank.config.city)


def _print(bank: Bank, charge_id: str, number: int, amount: int, due_on: date) -> None:
    """Give the boleto the codes of this date; the earlier ones stay in the books."""
    barcode = codes.barcode(amount=amount, due=due_on, number=number, beneficiary=bank.config.beneficiary_code)
    bank.books.write("insert or ignore into codes values (?, ?, ?)", barcode, charge_id, due_on.isoformat())
    bank.books.write("update charges set linha = ? where id = ?", codes.linha_digitavel(barcode), charge_id)


def by_key(bank: Bank, key: str) -> Row | None:
    """The charge of this key, if there is one."""
    return bank.books.row("select * from charges where key = ?", key)


def by_code(bank: Bank, typed: str) -> Row | None:
    """The charge whose linha digitável, barcode or BR Code (any version of it) was typed."""
    text = typed.strip()
    found = bank.books.row("select * from charges where brcode = ?", text)
    barcode = None if found else codes.barcode_of(text)
    if barcode:
        found = bank.books.row("select c.* from charges c join codes k on k.charge = c.id where k.barcode = ?", barcode)
    return found


def cancel(bank: Bank, charge_id: str) -> Row:
    """Make it unpayable; one that is paid, declined or over is returned as it is."""
    with bank.books.writing():
        row = bank.charge_row(charge_id)
        if row["status"] == "open":
            bank.books.write("update charges set status = 'cancelled', waits_for = null where id = ?", charge_id)
            tell(bank, "charge.cancelled", row)
        return bank.charge_row(charge_id)


def change_due_date(bank: Bank, charge_id: str, due_on: date, pay_until: date | None) -> Row:
    """Move an open boleto to another day. Raises Refused when it is none, is not open, or the day is past."""
    with bank.books.writing():
        row = bank.charge_row(charge_id)
        if row["method"] != "boleto" or row["status"] != "open":
            raise Refused("not_open", "Só um boleto em aberto muda de vencimento.")
        until = pay_until or due_on + timedelta(BOLETO_DAYS)
        if due_on < bank.today or until < due_on:
            raise Refused("bad_date", "O vencimento não pode estar no passado, nem o limite antes dele.")
        bank.books.write(
            "update charges set due_on = ?, pay_until = ? where id = ?",
            due_on.isoformat(),
            until.isoformat(),
            charge_id,
        )
        _print(bank, charge_id, row["number"], row["amount"], due_on)
        return bank.charge_row(charge_id)


def last_day(charge: Row) -> date:
    """The last day on which it can be paid: a boleto's moves to the next business day (Law 7.089/1983)."""
    day = date.fromisoformat(charge["pay_until"])
    return calendar.business_day_from(day) if charge["method"] == "boleto" else day


def view(bank: Bank, row: Row) -> dict[str, Any]:
    """The charge as the API tells it. A payment that the customer cannot know of yet is not in it."""
    paid = bank.books.row(
        "select * from payments where charge = ? and told_on is not null order by number limit 1", row["id"]
    )
    ends = clock.end_of(date.fromisoformat(row["pay_until"])).isoformat()
    retryable, text = cards.REFUSALS.get(row["decline"] or "", (False, ""))
    return {
        "id": row["id"],
        "key": row["key"],
        "method": row["method"],
        "amount": row["amount"],
        "instalments": row["instalments"],
        "status": row["status"],
        "due_on": row["due_on"],
        "pay_until": row["pay_until"],
        "boleto": _printed(bank, row) if row["linha"] else None,
        "pix": {"brcode": row["brcode"], "ends_at": ends} if row["method"] == "pix" else None,
        "page_url": f"{bank.url}/{'cartao' if row['method'] == 'card' else 'pagar'}/{row['page']}",
        "decline": {"code": row["decline"], "retryable": retryable, "text": text} if row["decline"] else None,
        "payment": payments.view(bank, paid) if paid else None,
    }


def _printed(bank: Bank, row: Row) -> dict[str, Any]:
    """What is printed on a boleto."""
    return {
        "barcode": codes.barcode_of(row["linha"]),
        "linha_digitavel": row["linha"],
        "brcode": row["brcode"],
        "nosso_numero": f"{row['number']:017d}",
        "agency_code": f"{bank.config.agency} / {bank.config.beneficiary_code}",
    }
