"""A return file written as a bank writes it: our header turned round, segments T and U, counts that are right."""

from datetime import date

from fakebank.books import Row

COUNTER = "000019"  # this bank's own agency, with its digit

# Where segment T has what (from 1, both ends): FEBRABAN V10.6, and Santander's own (H7815).
T = {
    "place": (38, 57),
    "wallet": (58, 58),
    "document": (59, 73),
    "due": (74, 81),
    "amount": (82, 96),
    "bank": (97, 99),
    "agency": (100, 105),
    "own": (106, 130),
    "fee": (199, 213),
    "reasons": (214, 223),
}
T_OF = {
    "033": {
        "place": (41, 53),
        "wallet": (54, 54),
        "document": (55, 69),
        "due": (70, 77),
        "amount": (78, 92),
        "bank": (93, 95),
        "agency": (96, 100),  # four digits and their own
        "own": (101, 125),
        "fee": (194, 208),
        "reasons": (209, 218),
    }
}


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
    places = T_OF.get(bank_code, T)
    paid_at = row["paid_at"] or (bank_code + COUNTER if row["paid"] else "0" * 9)
    said = {
        "place": row["place"],
        "wallet": "1",
        "document": row["document"],
        "due": _day8(row["due_on"]),
        "amount": f"{row['amount']:015d}",
        "bank": paid_at[:3],
        "agency": paid_at[3 if places is T else 4 :],
        "own": row["own"],
        "fee": f"{row['fee']:015d}",
        "reasons": row["reasons"],
    }
    line = f"{bank_code}00013{order:05d}T {row['movement']}".ljust(240)
    for name, (first, last) in places.items():
        line = line[: first - 1] + said[name].ljust(last - first + 1)[: last - first + 1] + line[last:]
    return line


def _u(bank_code: str, order: int, row: Row, today: date) -> str:
    line = f"{bank_code}00013{order:05d}U {row['movement']}" + f"{row['late']:015d}" + "0" * 45
    line += f"{row['paid']:015d}{row['paid']:015d}" + "0" * 30
    return (line + _day8(row["on_day"]) + f"{today:%d%m%Y}").ljust(240)


def _day8(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d%m%Y}" if iso else "0" * 8
