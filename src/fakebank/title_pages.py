"""The registry of boletos that came by file, as the demo's visitor sees it, and paying one of them."""

from datetime import date

from fakebank import calendar, titles
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.frame import page
from fakebank.html import Safe, fill, long_date, money, short_date
from fakebank.wire import Answer, see

LIST = 200  # titles shown, the newest first
ELSEWHERE = {  # bank, agency and its digit, as a return names them
    "001012343": "Banco do Brasil, agência 1234-3",
    "237054321": "Bradesco, agência 5432-1",
    "341087650": "Itaú, agência 8765",
    "260000019": "Nubank, pelo aplicativo",
}
STATUS = {titles.OPEN: "em aberto", titles.PAID: "pago", titles.GONE: "baixado"}


def registry(bank: Bank) -> Answer:
    """GET /titulos"""
    rows = bank.books.rows("select * from titles order by number desc limit ?", LIST)
    items = Safe("").join(
        fill(
            "title_row",
            number=str(row["number"]),
            document=row["document"],
            payer=row["payer"],
            when=f"vence em {short_date(row['due_on'])}",
            status=STATUS[row["status"]],
            amount=money(row["amount"]),
        )
        for row in rows
    )
    return page(bank, "Boletos em cobrança", fill("titles", items=items))


def title_page(bank: Bank, number: int, form: dict[str, str] | None) -> Answer:
    """GET /titulos/<number>, and POST {onde} to pay it, here or at another bank; a second click pays nothing."""
    row = bank.books.row("select * from titles where number = ?", number)
    if row is None:
        raise Refused("unknown_title", "Este boleto não existe.", 404)
    if form is not None:
        if row["status"] != titles.PAID:
            at = form.get("onde", "")
            titles.pay(bank, number, at=at if at in ELSEWHERE else "")
        return see(f"/titulos/{number}")
    return page(bank, f"Boleto {row['document']}", _body(bank, row))


def _body(bank: Bank, row: Row) -> Safe:
    late = titles.late_charges(row, bank.today)
    total = money(row["amount"] + late)
    paid = row["status"] == titles.PAID
    day = calendar.business_day_after(bank.today)
    told = f"O banco confirma o pagamento ao beneficiário num retorno, no próximo dia útil, {long_date(day)}."
    return fill(
        "title",
        document=row["document"],
        status=STATUS[row["status"]],
        payer=row["payer"],
        place=row["place"].strip(),
        registered=long_date(date.fromisoformat(row["registered_on"])),
        due=long_date(date.fromisoformat(row["due_on"])),
        amount=money(row["amount"]),
        late=money(late),
        total=total,
        action=Safe("") if paid else fill("title_pay", number=str(row["number"]), total=total, banks=_elsewhere()),
        when=_where_paid(bank, row["number"]) if paid else told,
    )


def _elsewhere() -> Safe:
    return Safe("").join(fill("option", value=at, title=name) for at, name in ELSEWHERE.items())


def _where_paid(bank: Bank, number: int) -> str:
    paid = bank.books.row("select paid_at from title_payments where title = ? order by number desc limit 1", number)
    at = paid["paid_at"] if paid else ""
    return f"Pago em outro banco: {ELSEWHERE.get(at, at)}." if at else "O pagamento foi feito."
