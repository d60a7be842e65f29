"""A return file written as a bank writes it: our header turned round, segments T and U, counts that are right."""

from datetime import date

from fakebank.books import Row


def return_file(remittance: list[bytes], number: int, today: date, told: list[Row]) -> bytes:
    """A file whose header is the customer's own, turned round: kind 2, our date and number."""
    head = remittance[0].decode("latin-1")
    head = head[:142] + "2" + f"{today:%d%m%Y}" + "030000" + f"{number:06d}" + head[163:]
    batch = remittance[1].decode("latin-1")
    batch = batch[:8] + "T" + batch[9:183] + f"{number:08d}" + f"{today:%d%m%Y}" + batch[199:]
    bank_code = head[:3]
    details = [
        line
        for order, row in enumerate(told)
        for line in (_t(bank_code, 2 * order + 1, row), _u(bank_code, 2 * order + 2, row, today))
    ]
    end = f"{bank_code}00015{'':9}{len(details) + 2:06d}".ljust(240)
    last = f"{bank_code}99999{'':9}{1:06d}{len(details) + 4:06d}".ljust(240)
    return "".join(f"{line}\r\n" for line in (head, batch, *details, end, last)).encode("latin-1")


def _t(bank_code: str, order: int, row: Row) -> str:
    due = _day8(row["due_on"])
    line: str = f"{bank_code}00013{order:05d}T {row['movement']}".ljust(37) + row["place"] + "1"
    line = line.ljust(58) + row["document"].ljust(15)[:15] + due + f"{row['amount']:015d}"
    line = line.ljust(96) + "237" + "012340" + row["own"].ljust(25)[:25]
    return str(line.ljust(198) + f"{row['fee']:015d}" + row["reasons"].ljust(10) + " " * 17)


def _u(bank_code: str, order: int, row: Row, today: date) -> str:
    line = f"{bank_code}00013{order:05d}U {row['movement']}" + f"{row['late']:015d}" + "0" * 45
    line += f"{row['paid']:015d}{row['paid']:015d}" + "0" * 30
    return (line + _day8(row["on_day"]) + f"{today:%d%m%Y}").ljust(240)


def _day8(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d%m%Y}" if iso else "0" * 8
