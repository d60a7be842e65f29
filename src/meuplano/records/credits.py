"""What credit an account has, and using or returning it (D32)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from meuplano.records.books import post
from meuplano.records.models import Account, Credit, CreditNote, CreditUse, Invoice, Payment
from meuplano.records.together import insert, question
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.credit import spend
from meuplano.rules.money import Money

BOOKS = {"refundable": ledger.CREDIT, "courtesy": ledger.COURTESY_CREDIT}


@question(Credit, CreditUse, nothing=list)
def balances(accounts: Sequence[int]) -> dict[int, list[Any]]:
    """Each one's credits with something left, oldest first, each with its `left` in centavos."""
    used = Coalesce(Sum("uses__amount_centavos", filter=Q(uses__returned_on__isnull=True)), 0)
    found: dict[int, list[Any]] = defaultdict(list)
    for credit in (
        Credit.objects.filter(account__in=accounts)
        .annotate(left=F("amount_centavos") - F("taken_back_centavos") - F("refunded_centavos") - used)
        .filter(left__gt=0)
        .order_by("granted_on", "id")
    ):
        found[credit.account_id].append(credit)
    return found


def available(account: Account) -> Money:
    """What the account can use now."""
    return Money(sum(credit.left for credit in balances(account)))


def with_credit(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of accounts with what each account can use, in centavos, as `account_credit`: in the same query."""
    mine = {"account": OuterRef("account")}
    held = Credit.objects.filter(**mine).order_by().values("account")
    used = CreditUse.objects.filter(**mine, returned_on__isnull=True).order_by().values("account")
    left = F("amount_centavos") - F("taken_back_centavos") - F("refunded_centavos")
    return rows.annotate(
        account_credit=Coalesce(Subquery(held.annotate(n=Sum(left)).values("n")), 0)
        - Coalesce(Subquery(used.annotate(n=Sum("amount_centavos")).values("n")), 0)
    )


def use(account: Account, invoice: Invoice, amount: Money, act: Act, *, new_invoice: bool = False) -> None:
    """Take `amount` from the oldest credits for this invoice; the account is locked and has that much."""
    credits = {credit.pk: credit for credit in balances(account)}
    spent = spend([(pk, Money(credit.left)) for pk, credit in credits.items()], amount)
    assert sum(part.centavos for _, part in spent) == amount.centavos
    for pk, part in spent:
        used = CreditUse.objects.filter(account=account, credit=pk, invoice=invoice, returned_on=None)
        # A payment of the invoice may have been taken back, and the same credit covers it now.
        if new_invoice or not used.update(amount_centavos=F("amount_centavos") + part.centavos):
            insert(
                CreditUse(
                    account=account,
                    credit=credits[pk],
                    invoice=invoice,
                    amount_centavos=part.centavos,
                    used_on=act.today,
                )
            )
        post(
            account,
            act,
            ledger.credit_used(part, kind=BOOKS[credits[pk].kind]),
            why="credit.used",
            invoice=invoice,
        )


def give_back(account: Account, invoice: Invoice, act: Act) -> Money:
    """Return what this invoice had used, since it dies; its `credit_centavos` is set to zero by the caller."""
    uses = CreditUse.objects.filter(account=account, invoice=invoice, returned_on__isnull=True).select_related("credit")
    for used in uses:
        amount = Money(used.amount_centavos)
        post(
            account,
            act,
            ledger.credit_returned(amount, kind=BOOKS[used.credit.kind]),
            why="credit.returned",
            invoice=invoice,
        )
    returned = Money(sum(used.amount_centavos for used in uses))
    CreditUse.objects.filter(pk__in=[used.pk for used in uses]).update(returned_on=act.today)
    return returned


def grant(
    account: Account,
    amount: Money,
    *,
    kind: str,
    reason: str,
    act: Act,
    payment: Payment | None = None,
    note: CreditNote | None = None,
    cause: str = "",
) -> Credit:
    """A new credit row. Its ledger entry is the caller's: it depends on where the money comes from.

    `cause` is why a payment became credit: each cause once a payment.
    """
    return Credit.objects.create(
        account=account,
        kind=kind,
        amount_centavos=amount.centavos,
        reason=reason,
        payment=payment,
        cause=cause,
        note=note,
        granted_on=act.today,
        granted_by=act.by,
    )
