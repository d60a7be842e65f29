"""The bank's pages: where the demo's visitor types a card, passes 3-D Secure, pays a boleto or a Pix."""

import re
from datetime import date
from importlib.resources import files

from fakebank import calendar, cards, charges, codes, payments
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.html import Safe, fill, long_date, money, short_date
from fakebank.wire import Answer, see

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
STATIC = {"/static/bank.css": "text/css", "/static/bank.svg": "image/svg+xml"}
LIST = 30  # open charges shown

Form = dict[str, str]


def answer(bank: Bank, path: str, query: Form, form: Form | None) -> Answer:
    """The page of a path; `form` is what was posted, None for a GET. Raises Refused 404."""
    if path in STATIC and form is None:
        body = files(__package__).joinpath(path[1:]).read_bytes()
        return Answer(200, STATIC[path], body)
    if path == "/":
        return _home(bank) if form is None else _find(bank, form)
    if path == "/pagar" and form is None:
        return _find(bank, query)
    place, _, rest = path[1:].partition("/")
    token, _, step = rest.partition("/")
    row = bank.books.row("select * from charges where page = ?", token)
    if row is not None and place == "pagar" and row["method"] != "card" and not step:
        return _show(bank, row) if form is None else _pay(bank, row)
    if row is not None and place == "cartao" and row["method"] == "card":
        return _card_page(bank, row, step, form)
    raise Refused("unknown_address", "Esta página não existe, ou não existe mais.", 404)


def problem(bank: Bank, refusal: Refused) -> Answer:
    """A page that says what went wrong and leads back to the start."""
    body = fill("problem", text=refusal.text)
    return _page(bank, "Não deu certo", body, refusal.status)


# Boleto and Pix


def _home(bank: Bank, typed: str = "", error: str = "") -> Answer:
    rows = bank.books.rows(
        "select * from charges where status = 'open' and method != 'card' and id not in "
        "(select charge from payments where charge is not null) order by number desc limit ?",
        LIST,
    )
    items = Safe("").join(
        fill(
            "open_charge",
            method="Pix" if row["method"] == "pix" else "Boleto",
            amount=money(row["amount"]),
            description=row["description"] or row["payer"],
            when=f"vence em {short_date(row['due_on'])}" if row["due_on"] else f"até {short_date(row['pay_until'])}",
            page=row["page"],
        )
        for row in rows
    )
    listed = fill("open_charges", items=items) if rows else fill("no_charges")
    body = fill(
        "home",
        alert=_alert("Nada encontrado", {"codigo": error} if error else {}),
        typed=typed,
        listed=listed,
        described=_described(error),
    )
    return _page(bank, "Pagar um boleto ou um Pix", body, 422 if error else 200)


def _find(bank: Bank, form: Form) -> Answer:
    typed = form.get("codigo", "")
    row = charges.by_code(bank, typed) if typed.strip() else None
    if row is not None:
        return see(f"/pagar/{row['page']}")
    wrong = "Cole a linha digitável ou o código Pix." if not typed.strip() else _why_not(typed)
    return _home(bank, typed, wrong)


def _why_not(typed: str) -> str:
    digits = re.sub(r"\D", "", typed)
    if typed.strip().startswith("0002"):
        return "Este código Pix não é deste banco, ou foi copiado pela metade."
    if codes.barcode_of(typed):
        return "Este boleto é de outro banco, ou não está registrado aqui."
    return f"A linha digitável tem 47 números e dígitos que conferem; a sua tem {len(digits)} e não confere."


def _show(bank: Bank, row: Row) -> Answer:
    if _state(bank, row) != "open":
        return _done(bank, row)
    boleto = row["method"] == "boleto"
    body = fill(
        "pay",
        amount=money(row["amount"]),
        beneficiary=bank.config.beneficiary,
        payer=row["payer"],
        description=row["description"],
        code_name="Linha digitável" if boleto else "Pix copia e cola",
        code=codes.spaced(row["linha"]) if boleto else row["brcode"],
        until=long_date(charges.last_day(row)),
        when=_when_told(bank) if boleto else "O recebedor fica sabendo na hora.",
        page=row["page"],
        back=_back(row, "Voltar sem pagar"),
    )
    return _page(bank, "Pagar boleto" if boleto else "Pagar Pix", body)


def _when_told(bank: Bank) -> str:
    day = calendar.business_day_after(bank.today)
    return f"O banco confirma o pagamento ao recebedor no próximo dia útil, {long_date(day)}."


def _pay(bank: Bank, row: Row) -> Answer:
    with bank.books.writing():
        if _state(bank, row) == "open":  # a second click pays nothing
            payments.receive(bank, row, by=row["method"])
    return see(f"/pagar/{row['page']}")


def _state(bank: Bank, row: Row) -> str:
    """The charge's status as its payer sees it: paid as soon as the money left."""
    if row["status"] == "open" and bank.books.row("select 1 from payments where charge = ?", row["id"]):
        return "paid"
    return str(row["status"])


# Cards


def _card_page(bank: Bank, row: Row, step: str, form: Form | None) -> Answer:
    if step not in ("", "3ds"):
        raise Refused("unknown_address", "Esta página não existe, ou não existe mais.", 404)
    if row["status"] != "open":
        return _done(bank, row)
    if form is None:
        return _ask_3ds(bank, row) if row["waits_for"] else _ask_card(bank, row, {}, {})
    here = see(f"/cartao/{row['page']}")
    if step == "3ds":
        if row["waits_for"]:
            payments.authenticate(bank, row, approved=form.get("resposta") == "autorizar")
        after = bank.charge_row(row["id"])
        return here if after["status"] != "open" else _ask_card(bank, after, {}, {"": _last_refusal(bank, row)})
    wrong, number, expires = _read_card(form)
    if wrong:
        return _ask_card(bank, row, form, wrong)
    outcome = payments.type_card(bank, row, number, expires)
    if outcome in cards.REFUSALS:
        return _ask_card(bank, row, {"nome": form.get("nome", "")}, {"": cards.REFUSALS[outcome][1]})
    return here


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


def _last_refusal(bank: Bank, row: Row) -> str:
    last = bank.books.row("select outcome from attempts where charge = ? order by number desc limit 1", row["id"])
    return cards.REFUSALS.get(last["outcome"] if last else "", (False, ""))[1]


FIELDS = ("numero", "validade", "cvc", "nome")


def _ask_card(bank: Bank, row: Row, form: Form, wrong: dict[str, str]) -> Answer:
    values = {name: form.get(name, "") for name in FIELDS}
    errors = {
        f"{name}_error": fill("field_error", name=name, text=wrong[name]) if name in wrong else "" for name in FIELDS
    }
    marks = {f"{name}_invalid": _described(wrong.get(name, ""), name) for name in FIELDS}
    hints = Safe("").join(fill("test_card", number=cards.grouped(c.number), hint=c.hint) for c in cards.NUMBERS)
    body = fill(
        "card",
        alert=_alert("Nada foi pago", wrong),
        amount=money(row["amount"]),
        beneficiary=bank.config.beneficiary,
        description=row["description"],
        keep=fill("keep") if row["keep_card"] else Safe(""),
        hints=hints,
        page=row["page"],
        back=_back(row, "Voltar sem pagar"),
        **values,
        **{name: Safe(value) for name, value in errors.items()},
        **marks,
    )
    refused = not wrong or "" in wrong  # by the issuer: nothing is wrong with what was sent
    return _page(bank, ("Corrija: " if wrong else "") + "Pagar com cartão", body, 200 if refused else 422)


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
    return _page(bank, "Autorize a compra", body)


# The end


RESULTS = {
    "paid": ("Pagamento feito", "ok"),
    "declined": ("Pagamento recusado", "bad"),
    "cancelled": ("Cobrança cancelada", "quiet"),
    "expired": ("Prazo encerrado", "quiet"),
    "reversed": ("Pagamento estornado", "bad"),
}


def _done(bank: Bank, row: Row) -> Answer:
    state = _state(bank, row)
    title, tone = RESULTS[state]
    texts = {
        "paid": _paid_text(bank, row),
        "declined": cards.REFUSALS.get(row["decline"] or "", (False, ""))[1],
        "cancelled": "O recebedor retirou esta cobrança. Nada foi pago.",
        "expired": f"Podia ser paga até {long_date(charges.last_day(row))}. Nada foi pago.",
        "reversed": "O valor voltou para você.",
    }
    body = fill(
        "done",
        title=title,
        tone=tone,
        amount=money(row["amount"]),
        text=texts[state],
        beneficiary=bank.config.beneficiary,
        description=row["description"],
        back=_back(row, f"Voltar para {bank.config.beneficiary}", primary=True),
    )
    return _page(bank, title, body)


def _paid_text(bank: Bank, row: Row) -> str:
    paid = bank.books.row("select * from payments where charge = ? order by number desc limit 1", row["id"])
    if paid is None or paid["told_on"] is not None:
        return "O recebedor já foi avisado."
    day = calendar.business_day_after(date.fromisoformat(paid["paid_on"]))
    return f"O banco confirma ao recebedor no próximo dia útil, {long_date(day)}."


def _back(row: Row, words: str, *, primary: bool = False) -> Safe:
    if not row["return_url"]:
        return Safe("")
    return fill("back", address=row["return_url"], words=words, tone="primary" if primary else "")


def _alert(words: str, wrong: dict[str, str]) -> Safe:
    """What is wrong, each with a link to its field; "" stands for the whole."""
    if not wrong:
        return Safe("")
    items = Safe("").join(fill("alert_item", target=name or "numero", text=text) for name, text in wrong.items())
    return fill("alert", words=words, items=items)


def _described(error: str, name: str = "codigo") -> Safe:
    return Safe(f' aria-invalid="true" aria-describedby="{name}-erro"') if error else Safe("")


def _page(bank: Bank, title: str, body: Safe, status: int = 200) -> Answer:
    text = fill("layout", title=title, today=long_date(bank.today), body=body)
    return Answer(status, "text/html; charset=utf-8", text.encode())
