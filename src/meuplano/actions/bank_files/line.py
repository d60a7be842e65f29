"""One line of a return: what it says, whose it is, and the row that keeps its fate."""

import re
from dataclasses import dataclass

from meuplano.brazil import agreement as agreements
from meuplano.brazil.banks import BANKS
from meuplano.brazil.cnab import codes
from meuplano.brazil.cnab.returned import ReturnedTitle
from meuplano.records.models import BankReturn, BankTitle, ReturnLine

_OWN_ID = re.compile(r"MP(\d{1,18})T(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One title of a return file; `copy` is 0 for the first that says so, 1 for the next …"""

    file: BankReturn
    title: ReturnedTitle
    copy: int = 0

    @property
    def bank(self) -> str:
        return self.file.agreement.bank

    @property
    def words(self) -> str:
        """The movement and its reasons as the bank means them."""
        movement = self.title.movement
        reasons = codes.reasons(movement, self.title.reasons, self.bank)
        return ": ".join([codes.movement(movement, self.bank), *([", ".join(reasons)] if reasons else [])])

    @property
    def where(self) -> str:
        """The bank and agency that took the money, which need not be ours; "" where the bank does not say."""
        code, agency = self.title.receiving_bank, self.title.receiving_agency
        if not code.strip("0"):
            return ""
        name = f"{BANKS[code].name} ({code})" if code in BANKS else f"banco {code}"
        number = agency[:-1].lstrip("0")
        return f", pagos em {name}{f', agência {number.zfill(4)}' if number else ''}"

    @property
    def receipt_id(self) -> str:
        """The payment's identity: the same line in another file is the same payment (R-22)."""
        title = self.title
        parts = (self.file.agreement_id, agreements.plain(title.nosso_numero), title.movement, title.happened_on)
        return "-".join(str(part) for part in (*parts, title.paid, self.copy))[:120]


class Unreadable(ValueError):
    """The bank says that money moved, and not how much or when."""


def find(line: Line) -> BankTitle | None:
    """The title by its nosso número, or by our own id in the company's field. Raises Unreadable if they disagree."""
    ours = BankTitle.objects.filter(agreement=line.file.agreement_id)
    by_number = ours.filter(number=agreements.plain(line.title.nosso_numero)).exclude(number="").first()
    own = _OWN_ID.fullmatch(line.title.company_use.strip().upper())
    by_id = ours.filter(account_id=int(own[1]), pk=int(own[2])).first() if own else None
    if by_number and by_id and by_number.pk != by_id.pk:
        raise Unreadable("o nosso número é de um título e o uso da empresa é de outro")
    return by_number or by_id


def keep(line: Line, fate: str, text: str, title: BankTitle | None = None) -> tuple[ReturnLine, bool]:
    """The line's row, and whether it is new."""
    said = line.title
    return ReturnLine.objects.get_or_create(
        file=line.file,
        line=said.line,
        defaults={
            "movement": said.movement[:2],
            "number": agreements.plain(said.nosso_numero)[:20],
            "account_id": title.account_id if title else None,
            "invoice_number": title.charge.invoice.number if title else None,
            "amount_centavos": said.paid or said.amount,
            "fate": fate,
            "text": text[:300],
        },
    )
