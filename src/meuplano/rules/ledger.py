"""The postings of every fact: each returns entries that sum to zero (product.md rule 9).

A positive amount is a debit of its book. What an account owes is the sum of its `receivable`; its credit is minus the
sum of its `credit` and `courtesy_credit`: balances are sums, never stored.
"""

from dataclasses import dataclass

from meuplano.rules.money import ZERO, Money

RECEIVABLE = "receivable"  # what customers owe on invoices
CASH = "cash"  # what reached the vendor
REVENUE = "revenue"  # what was invoiced, without fine and interest
LATE_CHARGES = "late_charges"  # fine and interest earned
CREDIT = "credit"  # what the vendor owes to customers, refundable
COURTESY_CREDIT = "courtesy_credit"  # credit that finance gave: used, never paid out (D33)
COURTESY = "courtesy"  # what such gifts cost
OPENING = "opening"  # balances brought from an older system
WRITTEN_OFF = "written_off"  # debts given up
TO_REFUND = "to_refund"  # credit that is on its way back as money: no invoice can use it (D33)
RETENTION = "retention"  # tax that the customer withheld (D44)

ACCOUNTS = (
    RECEIVABLE,
    CASH,
    REVENUE,
    LATE_CHARGES,
    CREDIT,
    COURTESY_CREDIT,
    COURTESY,
    OPENING,
    WRITTEN_OFF,
    TO_REFUND,
    RETENTION,
)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: debit if positive, credit if negative."""

    book: str
    amount: Money


type Postings = tuple[Posting, ...]


def invoice_issued(total: Money, *, late_charges: Money = ZERO, to_credit: Money = ZERO) -> Postings:
    """An invoice over its total, of which `late_charges` are an earlier invoice's fine and interest (D27).

    `to_credit` is what a change worth less than nothing leaves as credit (D12): it is inside the total.
    """
    return _balanced(
        (RECEIVABLE, total),
        (REVENUE, -(total - late_charges - to_credit)),
        (LATE_CHARGES, -late_charges),
        (CREDIT, -to_credit),
    )


def invoice_cancelled(open_amount: Money) -> Postings:
    """What was still open of a cancelled, replaced or reduced invoice is no longer owed nor earned (D17, D26)."""
    return _balanced((RECEIVABLE, -open_amount), (REVENUE, open_amount))


def payment_received(amount: Money, to_invoice: Money, surplus: Money = ZERO, charges: Money = ZERO) -> Postings:
    """Money that arrived: principal, fine and interest, and what becomes a credit (D21, D27, rule 8)."""
    assert amount == to_invoice + charges + surplus
    return _balanced((CASH, amount), (RECEIVABLE, -to_invoice), (LATE_CHARGES, -charges), (CREDIT, -surplus))


def reversal(amount: Money, to_invoice: Money, surplus: Money = ZERO, charges: Money = ZERO) -> Postings:
    """Money that was taken back: the payment with a minus sign, so the invoice is open again (D34)."""
    return _negated(payment_received(amount, to_invoice, surplus, charges))


def credit_used(amount: Money, *, kind: str = CREDIT) -> Postings:
    """Credit that pays for an invoice or is reserved by an order; kind is CREDIT or COURTESY_CREDIT (D32)."""
    return _balanced((kind, amount), (RECEIVABLE, -amount))


def credit_returned(amount: Money, *, kind: str = CREDIT) -> Postings:
    """Credit that comes back because what it paid for died (D08, D32)."""
    return _negated(credit_used(amount, kind=kind))


def credit_granted(amount: Money, *, source: str) -> Postings:
    """Credit that finance gives (source COURTESY) or that an import brings (source OPENING)."""
    return _balanced((source, amount), (COURTESY_CREDIT if source == COURTESY else CREDIT, -amount))


def credit_note(amount: Money, *, kind: str = CREDIT) -> Postings:
    """Credit for something invoiced and paid that is taken back: less revenue, more credit of that kind (D37)."""
    return _balanced((REVENUE, amount), (kind, -amount))


def courtesy_lapsed(amount: Money) -> Postings:
    """Courtesy credit that ends with its subscription (D33)."""
    return _negated(credit_granted(amount, source=COURTESY))


def refund_asked(amount: Money) -> Postings:
    """Credit that is to go back as money and can no longer be used (D33)."""
    return _balanced((CREDIT, amount), (TO_REFUND, -amount))


def refund_dropped(amount: Money) -> Postings:
    """It stays here after all, as the credit that it was."""
    return _negated(refund_asked(amount))


def refund_paid(amount: Money) -> Postings:
    """It has gone back to the customer."""
    return _balanced((TO_REFUND, amount), (CASH, -amount))


def write_off(open_amount: Money) -> Postings:
    """A debt given up."""
    return _balanced((WRITTEN_OFF, open_amount), (RECEIVABLE, -open_amount))


def recovered(amount: Money) -> Postings:
    """A debt given up is owed again, because its money came after all."""
    return _negated(write_off(amount))


def retained(amount: Money) -> Postings:
    """Tax that the customer withheld: by its rates, or settled by finance with its proof (D44)."""
    return _balanced((RETENTION, amount), (RECEIVABLE, -amount))


def retention_undone(amount: Money) -> Postings:
    """Tax that was not withheld after all, or was withheld of money that the bank took back."""
    return _negated(retained(amount))


def late_charges(amount: Money) -> Postings:
    """Fine and interest that become a debt of their own instead of arriving with a payment."""
    return _balanced((RECEIVABLE, amount), (LATE_CHARGES, -amount))


def _balanced(*sides: tuple[str, Money]) -> Postings:
    postings = tuple(Posting(book, amount) for book, amount in sides if amount)
    assert sum(posting.amount.centavos for posting in postings) == 0
    return postings


def _negated(postings: Postings) -> Postings:
    return tuple(Posting(posting.book, -posting.amount) for posting in postings)
