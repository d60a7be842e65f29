"""The BR Code: the text behind a Pix QR, static, dynamic or with a recurrence, built, read and checked."""

import re
from binascii import crc_hqx
from dataclasses import dataclass
from typing import Literal

from meuplano.brazil import tlv

Kind = Literal["static", "dynamic", "recurring", "composite", "multi-arrangement"]

GUI = "br.gov.bcb.pix"
NO_TXID = "***"
MAX_LENGTH = 512
_ACCOUNTS = range(26, 52)  # templates of merchant accounts, one per arrangement
_RECURRENCES = range(80, 100)  # unreserved templates; the manual puts Pix Automático in 80
_AMOUNT = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?")
_TXID = re.compile(r"[A-Za-z0-9]{1,25}")
_KEY = re.compile(r"[!-~]{1,77}")  # printable ASCII, without space
_URL = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]+)?/[!-~]+")
_TEXT = re.compile(r"[ -~]*[!-~][ -~]*")
_MAX_AMOUNT = 999_999_999_999  # centavos: field 54 has 13 characters


class PixError(ValueError):
    """This is no BR Code of Pix, or none can be made of this; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrCode:
    """What a BR Code says. A static one has `key`, a dynamic one `url` (without https://), a recurring one
    `recurrence_url`; a composite one has a recurrence beside key or URL.

    `amount` is in centavos, None when it is open. `txid` is "***" when there is none. `point_of_initiation` is "12" for
    a code to be used once, "11" or None for others. `other_arrangements` says that the code pays more than Pix.
    """

    merchant_name: str
    merchant_city: str
    key: str | None = None
    url: str | None = None
    amount: int | None = None
    txid: str | None = NO_TXID
    description: str | None = None
    recurrence_url: str | None = None
    point_of_initiation: str | None = None
    other_arrangements: bool = False

    @property
    def kind(self) -> Kind:
        """Which of Bacen's kinds it is; with a second arrangement beside Pix it is "multi-arrangement"."""
        if self.other_arrangements:
            return "multi-arrangement"
        if self.recurrence_url:
            return "composite" if self.key or self.url else "recurring"
        return "dynamic" if self.url else "static"


def encode(code: BrCode) -> str:
    """The text to be shown as a QR or copied (Bacen, Manual de Padrões para Iniciação do Pix, 2.2 to 2.8).

    A dynamic code is marked as used once (01 = 12) unless it says otherwise; an open amount is left out, never written
    as 0.00. Raises PixError for what does not fit: name over 25 characters, city over 15, letters with accents, a txid
    that is not 1 to 25 of A-Z a-z 0-9, a total over 512.
    """
    _check(code)
    initiation = code.point_of_initiation or ("12" if code.url else None)
    account = {"00": GUI, "01": code.key, "02": code.description, "25": code.url}
    fields = {
        "00": "01",
        "01": initiation,
        "26": _join({tag: value for tag, value in account.items() if value}),
        "52": "0000",
        "53": "986",
        "54": None if code.amount is None else reais(code.amount),
        "58": "BR",
        "59": code.merchant_name,
        "60": code.merchant_city,
        "62": _join({"05": code.txid or NO_TXID}),
        "80": _join({"00": GUI, "25": code.recurrence_url}) if code.recurrence_url else None,
    }
    body = _join({tag: value for tag, value in fields.items() if value}) + "6304"
    if len(body) + 4 > MAX_LENGTH:
        raise PixError(f"the code would have {len(body) + 4} characters, {MAX_LENGTH} are allowed")
    return body + crc(body)


def decode(text: str) -> BrCode:
    """Read a BR Code of Pix, its CRC and every length checked.

    Raises PixError, saying what is wrong; a wrong CRC is told with the right one.
    """
    text = text.strip()
    body, given = text[:-4], text[-4:]
    if not body.endswith("6304"):
        raise PixError("not a BR Code: it does not end in 6304 and four digits of CRC")
    expected = crc(body)
    if given.upper() != expected:
        raise PixError(f"the CRC is {given}, it should be {expected}")
    fields = _split(text)
    for tag, meaning, value in (("00", "version", "01"), ("53", "currency", "986"), ("58", "country", "BR")):
        if fields.get(tag) != value:
            raise PixError(f"field {tag} ({meaning}) is {fields.get(tag)!r}, not {value!r}")
    for tag, meaning in (("52", "category"), ("59", "name"), ("60", "city")):
        if not fields.get(tag):
            raise PixError(f"field {tag} ({meaning}) is missing")
    return _read(fields)


def crc(body: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 1021, from FFFF) over all up to and with "6304": four hexadecimal digits."""
    return f"{crc_hqx(body.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"


def reais(centavos: int) -> str:
    """An amount as the codes write it: 123450 is "1234.50"."""
    return f"{centavos // 100}.{centavos % 100:02d}"


def centavos(amount: str) -> int:
    """The centavos of "1234.50", "1234.5" or "1234"; raises PixError for anything else."""
    match = _AMOUNT.fullmatch(amount)
    if match is None:
        raise PixError(f"amount {amount!r} is not like 1234.50")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _read(fields: dict[str, str]) -> BrCode:
    accounts = [_split(fields[tag]) for tag in map(str, _ACCOUNTS) if tag in fields]
    pix = [account for account in accounts if account.get("00", "").lower() == GUI]
    if len(pix) != 1:
        raise PixError("no account of Pix in this code" if not pix else "two accounts of Pix in one code")
    account = pix[0]
    key, url = account.get("01") or None, account.get("25") or None
    recurrence = _recurrence(fields)
    if key and url:
        raise PixError("the code has both a key and a URL: it is neither static nor dynamic")
    if not (key or url or recurrence):
        raise PixError("the code has no key, no URL and no recurrence: it pays nobody")
    return BrCode(
        merchant_name=fields["59"],
        merchant_city=fields["60"],
        key=key,
        url=url,
        amount=centavos(fields["54"]) if "54" in fields else None,
        txid=_split(fields.get("62", "")).get("05"),
        description=account.get("02"),
        recurrence_url=recurrence,
        point_of_initiation=fields.get("01"),
        other_arrangements=len(accounts) > 1,
    )


def _recurrence(fields: dict[str, str]) -> str | None:
    for tag in map(str, _RECURRENCES):
        if tag in fields:
            template = _split(fields[tag])
            if template.get("00", "").lower() == GUI and template.get("25"):
                return template["25"]
    return None


def _check(code: BrCode) -> None:
    if code.other_arrangements:
        raise PixError("a code of several arrangements is read, not built")
    if code.key and code.url:
        raise PixError("a code has a key (static) or a url (dynamic), not both")
    if not (code.key or code.url or code.recurrence_url):
        raise PixError("key, url or recurrence_url is missing")
    if code.amount is not None and code.amount <= 0:
        raise PixError("an open amount is left out, it is not zero")
    if code.amount is not None and code.amount > _MAX_AMOUNT:
        raise PixError(f"amount {reais(code.amount)} does not fit 13 characters")
    if code.description and not code.key:
        raise PixError("only a static code has a description")
    if code.point_of_initiation not in (None, "11", "12"):
        raise PixError(f"point_of_initiation is 11 or 12, not {code.point_of_initiation!r}")
    for value, form, limit, what in (
        (code.merchant_name, _TEXT, 25, "merchant_name"),
        (code.merchant_city, _TEXT, 15, "merchant_city"),
        (code.key, _KEY, 77, "key"),
        (code.url, _URL, 77, "url"),
        (code.recurrence_url, _URL, 77, "recurrence_url"),
        (code.description, _TEXT, 72, "description"),
        (None if code.txid == NO_TXID else code.txid, _TXID, 25, "txid"),
    ):
        if value == "":
            raise PixError(f"{what} is missing")
        if value is not None and (len(value) > limit or not form.fullmatch(value)):
            hint = ", without https://" if what.endswith("url") else ""
            raise PixError(f"{what} {value!r} does not fit: at most {limit} plain characters{hint}")


def _split(text: str) -> dict[str, str]:
    try:
        return tlv.split(text)
    except tlv.TlvError as error:
        raise PixError(str(error)) from error


def _join(fields: dict[str, str | None]) -> str:
    try:
        return tlv.join({tag: value for tag, value in fields.items() if value})
    except tlv.TlvError as error:
        raise PixError(str(error)) from error
