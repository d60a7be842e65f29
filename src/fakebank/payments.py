"""Money that moves: a boleto or a Pix is paid, a card is charged, something is given or taken back."""

from typing import Any

from fakebank import cards
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.notices import tell

BOLETO_FEE, PIX_FEE = 190, 99  # centavos
CARD_FEE = 299  # hundredths of a percent
REFUNDS = "select r.*, p.charge, p.method from refunds r join payments p on p.id = r.payment"


def receive(bank: Bank, charge: Row, *, by: str, amount: int | None = None) -> None:
    """The payer pays a boleto or a Pix on the bank's day; `by` is "boleto" or "pix", `amount` another than was asked.

    A Pix is told at once, a boleto on the next business day (`days.move_to`). What is not open is paid all the same:
    whoever calls decides whether it may be (`pages` refuse it, the control endpoint can insist).
    """
    with bank.books.writing():
        at_once = by == "pix"
        times = 2 if charge["fault"] == "paid_twice" else 1
        ids = [_add(bank, charge, by, amount or charge["amount"], told=at_once) for _ in range(times)]
        if at_once:
            for payment in ids:
                confirm(bank, payment)


def confirm(bank: Bank, payment_id: str) -> None:
    """The customer is told of a payment; its charge counts as paid, even one that was cancelled meanwhile."""
    payment = bank.books.row("select * from payments where id = ?", payment_id)
    assert payment is not None
    bank.books.write("update payments set told_on = ? where id = ?", bank.today.isoformat(), payment_id)
    charge = None
    if payment["charge"]:
        bank.books.write("update charges set status = 'paid', waits_for = null where id = ?", payment["charge"])
        charge = bank.charge_row(payment["charge"])
    tell(bank, "payment.confirmed", charge, payment=view(bank, payment))


def receive_unknown(bank: Bank, amount: int, method: str) -> None:
    """Money arrives that names no charge: a transfer, or a boleto of the customer's old system."""
    with bank.books.writing():
        confirm(bank, _add(bank, None, method, amount, told=True))


def _add(bank: Bank, charge: Row | None, by: str, amount: int, *, told: bool, card: str | None = None) -> str:
    fee = {"boleto": BOLETO_FEE, "pix": PIX_FEE}.get(by, (amount * CARD_FEE + 5000) // 10000)
    payment_id, today = bank.books.next_id("payments"), bank.today.isoformat()
    bank.books.add(
        "payments",
        id=payment_id,
        charge=charge["id"] if charge else None,
        amount=amount,
        method=by,
        paid_on=today,
        told_on=today if told else None,
        card=card,
        fee=min(fee, amount),
    )
    return payment_id


# Cards


def type_card(bank: Bank, charge: Row, number: str, expires: str) -> str:
    """A test card is typed on the page of an open charge. Returns "accepted", "3ds" or the code of the refusal.

    After a refusal the charge stays open for another card. `expires` is "YYYY-MM".
    """
    card = cards.BY_NUMBER[number]
    with bank.books.writing():
        token = _remember(bank, charge, card, expires)
        manner = "expired_card" if expires < bank.today.isoformat()[:7] else card.manner
        return _try(bank, bank.charge_row(charge["id"]), token, manner, final=False)


def charge_stored_card(bank: Bank, charge: Row, token: str) -> None:
    """Charge a kept card without its holder; a refusal ends the charge. Raises Refused for a card that is not kept."""
    card = bank.books.row("select * from cards where token = ? and kept = 1", token)
    if card is None:
        raise Refused("unknown_card", "Este cartão não está guardado no banco.")
    manner = "expired_card" if card["expires"] < bank.today.isoformat()[:7] else card["manner"]
    fault = charge["fault"]
    manner = {"ask_3ds": "3ds"}.get(fault, fault) if fault in ("ask_3ds", *cards.REFUSALS) else manner
    _try(bank, charge, token, manner, final=True)


def authenticate(bank: Bank, charge: Row, *, approved: bool) -> str:
    """The holder answers 3-D Secure. Returns "accepted" or "authentication_failed"."""
    with bank.books.writing():
        charge = bank.charge_row(charge["id"])
        if charge["status"] != "open" or not charge["waits_for"]:
            raise Refused("not_open", "Esta cobrança não espera autenticação.")
        bank.books.write("update charges set waits_for = null where id = ?", charge["id"])
        stored = bank.books.row("select 1 from attempts where charge = ? and outcome = '3ds, stored'", charge["id"])
        manner = "accepted" if approved else "authentication_failed"
        return _try(bank, charge, charge["waits_for"], manner, final=stored is not None)


def _remember(bank: Bank, charge: Row, card: cards.Card, expires: str) -> str:
    token = "card_" + bank.derive("card", charge["key"], card.number, expires)
    bank.books.write(
        "insert or ignore into cards values (?, ?, ?, ?, ?, 0)",
        token,
        cards.brand(card.number),
        card.number[-4:],
        expires,
        card.later,
    )
    return token


def _try(bank: Bank, charge: Row, token: str, manner: str, *, final: bool) -> str:
    if charge["status"] != "open":
        raise Refused("not_open", "Esta cobrança não está mais em aberto.")
    outcome = "3ds, stored" if manner == "3ds" and final else manner
    bank.books.add("attempts", charge=charge["id"], card=token, outcome=outcome, on_day=bank.today.isoformat())
    if manner == "3ds":
        bank.books.write("update charges set waits_for = ? where id = ?", token, charge["id"])
    elif manner == "accepted":
        bank.books.write("update cards set kept = max(kept, ?) where token = ?", charge["keep_card"], token)
        for _ in range(2 if charge["fault"] == "paid_twice" else 1):
            confirm(bank, _add(bank, charge, "card", charge["amount"], told=True, card=token))
    else:
        _refuse(bank, charge, manner, final=final)
    return manner


def _refuse(bank: Bank, charge: Row, code: str, *, final: bool) -> None:
    if final:
        bank.books.write("update charges set status = 'declined', decline = ? where id = ?", code, charge["id"])
    retryable, text = cards.REFUSALS[code]
    decline = {"code": code, "retryable": retryable, "text": text}
    tell(bank, "charge.declined" if final else "charge.attempt_declined", charge, decline=decline)


# Money back


def refund(bank: Bank, charge_id: str, amount: int, key: str) -> dict[str, Any]:
    """Give back part or all of a charge, once per key. Raises Refused when not so much is left of one payment."""
    with bank.books.writing():
        charge = bank.charge_row(charge_id)
        known = bank.books.row(f"{REFUNDS} where r.key = ?", key)
        if known is not None:
            if (known["charge"], known["amount"]) != (charge_id, amount):
                raise Refused("key_reused", "Esta chave já é de outra devolução.", 409)
            return refund_view(known)
        if charge["instalments"] > 1 and amount != charge["amount"]:
            raise Refused("whole_only", "Uma venda parcelada volta inteira para o cartão, ou não volta.")
        for payment in bank.books.rows(
            "select * from payments where charge = ? and told_on is not null order by number desc", charge_id
        ):
            if amount <= left(bank, payment):
                return _give_back(bank, charge, payment, amount, "refund", key)
        raise Refused("too_much", "Não há tanto a devolver desta cobrança.")


def reverse(bank: Bank, payment: Row) -> None:
    """The bank takes back what is left of a payment: it was a mistake, or the payer disputed it. Inside `writing`."""
    amount = left(bank, payment)
    if amount:
        bank.books.write("update charges set status = 'reversed' where id = ?", payment["charge"])
        charge = bank.charge_row(payment["charge"]) if payment["charge"] else None
        _give_back(bank, charge, payment, amount, "reversal", None)


def left(bank: Bank, payment: Row) -> int:
    """Centavos of a payment that were not given or taken back."""
    back = bank.books.row("select coalesce(sum(amount), 0) as n from refunds where payment = ?", payment["id"])
    assert back is not None
    return int(payment["amount"] - back["n"])


def _give_back(bank: Bank, charge: Row | None, payment: Row, amount: int, why: str, key: str | None) -> dict[str, Any]:
    refund_id = bank.books.next_id("refunds")
    made_on = bank.today.isoformat()
    bank.books.add("refunds", id=refund_id, payment=payment["id"], key=key, amount=amount, made_on=made_on, why=why)
    row = bank.books.row(f"{REFUNDS} where r.id = ?", refund_id)
    assert row is not None
    shown = refund_view(row)
    tell(bank, "payment.refunded" if why == "refund" else "payment.reversed", charge, refund=shown)
    return shown


# As the API tells it


def view(bank: Bank, row: Row) -> dict[str, Any]:
    """A payment; of its card only what may be known, and its token only when it was to be kept."""
    card = bank.books.row("select * from cards where token = ?", row["card"]) if row["card"] else None
    shown = card and {
        "token": card["token"] if card["kept"] else None,
        "brand": card["brand"],
        "last4": card["last4"],
        "expires": card["expires"],
    }
    return {
        "id": row["id"],
        "amount": row["amount"],
        "paid_on": row["paid_on"],
        "method": row["method"],
        "fee": row["fee"],
        "card": shown,
    }


def refund_view(row: Row) -> dict[str, Any]:
    """A refund or a reversal, as a row of `REFUNDS`."""
    return {name: row[name] for name in ("id", "payment", "key", "amount", "made_on", "why", "method")}
