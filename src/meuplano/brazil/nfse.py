"""The XML of an NFS-e of the national layout (NFS-e Nacional, 1.01): what of it says for what it was issued.

Read with the standard library's expat and nothing beside it: a document type is refused before anything is expanded, so
there are no entities, no external files and no stylesheets. The signature is not verified here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

NAMESPACE = "http://www.sped.fazenda.gov.br/nfse"
DEEPEST = 40  # elements within each other; the layout has 12
KEY_LENGTH = 50  # digits of the access key
LONGEST_NUMBER = 15  # digits of a note's number
TEST = "2"  # tpAmb of restricted production: no fiscal document


class NotNational(ValueError):
    """The bytes are no NFS-e of the national layout, or one without what every such document has."""


@dataclass(frozen=True, slots=True)
class Nfse:
    """What was issued. `key` is the access key, `amount` the service's in centavos, tax ids are digits and letters."""

    number: str
    key: str
    issued_on: date
    issuer: str
    taker: str
    amount: int
    description: str
    is_test: bool


def read_nfse(content: bytes) -> Nfse:
    """The note of these bytes. Raises NotNational."""
    root = _parse(content)
    note = _of(root, "infNFSe")
    declared = _of(note, "DPS/infDPS")
    key = note.get("Id", "").removeprefix("NFS")
    if len(key) != KEY_LENGTH or not key.isalnum():
        raise NotNational("Id")
    return Nfse(
        number=_number(note),
        key=key,
        issued_on=_day(_text(note, "dhProc")),
        issuer=_tax_id(note, "emit"),
        taker=_tax_id(declared, "toma"),
        amount=_centavos(_text(declared, "valores/vServPrest/vServ")),
        description=_text(declared, "serv/cServ/xDescServ"),
        is_test=_text(declared, "tpAmb") == TEST,
    )


def _parse(content: bytes) -> Element:
    """The root. Anything that is not plain elements and text is refused."""
    parser, builder, depth = ParserCreate(namespace_separator="}"), TreeBuilder(), 0

    def refuse(*_: object) -> None:
        raise NotNational("DOCTYPE")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NotNational("depth")
        builder.start(_braced(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_braced(name))

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
        return builder.close()
    except (ExpatError, ParseError, LookupError, ValueError, AssertionError) as broken:
        raise NotNational(str(broken)[:80]) from None


def _braced(name: str) -> str:
    """{namespace}name, as paths of the tree are written."""
    return f"{{{name}" if "}" in name else name


def _find(parent: Element, path: str) -> Element | None:
    return parent.find("/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))


def _of(parent: Element, path: str) -> Element:
    found = _find(parent, path)
    if found is None:
        raise NotNational(path)
    return found


def _text(parent: Element, path: str) -> str:
    said = (_of(parent, path).text or "").strip()
    if not said:
        raise NotNational(path)
    return said


def _number(note: Element) -> str:
    said = _text(note, "nNFSe")
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER):
        raise NotNational("nNFSe")
    return said.lstrip("0") or "0"


def _tax_id(parent: Element, who: str) -> str:
    """CNPJ or CPF of one party, "" for a taker who has none of them (abroad, not identified)."""
    for kind in ("CNPJ", "CPF"):
        found = _find(parent, f"{who}/{kind}")
        if found is not None and found.text:
            return found.text.strip()
    return ""


def _day(instant: str) -> date:
    try:
        return date.fromisoformat(instant[:10])
    except ValueError:
        raise NotNational("dhProc") from None


def _centavos(said: str) -> int:
    try:
        amount = Decimal(said) * 100
    except InvalidOperation:
        raise NotNational("vServ") from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount < 10**13:
        raise NotNational("vServ")
    return int(amount)
