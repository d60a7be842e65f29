"""The bank's pages: which one an address means, and those on which a boleto or a Pix is paid."""

import re
from importlib.resources import files

from fakebank import calendar, charges, codes, payments
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.card_pages import card_page
from fakebank.frame import alert, back, described, done, page, state
from fakebank.html import Safe, fill, long_date, money, short_date
from fakebank.title_pages import registry, title_page
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
    if path == "/titulos" and form is None:
        return registry(bank)
    place, _, rest = path[1:].partition("/")
    if place == "titulos" and rest.isascii() and rest.isdigit():
        return title_page(bank, int(rest), form)
    token, _, step = rest.partition("/")
    row = bank.books.row("select * from charges where page = ?", token)
    if row is not None and place == "pagar" and row["method"] != "card" and not step:
        return _show(bank, row) if form is None else _pay(bank, row)
    if row is not None and place == "cartao" and row["method"] == "card":
        return card_page(bank, row, step, form)
    raise Refused("unknown_address", "Esta página não existe, ou não existe mais.", 404)


def problem(bank: Bank, refusal: Refused) -> Answer:
    """A page that says what went wrong and leads back to the start."""
    body = fill("problem", text=refusal.text)
    return page(bank, "Não deu certo", body, refusal.status)


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
        alert=alert("Nada encontrado", {"codigo": error} if error else {}),
        typed=typed,
        listed=listed,
        titles=_titles(bank),
        described=described(error),
    )
    return page(bank, "Pagar um boleto ou um Pix", body, 422 if error else 200)


def _titles(bank: Bank) -> Safe:
    counted = bank.books.row("select count(*) as n from titles")
    assert counted is not None
    return fill("titles_link", count=str(counted["n"])) if counted["n"] else Safe("")


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
    if state(bank, row) != "open":
        return done(bank, row)
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
        back=back(row, "Voltar sem pagar"),
    )
    return page(bank, "Pagar boleto" if boleto else "Pagar Pix", body)


def _when_told(bank: Bank) -> str:
    day = calendar.business_day_after(bank.today)
    return f"O banco confirma o pagamento ao recebedor no próximo dia útil, {long_date(day)}."


def _pay(bank: Bank, row: Row) -> Answer:
    with bank.books.writing():
        if state(bank, row) == "open":  # a second click pays nothing
            payments.receive(bank, row, by=row["method"])
    return see(f"/pagar/{row['page']}")
