"""A bank's reader of our remittance, written apart from the layouts it checks: FEBRABAN's positions as plain slices.

Only what a bank needs to register a title is in the table. `BANKS` holds where a bank reads something elsewhere, after
its manual; the slices are Python's (from 0, end excluded), on purpose not the notation of the layouts.
"""

from typing import Any

FILE = {"bank": (0, 3), "batch": (3, 7), "type": (7, 8), "person": (17, 18), "document": (18, 32), "name": (72, 102)}
FILE |= {"kind": (142, 143), "made_on": (143, 151), "nsa": (157, 163), "version": (163, 166)}
BATCH = {"bank": (0, 3), "batch": (3, 7), "type": (7, 8), "operation": (8, 9), "service": (9, 11), "version": (13, 16)}
BATCH |= {"document": (18, 33), "name": (73, 103), "nsa": (183, 191), "made_on": (191, 199)}
DETAIL = {
    "bank": (0, 3),
    "batch": (3, 7),
    "type": (7, 8),
    "sequence": (8, 13),
    "segment": (13, 14),
    "movement": (15, 17),
}
P = DETAIL | {
    "agency": (17, 22),
    "account": (23, 35),
    "account_digit": (35, 36),
    "number": (37, 57),
    "wallet": (57, 58),
}
P |= {"your_number": (62, 77), "due": (77, 85), "amount": (85, 100), "kind": (106, 108), "accept": (108, 109)}
P |= {"issued": (109, 117), "interest_code": (117, 118), "interest_on": (118, 126), "interest": (126, 141)}
P |= {"rebate": (180, 195), "company": (195, 220), "write_off": (223, 224), "write_off_days": (224, 227)}
P |= {"currency": (227, 229)}
Q = DETAIL | {"person": (17, 18), "document": (18, 33), "name": (33, 73), "street": (73, 113), "district": (113, 128)}
Q |= {"postcode": (128, 136), "city": (136, 151), "state": (151, 153)}
R = DETAIL | {"fine_code": (65, 66), "fine_on": (66, 74), "fine": (74, 89)}
Y03 = DETAIL | {"record": (17, 19), "key_kind": (80, 81), "key": (81, 158), "txid": (158, 193)}
Y04 = DETAIL | {"record": (17, 19), "email": (19, 69)}
Y53 = DETAIL | {"record": (17, 19), "payments": (19, 21), "how_many": (21, 23), "most": (24, 39), "least": (40, 55)}
END = {"bank": (0, 3), "type": (7, 8), "records": (17, 23), "titles": (23, 29), "total": (29, 46)}
LAST = {"bank": (0, 3), "batch": (3, 7), "type": (7, 8), "batches": (17, 23), "records": (23, 29)}

BANKS: dict[str, dict[str, dict[str, tuple[int, int]]]] = {
    "001": {"P": {"agreement": (37, 44), "number": (44, 54)}},
    "104": {"P": {"agreement": (23, 29), "modality": (40, 42), "number": (42, 57), "your_number": (62, 73)}},
    "756": {"P": {"number": (37, 47), "instalment": (47, 49), "modality": (49, 51)}},
    "033": {
        "0": {"person": (16, 17), "document": (17, 32), "transmission": (32, 47)},
        "1": {"transmission": (53, 68)},
        "P": {
            "agency": (17, 21),
            "account": (22, 31),
            "account_digit": (31, 32),
            "number": (44, 57),
            "write_off_days": (225, 227),
        },
    },
    "748": {"P": {"number": (37, 46)}},
    "341": {
        "P": {
            "agency": (18, 22),
            "account": (30, 35),
            "account_digit": (36, 37),
            "wallet_code": (37, 40),
            "number": (40, 49),
        }
        | {"your_number": (62, 72)},
        "Q": {"name": (33, 63)},
    },
    "237": {"P": {"wallet_code": (37, 40), "number": (45, 57)}},
}


def tables(line: str) -> dict[str, tuple[int, int]]:
    """The table for a line, by the record's type and segment, with the bank's own places."""
    kind = line[7]
    name = {"0": "0", "1": "1", "5": "5", "9": "9"}.get(kind) or line[13]
    if name == "Y":
        name += line[17:19]
    table = {"0": FILE, "1": BATCH, "P": P, "Q": Q, "R": R, "Y03": Y03, "Y04": Y04, "Y53": Y53, "5": END, "9": LAST}[
        name
    ]
    return table | BANKS.get(line[:3], {}).get(name, {})


def parse(content: bytes) -> list[dict[str, Any]]:
    """The records of a remittance; fails if a line is not exactly 240 characters ended by CRLF."""
    text = content.decode("ascii")
    assert text.endswith("\r\n")
    lines = text.split("\r\n")[:-1]
    assert {len(line) for line in lines} == {240}
    return [{name: line[a:b] for name, (a, b) in tables(line).items()} for line in lines]
