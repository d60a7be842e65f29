"""What all pages of the bank share: the layout, what is wrong, the end of a payment, the way back."""

from datetime import date

from fakebank import calendar, cards, charges
from fakebank.bank import Bank
from fakebank.books import Row
from fakebank.html import Safe, fill, long_date, money
from fakebank.wire import Answer


def alert(words: str, wrong: dict[str, str]) -> Safe:
    """What is wrong, each with a link to its field; "" stands for the whole."""
    if not wrong:
        return Safe("")
    items = Safe("").join(fill("alert_item", target=name or "numero", text=text) for name, text in wrong.items())
    return fill("alert", words=words, items=items)


def described(error: str, name: str = "codigo") -> Safe:
    """The attributes of a field that is wrong."""
    return Safe(f' aria-invalid="true" aria-describedby="{name}-erro"') if error else Safe("")


def page(bank: Bank, title: str, body: Safe, status: int = 200) -> Answer:
    """The whole page, with the bank's name and day."""
    text = fill("layout", title=title, today=long_date(bank.today), body=body)
    return Answer(status, "text/html; charset=utf-8", text.encode())


def state(bank: Bank, row: Row) -> str:
    """The charge's status as its payer sees it: paid as soon as the money left."""
    if row["status"] == "open" and bank.books.row("select 1 from payments where charge = ?", row["id"]):
        return "paid"
    return str(row["status"])


RESULTS = {
    "paid": ("Pagamento feito", "ok"),
    "declined": ("Pagamento recusado", "bad"),
    "cancelled": ("Cobrança cancelada", "quiet"),
    "expired": ("Prazo encerrado", "quiet"),
    "reversed": ("Pagamento estornado", "bad"),
}


def done(bank: Bank, row: Row) -> Answer:
    """A charge that can no longer be paid: how it ended, and the way back."""
    ended = state(bank, row)
    title, tone = RESULTS[ended]
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
        text=texts[ended],
        beneficiary=bank.config.beneficiary,
        description=row["description"],
        back=back(row, f"Voltar para {bank.config.beneficiary}", primary=True),
    )
    return page(bank, title, body)


def _paid_text(bank: Bank, row: Row) -> str:
    paid = bank.books.row("select * from payments where charge = ? order by number desc limit 1", row["id"])
    if paid is None or paid["told_on"] is not None:
        return "O recebedor já foi avisado."
    day = calendar.business_day_after(date.fromisoformat(paid["paid_on"]))
    return f"O banco confirma ao recebedor no próximo dia útil, {long_date(day)}."


def back(row: Row, words: str, *, primary: bool = False) -> Safe:
    """The link to where the payer came from, if the customer said where."""
    if not row["return_url"]:
        return Safe("")
    return fill("back", address=row["return_url"], words=words, tone="primary" if primary else "")
