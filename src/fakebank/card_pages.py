"""The hosted card page: numbers are typed here, never at the customer's; 3-D Secure; another card after a refusal."""

import re

from fakebank import cards, payments
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.frame import alert, back, described, done, page
from fakebank.html import Safe, fill, money, terms
from fakebank.wire import Answer, see

Form = dict[str, str]


def card_page(bank: Bank, row: Row, step: str, form: Form | None) -> Answer:
    """The page of a card charge; `step` is "3ds" when its holder answers. Raises Refused 404."""
    if step not in ("", "3ds"):
        raise Refused("unknown_address", "Esta página não existe, ou não existe mais.", 404)
    if row["status"] != "open":
        return done(bank, row)
    if form is None:
        return _ask_3ds(bank, row) if row["waits_for"] else _ask_card(bank, row, {}, {})
    wrong, number, expires = ({}, "", "") if step else _read_card(form)
    if wrong:
        return _ask_card(bank, row, form | {"cvc": ""}, wrong)
    outcome = _submit(bank, row, number, expires, approved=form.get("resposta") == "autorizar")
    after = bank.charge_row(row["id"])
    if outcome in cards.REFUSALS and after["status"] == "open":
        return _ask_card(bank, after, {"nome": form.get("nome", "")}, {"": cards.REFUSALS[outcome][1]})
    return see(f"/cartao/{row['page']}")


def _submit(bank: Bank, row: Row, number: str, expires: str, *, approved: bool) -> str:
    """Charge the card, or hear its holder when there is no number; "" when a double click came first."""
    try:
        if number:
            return payments.type_card(bank, row, number, expires)
        return payments.authenticate(bank, row, approved=approved)
    except Refused:
        return ""


def _read_card(form: Form) -> tuple[dict[str, str], str, str]:
    """What is wrong by field, the number, and the expiry as "YYYY-MM"."""
    wrong = {}
    number = re.sub(r"[ .-]", "", form.get("numero", ""))
    if number not in cards.BY_NUMBER:
        wrong["numero"] = "Use um dos números de teste abaixo. Um cartão de verdade não é aceito aqui."
    found = re.fullmatch(r"\s*(0[1-9]|1[0-2])\s*/?\s*(?:20)?(\d\d)\s*", form.get("validade", ""), re.ASCII)
    if not found:
        wrong["validade"] = "Escreva mês e ano, como 12/30."
    if not re.fullmatch(r"[0-9]{3,4}", form.get("cvc", "").strip()):
        wrong["cvc"] = "O código tem 3 números; qualquer um serve."
    return wrong, number, f"20{found[2]}-{found[1]}" if found else ""


FIELDS = ("numero", "validade", "cvc", "nome")


def _ask_card(bank: Bank, row: Row, form: Form, wrong: dict[str, str]) -> Answer:
    values = {name: form.get(name, "") for name in FIELDS}
    errors = {
        f"{name}_error": fill("field_error", name=name, text=wrong[name]) if name in wrong else "" for name in FIELDS
    }
    marks = {f"{name}_invalid": described(wrong.get(name, ""), name) for name in FIELDS}
    hints = Safe("").join(fill("test_card", number=cards.grouped(c.number), hint=c.hint) for c in cards.NUMBERS)
    body = fill(
        "card",
        alert=alert("Nada foi pago", wrong),
        amount=money(row["amount"]),
        terms=fill("terms", terms=terms(row["amount"], row["instalments"])) if row["instalments"] > 1 else Safe(""),
        beneficiary=bank.config.beneficiary,
        description=row["description"],
        keep=fill("keep") if row["keep_card"] else Safe(""),
        hints=hints,
        page=row["page"],
        back=back(row, "Voltar sem pagar"),
        **values,
        **{name: Safe(value) for name, value in errors.items()},
        **marks,
    )
    refused = not wrong or "" in wrong  # by the issuer: nothing is wrong with what was sent
    return page(bank, ("Corrija: " if wrong else "") + "Pagar com cartão", body, 200 if refused else 422)


def _ask_3ds(bank: Bank, row: Row) -> Answer:
    card = bank.books.row("select * from cards where token = ?", row["waits_for"])
    assert card is not None
    body = fill(
        "secure",
        amount=money(row["amount"]),
        beneficiary=bank.config.beneficiary,
        card=f"{card['brand']} final {card['last4']}",
        page=row["page"],
    )
    return page(bank, "Autorize a compra", body)
