"""What a bank's return says of a title: codes of CNAB 240 (C044) as news that the title's life understands."""

from collections.abc import Mapping
from types import MappingProxyType

from meuplano.rules.lifecycle import TITLE

REGISTERED = "registered"
REJECTED = "rejected"
PAID = "paid"
WRITTEN_OFF = "written_off"
CHANGED = "changed"  # the due date we asked for holds
REFUSED = "refused"  # an instruction or a change of ours was not taken
REVERSED = "reversed"  # the bank takes a payment back
FEE = "fee"  # what the bank charges the beneficiary: it moves no customer's money
OTHER = "other"  # says nothing that we act on, and is kept

_NEWS: Mapping[str, str] = MappingProxyType(
    {
        "02": REGISTERED,
        "03": REJECTED,
        "06": PAID,
        "09": WRITTEN_OFF,
        "14": CHANGED,
        "17": PAID,  # after the write-off, or never registered: the money came all the same
        "25": WRITTEN_OFF,
        "26": REFUSED,
        "28": FEE,
        "30": REFUSED,
        "44": REVERSED,  # paid with a cheque that came back
    }
)
# Where a bank gives a code another meaning (Caixa 67.118, C044: paid online, and taken back).
_NEWS_BY_BANK: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"104": MappingProxyType({"46": PAID, "47": REVERSED})}
)

# Where the bank said no: somebody corrects, or tells the customer.
REFUSALS = ("03", "26", "30")

# What each news does to the title (an event of TITLE); what is not here moves none.
_MOVES: Mapping[str, str] = MappingProxyType(
    {
        REGISTERED: "register",
        REJECTED: "reject",
        PAID: "pay",
        WRITTEN_OFF: "write_off",
        CHANGED: "change",
        REFUSED: "keep",
    }
)


def news_of(movement: str, bank: str) -> str:
    """What the movement of a return means at this bank (two digits, three digits)."""
    return _NEWS_BY_BANK.get(bank, {}).get(movement) or _NEWS.get(movement, OTHER)


def next_state(state: str, news: str) -> str | None:
    """The state that a title comes to; None when the news changes nothing there (late, twice, out of order)."""
    event = _MOVES.get(news)
    return TITLE.get((state, event)) if event else None


def can_be_printed(state: str) -> bool:
    """A paper exists only once the bank has registered it: before, nobody could pay it (payments.md 1.4)."""
    return state in ("registered", "change_pending")


def number_again(reasons: str) -> bool:
    """A rejected title needs another nosso número: the bank knows this one, or would not take it (C047: 08, 09, 63)."""
    codes = {reasons[i : i + 2] for i in range(0, len(reasons), 2)}
    return bool(codes & {"08", "09", "63"})
