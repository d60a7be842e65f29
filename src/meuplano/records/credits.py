"""What credit an account has, and using or returning it (D32)."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from meuplano.records.books import post
from meuplano.records.models import Account, Credit, CreditUse, Invoice, Payment
from meuplano.rules import ledger
from meuplano.rules.act import Act
from meuplano.rules.credit import spend
from meuplano.rules.money import Money

BOOKS = {"refundable": ledger.CREDIT, "courtesy": ledger.COURTESY_CREDIT}


def balances(account: Account) -> QuerySet[Any]:
    """The account's credits with something left, oldest first, each with its `left` in centavos."""
    used = Coalesce(Sum("uses__amount_centavos", filter=Q(uses__returned_on__isnull=True)), 0)
    return (
        Credit.objects.filter(account=account)
        .annotate(left=F("amount_centavos") - F("taken_back_centavos") - F("refunded_centavos") - used)
        .filter(left__gt=0)
        .order_by("granted_on", "id")
    )


def available(account: Account) -> Money:
    """What the account can use now."""
    return Money(sum(balances(account).values_list("left", flat=True)))


def use(account: Account, invoice: Invoice, amount: Money, act: Act) -> None:
    """Take `amount` from the oldest credits for this invoice; the account is locked and has that much."""
    credits = {credit.pk: credit for credit in balances(account)}
    spent = spend([(pk, Money(credit.left)) for pk, credit in credits.items()], amount)
    assert sum(part.centavos for _, part in spent) == amount.centavos
    for pk, part in spent:
        used, new = CreditUse.objects.get_or_create(
            account=account,
            credit=credits[pk],
            invoice=invoice,
            returned_on=None,
            defaults={"amount_centavos": part.centavos, "used_on": act.today},
        )
        if not new:  # a payment of this invoice was taken back, and the same credit covers it now
            CreditUse.objects.filter(pk=used.pk).update(amount_centavos=F("amount_centavos") + part.centavos)
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
    account: Account, amount: Money, *, kind: str, reason: str, act: Act, payment: Payment | None = None
) -> Credit:
    """A new credit row. Its ledger entry is the caller's: it depends on where the money comes from."""
    return Credit.objects.create(
        account=account,
        kind=kind,
        amount_centavos=amount.centavos,
        reason=reason,
        payment=payment,
        granted_on=act.today,
        granted_by=act.by,
    )
