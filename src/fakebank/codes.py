"""What makes a charge payable: barcode and linha digitável of a boleto, BR Code of a dynamic Pix.

Written by the bank for itself, from FEBRABAN's and the Central Bank's manuals: it is the other side's second opinion.
"""

import re
import unicodedata
from datetime import date

BANK = "999"  # assigned to nobody
FACTOR_RESTARTS = date(2025, 2, 22)  # from this day the four-digit factor counts from 1000 again
MAX_AMOUNT = 9_999_999_999  # centavos: ten digits


def modulo_10(digits: str) -> int:
    """Check digit of the linha digitável's fields: weights 2, 1 from the right, digits of the products summed."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def modulo_11(digits: str) -> int:
    """General check digit of the barcode: weights 2 to 9 from the right; 0, 10 and 11 become 1."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(reversed(digits)))
    digit = 11 - total % 11
    return 1 if digit > 9 else digit


def due_factor(due: date) -> int:
    """Four digits for a date from 22/02/2025 to 13/10/2049."""
    factor = 1000 + (due - FACTOR_RESTARTS).days
    if not 1000 <= factor <= 9999:
        raise ValueError(f"no due factor for {due}")
    return factor


def barcode(*, amount: int, due: date, number: int, beneficiary: int) -> str:
    """44 digits. `amount` in centavos; `number` is the nosso número (17 digits), `beneficiary` the customer (7)."""
    field = f"{beneficiary:07d}{number:017d}"
    field += str(modulo_10(field))
    head, tail = f"{BANK}9", f"{due_factor(due):04d}{amount:010d}{field}"
    return f"{head}{modulo_11(head + tail)}{tail}"


def linha_digitavel(code: str) -> str:
    """The 47 digits that a person types, from the 44 of the barcode."""
    parts = (code[:4] + code[19:24], code[24:34], code[34:44])
    return "".join(f"{part}{modulo_10(part)}" for part in parts) + code[4] + code[5:19]


def barcode_of(typed: str) -> str | None:
    """The barcode of a typed linha digitável or barcode, punctuation ignored; None when its check digits are wrong."""
    digits = re.sub(r"[^0-9]", "", typed)
    if len(digits) == 47:
        code = digits[:4] + digits[32:47] + digits[4:9] + digits[10:20] + digits[21:31]
        if linha_digitavel(code) != digits:
            return None
    else:
        code = digits
    if len(code) != 44 or modulo_11(code[:4] + code[5:]) != int(code[4]):
        return None
    return code


def spaced(linha: str) -> str:
    """The linha digitável as it is printed."""
    groups = (linha[:5], linha[5:10], linha[10:15], linha[15:21], linha[21:26], linha[26:32], linha[32], linha[33:])
    return "{}.{} {}.{} {}.{} {} {}".format(*groups)


def brcode(*, amount: int, address: str, name: str, city: str) -> str:
    """A dynamic Pix to be used once; `address` is the payload's, without `https://`; `amount` in centavos."""
    account = _field(0, "br.gov.bcb.pix") + _field(25, address)
    text = "".join(
        (
            _field(0, "01"),
            _field(1, "12"),
            _field(26, account),
            _field(52, "0000"),
            _field(53, "986"),
            _field(54, f"{amount // 100}.{amount % 100:02d}"),
            _field(58, "BR"),
            _field(59, _plain(name)[:25].strip()),
            _field(60, _plain(city)[:15].strip()),
            _field(62, _field(5, "***")),
            "6304",
        )
    )
    return text + f"{crc16(text):04X}"


def crc16(text: str) -> int:
    """CRC-16/CCITT-FALSE, as the BR Code asks."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ (0x1021 if value & 0x8000 else 0)
    return value & 0xFFFF


def _field(tag: int, value: str) -> str:
    return f"{tag:02d}{len(value):02d}{value}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9 .-]", "", letters.upper())
