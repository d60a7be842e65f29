"""The port that every gateway fills: what is asked of it, what it answers, and what it tells later.

Amounts are integer centavos, dates are São Paulo's. A *key* is ours: it belongs to the charge, never changes between
retries, and makes every command safe to repeat (R-16). An *external id* is the gateway's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

Method = Literal["boleto", "pix", "card"]
MAX_AGE_SECONDS = 300  # a signed notice older than this is a replay


# What is asked


@dataclass(frozen=True, slots=True)
class Address:
    """A Brazilian postal address; `state` is the two-letter code, `postal_code` the CEP's 8 digits."""

    street: str
    number: str
    district: str
    city: str
    state: str
    postal_code: str
    complement: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, as printed on the boleto; `tax_id` is a CPF or CNPJ without mask (a CNPJ may hold letters)."""

    name: str
    tax_id: str
    email: str
    address: Address | None = None  # a boleto is refused without one


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """One sum to be collected in one way; the same key is the same charge, however often it is sent.

    A key that comes again for another method, amount, date, card or number of instalments is Rejected("key_reused").
    """

    key: str
    method: Method
    amount: int  # centavos, > 0
    description: str
    payer: Payer
    due_on: date | None = None  # boleto: the printed date
    pay_until: date | None = (
        None  # last day on which it can be paid (to 23:59 in São Paulo); None: the gateway's own limit
    )
    card: str | None = None  # token of a stored card; None with method "card" asks for the gateway's page
    instalments: int = 1  # card: one authorisation, billed by the issuer in so many months without interest
    keep_card: bool = False  # store the card that is typed on the gateway's page, and give its token in the receipt
    return_url: str = ""  # where the gateway's pages lead back to


# What is answered


@dataclass(frozen=True, slots=True)
class BoletoCodes:
    """What makes a boleto payable: 44 and 47 digits, and the Pix payload printed beside them, if the bank gave one.

    `nosso_numero` and `agency_code` (agency and beneficiary) as the bank wants them printed.
    """

    barcode: str
    linha_digitavel: str
    brcode: str | None = None
    nosso_numero: str = ""
    agency_code: str = ""


@dataclass(frozen=True, slots=True)
class PixCode:
    """A dynamic Pix: its "copia e cola" text and the instant (UTC) at which it ends."""

    brcode: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class StoredCard:
    """All that we ever know of a card; `token` is None when it was not kept (D31). `expires` is "2029-08"."""

    token: str | None
    brand: str
    last4: str
    expires: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that moved, from a webhook, a bank file or a person alike; unique by (gateway, external_id).

    `amount` is always positive centavos: a reversal takes it back and names the payment in `reverses`. `key` is our
    charge's, None for money that names no charge of ours. `paid_on` is the payer's day, whenever the news comes (D06).
    """

    gateway: str
    external_id: str
    key: str | None
    amount: int
    paid_on: date
    method: str  # boleto, pix, card; for a person's entry any word, such as "transfer"
    kind: Literal["payment", "reversal"] = "payment"
    charge_id: str | None = None  # the gateway's id of the charge
    reverses: str | None = None  # external id of the payment taken back
    card: StoredCard | None = None
    fee: int = 0  # centavos the gateway keeps
    late_charges: int | None = None  # centavos of the amount that the bank itself took as fine and interest (D21)
    refund_key: str | None = None  # our refund's own key, if the reversal is one that we asked for


@dataclass(frozen=True, slots=True)
class Pending:
    """The charge stands and waits for the payer, who pays by its codes or on the gateway's own page (or either)."""

    external_id: str
    boleto: BoletoCodes | None = None
    pix: PixCode | None = None
    page_url: str | None = None  # card: where it is typed or 3-D Secure is passed; fake bank: where it can be paid


@dataclass(frozen=True, slots=True)
class Paid:
    """The money moved."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Declined:
    """The card was refused, finally; `retryable` False is "do not retry" (D30). `text` is for the payer."""

    external_id: str
    code: str
    retryable: bool
    text: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The charge can no longer be paid: withdrawn, its money taken back, or (`expired`) its last day passed."""

    external_id: str
    expired: bool = False


@dataclass(frozen=True, slots=True)
class NotFound:
    """The gateway knows no charge of this key: nothing was charged, and the same key may be sent again."""


@dataclass(frozen=True, slots=True)
class ChargeChange:
    """News of a charge that moved no money.

    `attempt_declined`: a card was refused on the gateway's page and the payer may try another; `declined`, `cancelled`
    and `expired` are final.
    """

    gateway: str
    external_id: str  # of the charge
    key: str
    state: Literal["attempt_declined", "declined", "cancelled", "expired"]
    code: str = ""
    retryable: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Polled:
    """News in the order in which the gateway made them, and where to go on (`since` of the next poll)."""

    news: tuple[Receipt | ChargeChange, ...]
    cursor: str


ChargeResult = Pending | Paid | Declined
ChargeState = Pending | Paid | Declined | Cancelled | NotFound
News = Receipt | ChargeChange


# What goes wrong


class GatewayError(Exception):
    """Any way in which a gateway does not answer as asked."""


class Unknown(GatewayError):
    """It was sent and no usable answer came (time-out, cut connection, 5xx): ask with `fetch`, never charge again."""


class Unreachable(GatewayError):
    """Nothing was sent: the same key may be tried again."""


class Rejected(GatewayError):
    """The gateway understood and refused the command itself; repeating it gives the same. `text` is in Portuguese."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


class BadSignature(GatewayError):
    """The notice is not the gateway's own, is older than `MAX_AGE_SECONDS`, or was changed on its way."""


# The port


@runtime_checkable
class Gateway(Protocol):
    """Who moves money. Every call has its time-outs; all raise `GatewayError`s and nothing else.

    `capabilities` are the methods it charges by ("boleto", "pix", "card") and of "keep_card", "change_due_date",
    "refund", "webhook", "poll", "entry", "card_instalments" what it can do. `card_csp_sources` are the origins that a
    page of ours must allow to show the gateway's card fields; empty when we only link to its page.
    """

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[str]: ...

    @property
    def card_csp_sources(self) -> tuple[str, ...]: ...

    def charge(self, request: ChargeRequest) -> ChargeResult:
        """Collect; the same key again returns the same charge as it stands. Raises Rejected, Unreachable, Unknown."""
        ...

    def fetch(self, key: str) -> ChargeState:
        """What became of the charge of this key; changes nothing. Raises Unreachable, Unknown."""
        ...

    def cancel(self, external_id: str, key: str) -> Cancelled | Paid | Declined | NotFound:
        """Make the charge unpayable; Paid when the money was faster. Raises Unreachable, Unknown."""
        ...

    def refund(self, external_id: str, amount: int, key: str) -> Receipt:
        """Give back `amount` centavos of the *charge* `external_id`; `key` is the refund's own. Returns the reversal.

        A card's charge in instalments goes back whole or not at all (D33). Raises Rejected (not paid, more than is
        left, or in part), Unreachable, Unknown.
        """
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Raise BadSignature unless these bytes are the gateway's and at most `MAX_AGE_SECONDS` old.

        `now` is the machine's real instant (`clock.system_now`), not the demo's. Constant time, no input or output.
        """
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> list[News]:
        """What verified bytes mean; an event we do not know means nothing. Raises Rejected("unreadable", …)."""
        ...

    def poll(self, since: str = "") -> Polled:
        """News after the cursor `since` ("" = from the beginning), in pages: go on until `news` is empty."""
        ...


@runtime_checkable
class ChangesDueDate(Protocol):
    """A gateway with the capability "change_due_date"."""

    def change_due_date(self, external_id: str, due_on: date, pay_until: date | None, key: str) -> Pending:
        """Move an open boleto's date; the codes it returns replace those before. Raises as `charge` does."""
        ...
