"""What a bank does differently from FEBRABAN's CNAB 240: its layouts, its movement codes, which segments it wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import CnabError, Layout

ENTRY, WRITE_OFF, CHANGE_DUE, CHANGE_AMOUNT = "entry", "write_off", "change_due", "change_amount"

# C004, where FEBRABAN and the banks agree. A bank that has no such movement, or another meaning for the code, says so.
MOVEMENTS: Final[Mapping[str, str]] = {
    ENTRY: "01",
    WRITE_OFF: "02",
    "grant_rebate": "04",
    "cancel_rebate": "05",
    CHANGE_DUE: "06",
    "protest": "09",
    "stop_protest": "10",
    "change_other_data": "31",
    CHANGE_AMOUNT: "47",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One bank. `segments` holds what a movement needs beside P: an entry wants the payer, the rest only the title.

    `sparse_changes`: in a movement that is no entry, what neither identifies nor changes goes as zeros or blanks.
    `daily_interest`: the bank takes interest as centavos a day, not as a monthly rate.
    `optional` has the Y records the bank takes.
    """

    bank: str
    name: str
    source: str
    file_header: Layout = febraban.FILE_HEADER
    batch_header: Layout = febraban.BATCH_HEADER
    segment_p: Layout = febraban.SEGMENT_P
    segment_q: Layout = febraban.SEGMENT_Q
    segment_r: Layout = febraban.SEGMENT_R
    batch_trailer: Layout = febraban.BATCH_TRAILER
    file_trailer: Layout = febraban.FILE_TRAILER
    optional: Mapping[str, Layout] = field(default_factory=dict)
    movements: Mapping[str, str] = field(default_factory=lambda: MOVEMENTS)
    segments: Mapping[str, str] = field(default_factory=lambda: {ENTRY: "QR", "change_other_data": "QR"})
    sparse_changes: bool = False
    daily_interest: bool = False
    interest_exempt: str = "3"  # C018

    def movement(self, verb: str) -> str:
        """The bank's code for a movement; raises CnabError where it has none."""
        try:
            return self.movements[verb]
        except KeyError:
            raise CnabError(f"o banco {self.bank} não tem o movimento {verb} em CNAB 240") from None

    def layout(self, segment: str) -> Layout:
        """The layout of segment P, Q, R or of a Y record the bank takes."""
        known = {"P": self.segment_p, "Q": self.segment_q, "R": self.segment_r, **self.optional}
        try:
            return known[segment]
        except KeyError:
            raise CnabError(f"o banco {self.bank} não recebe o registro {segment}") from None


def without(*verbs: str) -> dict[str, str]:
    """FEBRABAN's movements less those the bank does not have."""
    return {verb: code for verb, code in MOVEMENTS.items() if verb not in verbs}
