"""Keeping what gateways say they received: each receipt once, and what fits nothing for a person to look at."""

from django.db import transaction

from meuplano.documents import words
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.models import Account, Charge, Notice, Receipt, Task
from meuplano.rules.act import Act
from meuplano.rules.money import Money


def charge_of(receipt: base.Receipt) -> Charge | None:
    """The charge that a receipt names by our key (which begins with the account's id) or by the gateway's own id."""
    if receipt.key:
        account_id = receipt.key.partition("-")[0]
        if account_id.isascii() and account_id.isdigit():
            found = Charge.objects.filter(account_id=int(account_id), key=receipt.key, gateway=receipt.gateway).first()
            if found is not None:
                return found
    if receipt.charge_id:
        return Charge.objects.filter(gateway=receipt.gateway, external_id=receipt.charge_id).first()
    return None


def write_down(receipt: base.Receipt, act: Act, notice: Notice | None, *, matched: bool) -> tuple[Receipt, bool]:
    """The receipt's row, and whether it is new: the same gateway and external id are one receipt (R-22)."""
    return Receipt.objects.get_or_create(
        gateway=receipt.gateway,
        external_id=receipt.external_id,
        defaults={
            "kind": receipt.kind,
            "amount_centavos": receipt.amount,
            "late_centavos": receipt.late_charges,
            "paid_on": receipt.paid_on,
            "method": receipt.method,
            "charge_key": receipt.key or "",
            "reverses": receipt.reverses or "",
            "notice": notice,
            "known_at": act.at,
            "matched": matched,
        },
    )


def keep_unmatched(receipt: base.Receipt, act: Act, notice: Notice | None) -> str:
    """It fits nothing we know: kept, and a person decides. Nothing is dropped, nothing guessed."""
    with transaction.atomic():
        row, new = write_down(receipt, act, notice, matched=False)
        if not new:
            return "known"
        method = words.method_word(row.method)
        text = f"{Money(row.amount_centavos)} recebidos por {method} que não são de nenhuma fatura"
        ask_a_person(None, row, text, act)
    return "unmatched"


def ask_a_person(account: Account | None, row: Receipt, text: str, act: Act) -> None:
    """Put a receipt that fits nothing before the finance team."""
    event = events.record("receipt.unmatched", act, account, receipt=row.pk, amount=row.amount_centavos)
    Task.objects.create(account=account, kind="receipt_unmatched", text=text, event=event, made_on=act.today)
