"""Collection by files: the bank's registry of titles, what a remittance does to it, and what the next return tells."""

from datetime import date, timedelta

from fakebank import calendar, remittances
from fakebank.bank import Bank, Refused
from fakebank.books import Row
from fakebank.remittances import Asked
from fakebank.returns import return_file

FEE = 180  # centavos for each title paid
ENTRY, WRITE_OFF, CHANGE_DUE = "01", "02", "06"
OPEN, PAID, GONE = "open", "paid", "written off"

# What a return says: C044, and the reasons it gives (C047).
CONFIRMED, REJECTED, SETTLED, WRITTEN_OFF, CHANGED, PAID_LATE = "02", "03", "06", "09", "14", "17"
INSTRUCTION_REFUSED, FEE_TAKEN, CHANGE_REFUSED = "26", "28", "30"


def take(bank: Bank, content: bytes) -> int:
    """Take a remittance in and act on it; the next return tells what came of it. Returns how many titles it has.

    Raises Refused for what no bank would take: not 240 columns, another kind of file, a number that came before.
    """
    lines = remittances.lines_of(content)
    nsa = remittances.number(lines[0], 157, 163)
    with bank.books.writing():
        if bank.books.row("select 1 from remittances where nsa >= ?", nsa):
            raise Refused("file_came_before", f"O arquivo número {nsa} já veio, ou veio um mais novo.", 409)
        bank.books.add("remittances", nsa=nsa, content=content, received_on=bank.today.isoformat())
        asked = list(remittances.titles_of(lines))
        for title in asked:
            _act(bank, title)
    return len(asked)


def make_return(bank: Bank) -> int | None:
    """Write the return of all that is to be told, if anything is; its number."""
    with bank.books.writing():
        told = bank.books.rows("select * from told where returned is null order by number")
        if not told:
            return None
        last = bank.books.row("select coalesce(max(number), 0) as n from returns")
        assert last is not None
        header = bank.books.row("select content from remittances order by number desc limit 1")
        assert header is not None
        content = return_file(header["content"].split(b"\r\n"), last["n"] + 1, bank.today, told)
        number = bank.books.add("returns", made_on=bank.today.isoformat(), content=content)
        bank.books.write("update told set returned = ? where returned is null", number)
    return number


def returns_after(bank: Bank, number: int) -> list[int]:
    """The numbers of the returns made after that one."""
    return [row["number"] for row in bank.books.rows("select number from returns where number > ? order by 1", number)]


def content_of(bank: Bank, number: int) -> bytes:
    """A return's bytes. Raises Refused 404."""
    row = bank.books.row("select content from returns where number = ?", number)
    if row is None:
        raise Refused("unknown_return", "Não há retorno com este número.", 404)
    return bytes(row["content"])


def begin_day(bank: Bank) -> None:
    """A business day's morning: tell of what was paid, write off what is past its days, make the return."""
    if not calendar.is_business(bank.today):
        return
    for payment in bank.books.rows("select * from title_payments where told_on is null and paid_on < ?", _iso(bank)):
        title = _title(bank, payment["title"])
        late = title["status"] == GONE
        _tell(
            bank,
            PAID_LATE if late else SETTLED,
            "04",
            title,
            paid=payment["amount"],
            late=payment["late"],
            at=payment["paid_at"],
            on=payment["paid_on"],
        )
        _tell(bank, FEE_TAKEN, "20", title, fee=FEE)
        bank.books.write("update title_payments set told_on = ? where number = ?", _iso(bank), payment["number"])
    for title in bank.books.rows("select * from titles where status = 'open' and days is not null"):
        if date.fromisoformat(title["due_on"]) + timedelta(title["days"]) < bank.today:
            bank.books.write("update titles set status = ? where number = ?", GONE, title["number"])
            _tell(bank, WRITTEN_OFF, "13", title)
    make_return(bank)


def pay(bank: Bank, number: int, amount: int | None = None, *, at: str = "") -> None:
    """Somebody pays a title today, at the registered instructions' total or another amount, whatever its state.

    `at` is the bank (3 digits), agency (5) and its digit (1) where it is paid; "" is this bank.
    """
    with bank.books.writing():
        title = _title(bank, number)
        late = late_charges(title, bank.today)
        paid = title["amount"] + late if amount is None else amount
        bank.books.add(
            "title_payments",
            title=number,
            amount=paid,
            late=min(late, max(paid - title["amount"], 0)),
            paid_at=at,
            paid_on=_iso(bank),
        )
        if title["status"] == OPEN:
            bank.books.write("update titles set status = ? where number = ?", PAID, number)


def late_charges(title: Row, day: date) -> int:
    """Fine and interest in centavos by the registered instructions, from the due date moved to a business day."""
    due = calendar.business_day_from(date.fromisoformat(title["due_on"]))
    days = (day - due).days
    if days <= 0:
        return 0
    fine = int(title["amount"] * title["fine"] + 5_000) // 10_000
    monthly = int(2 * title["amount"] * title["interest"] * days + 300_000) // 600_000
    return fine + monthly + int(title["daily"] * days)


def _act(bank: Bank, asked: Asked) -> None:
    title = bank.books.row("select * from titles where place = ?", asked.place)
    if asked.movement == ENTRY:
        _enter(bank, asked, title)
    elif title is None:
        _say(bank, INSTRUCTION_REFUSED if asked.movement == WRITE_OFF else CHANGE_REFUSED, "60", asked)
    elif asked.movement == WRITE_OFF:
        if title["status"] != OPEN:
            _tell(bank, INSTRUCTION_REFUSED, "A5" if title["status"] == PAID else "A7", title)
            return
        bank.books.write("update titles set status = ? where number = ?", GONE, title["number"])
        _tell(bank, WRITTEN_OFF, "10", title)
    elif asked.movement == CHANGE_DUE:
        if title["status"] != OPEN or asked.due_on is None or asked.due_on < bank.today:
            _tell(bank, CHANGE_REFUSED, "A5" if title["status"] == PAID else "16", title)
            return
        bank.books.write("update titles set due_on = ? where number = ?", asked.due_on.isoformat(), title["number"])
        _tell(bank, CHANGED, "", _title(bank, title["number"]))
    else:
        _tell(bank, INSTRUCTION_REFUSED, "05", title)


def _enter(bank: Bank, asked: Asked, known: Row | None) -> None:
    reasons = "63" if known else ""
    if not asked.payer:
        reasons += "45"
    if not asked.postcode.isdigit() or int(asked.postcode) < 1_000_000:
        reasons += "48"
    if asked.due_on is None or asked.due_on < bank.today:
        reasons += "16"
    if reasons or asked.due_on is None:
        _say(bank, REJECTED, reasons, asked)
        return
    number = bank.books.add(
        "titles",
        place=asked.place,
        own=asked.own,
        document=asked.document,
        payer=asked.payer,
        amount=asked.amount,
        due_on=asked.due_on.isoformat(),
        fine=asked.fine,
        interest=asked.interest,
        daily=asked.daily,
        days=asked.days,
        status=OPEN,
        registered_on=_iso(bank),
    )
    _tell(bank, CONFIRMED, "", _title(bank, number))


def _title(bank: Bank, number: int) -> Row:
    row = bank.books.row("select * from titles where number = ?", number)
    if row is None:
        raise Refused("unknown_title", "Não há título com este número.", 404)
    return row


def _iso(bank: Bank) -> str:
    return bank.today.isoformat()


def _say(bank: Bank, movement: str, reasons: str, asked: Asked) -> None:
    """Of a title that is not registered."""
    due_on = asked.due_on.isoformat() if asked.due_on else ""
    bank.books.add(
        "told",
        movement=movement,
        reasons=reasons[:10],
        place=asked.place,
        own=asked.own,
        document=asked.document,
        due_on=due_on,
        amount=asked.amount,
        late=0,
        paid=0,
        fee=0,
        paid_at="",
        on_day=_iso(bank),
    )


def _tell(
    bank: Bank,
    movement: str,
    reasons: str,
    title: Row,
    *,
    paid: int = 0,
    late: int = 0,
    fee: int = 0,
    at: str = "",
    on: str = "",
) -> None:
    bank.books.add(
        "told",
        movement=movement,
        reasons=reasons,
        place=title["place"],
        own=title["own"],
        document=title["document"],
        due_on=title["due_on"],
        amount=title["amount"],
        late=late,
        paid=paid,
        fee=fee,
        paid_at=at,
        on_day=on or _iso(bank),
    )
