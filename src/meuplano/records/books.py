"""Writing to the ledger: the legs of one fact, together."""

from collections.abc import Iterable

from meuplano.records.models import Account, Invoice, LedgerEntry, Payment
from meuplano.records.models.base import uuid7
from meuplano.records.together import insert_all
from meuplano.rules.act import Act
from meuplano.rules.ledger import Posting
from meuplano.rules.money import Money


def post(
    account: Account,
    act: Act,
    postings: Iterable[Posting],
    *,
    why: str,
    invoice: Invoice | None = None,
    payment: Payment | None = None,
) -> None:
    """Append the balanced legs of one fact (rules.ledger); nothing for an amount of zero."""
    fact = uuid7()
    insert_all(
        LedgerEntry(
            account=account,
            fact=fact,
            on=act.today,
            book=posting.book,
            amount_centavos=posting.amount.centavos,
            why=why,
            invoice=invoice,
            payment=payment,
        )
        for posting in postings
        if posting.amount.centavos
    )


def balance(account: Account, book: str) -> Money:
    """The sum of a book of one account."""
    amounts = LedgerEntry.objects.filter(account=account, book=book).values_list("amount_centavos", flat=True)
    return Money(sum(amounts))
