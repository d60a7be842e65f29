"""Tax that the customer withholds by the rates of its account (D44): what documents ask less for, kept and taken back.

The rates that hold for a document are those it was issued with: they stand in the billing details that it keeps.
"""

from collections.abc import Iterable, Mapping

from meuplano.records.books import post
from meuplano.records.models import Account, Instalment, Invoice, Payment, Receipt
from meuplano.rules import ledger, retention
from meuplano.rules.act import Act
from meuplano.rules.lines import Line
from meuplano.rules.money import ZERO, Money
from meuplano.rules.retention import Withheld


def rates_in(billing: Mapping[str, object]) -> dict[str, int]:
    """The rates that kept billing details name, in basis points by tax."""
    kept = {tax: billing.get(tax) for tax in retention.TAXES}
    return {tax: rate for tax, rate in kept.items() if isinstance(rate, int) and rate}


def taxes_of(billing: Mapping[str, object], lines: Iterable[Line]) -> tuple[Withheld, ...]:
    """Each tax of a document of these lines, with those billing details."""
    rates = rates_in(billing)
    return retention.withheld(retention.services(lines), rates) if rates else ()


def of_parts(invoice: Invoice, amounts: Iterable[Money]) -> list[int]:
    """What is withheld of each of the instalments of a new invoice, in centavos (D28)."""
    parts = retention.shares(Money(invoice.to_withhold_centavos), amounts)
    return [share.centavos for share in parts]


def keep_withheld(account: Account, payment: Payment, amount: Money, act: Act) -> Payment | None:
    """Write down what was withheld of a payment that was exactly the rest; None for nothing. The account is locked."""
    if amount == ZERO:
        return None
    receipt = Receipt.objects.create(
        gateway="finance",
        external_id=f"withheld-{payment.pk}",
        kind="payment",
        amount_centavos=amount.centavos,
        late_centavos=0,
        paid_on=payment.paid_on,
        method=ledger.RETENTION,
        known_at=act.at,
        matched=True,
    )
    tax = Payment.objects.create(
        account=account,
        receipt=receipt,
        invoice=payment.invoice,
        instalment=payment.instalment,
        method=ledger.RETENTION,
        paid_on=payment.paid_on,
        known_at=act.at,
        amount_centavos=amount.centavos,
        principal_centavos=amount.centavos,
        withheld_from=payment,
    )
    post(account, act, ledger.retained(amount), why="payment.received", invoice=payment.invoice, payment=tax)
    return tax


def is_taken_back(tax: Payment) -> bool:
    """Whether what was withheld is owed again."""
    receipt = tax.receipt
    return Receipt.objects.filter(gateway=receipt.gateway, kind="reversal", reverses=receipt.external_id).exists()


def withheld_of(account: Account, payment: Payment) -> Payment | None:
    """What was withheld of this payment and still stands."""
    tax = Payment.objects.select_related("receipt").filter(account=account, withheld_from=payment).first()
    return None if tax is None or is_taken_back(tax) else tax


def take_back_withheld(account: Account, tax: Payment, act: Act) -> Payment:
    """What was withheld is owed again: a receipt with a minus sign, as every reversal (D34). The account is locked.

    The invoice itself is the caller's.
    """
    receipt = Receipt.objects.create(
        gateway="finance",
        external_id=f"undone-{tax.receipt.external_id}",
        kind="reversal",
        amount_centavos=tax.amount_centavos,
        paid_on=act.today,
        method=ledger.RETENTION,
        reverses=tax.receipt.external_id,
        known_at=act.at,
        matched=True,
    )
    payment = Payment.objects.create(
        account=account,
        receipt=receipt,
        invoice=tax.invoice,
        instalment=tax.instalment,
        method=ledger.RETENTION,
        paid_on=act.today,
        known_at=act.at,
        amount_centavos=-tax.amount_centavos,
        principal_centavos=-tax.amount_centavos,
    )
    post(
        account,
        act,
        ledger.retention_undone(Money(tax.amount_centavos)),
        why="payment.reversed",
        invoice=tax.invoice,
        payment=payment,
    )
    return payment


def still_withheld(row: Invoice | Instalment, still_open: Money, settled: Money = ZERO) -> int:
    """What is to be withheld of this row from now on, with so much open and `settled` as tax, in centavos."""
    left = max(Money(row.to_withhold_centavos) - settled, ZERO)
    return retention.while_open(left, still_open).centavos
