"""The registry of boletos that came by file, as the demo's visitor sees it, and paying one of them."""

from datetime import date

from fakebank import calendar, titles
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.frame import page
from fakebank.html import Safe, fill, long_date, money, short_date
from fakebank.wire import Answer, see

LIST = 200  # titles shown, the newest first
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


def title_page(bank: Bank, number: int, *, paying: bool) -> Answer:
    """GET /titulos/<number>, and POST to pay it; a second click pays nothing."""
    row = bank.books.row("select * from titles where number = ?", number)
    if row is None:
        raise Refused("unknown_title", "Este boleto não existe.", 404)
    if paying:
        if row["status"] != titles.PAID:
            titles.pay(bank, number)
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
        action=Safe("") if paid else fill("title_pay", number=str(row["number"]), total=total),
        when="O pagamento foi feito." if paid else told,
    )
