"""Money in a return: it came, it is taken back, or nobody knows whose it is."""

from dataclasses import replace
from datetime import date

from meuplano.actions.bank_files.line import Line, Unreadable, keep
from meuplano.actions.bank_files.titles import before_its_day
from meuplano.actions.receipts import keep_unmatched
from meuplano.actions.settle_payment import settle_locked
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.models import Account, BankTitle, Charge, Receipt, ReturnLine
from meuplano.rules import bank_titles
from meuplano.rules.act import Act
from meuplano.rules.money import Money

GATEWAY = "bank_cnab"
Did = tuple[str, str]  # the line's fate, and a sentence


def unknown(line: Line, what: str, act: Act) -> str:
    """No title of ours: money waits for a person, the rest is noted."""
    if what == bank_titles.PAID:
        receipt = _receipt(line, None)
        keep_unmatched(receipt, act, None)
        row = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
        text = f"{line.words}: {Money(receipt.amount)}{line.where}; nenhum título nosso tem este número"
        kept, _ = keep(line, "unknown_title", text)
        ReturnLine.objects.filter(pk=kept.pk).update(receipt=row)
        return kept.fate
    fate = "nothing" if what in (bank_titles.FEE, bank_titles.OTHER) else "unknown_title"
    return keep(line, fate, line.words)[0].fate


def paid(account: Account, title: BankTitle, line: Line, kept: ReturnLine, act: Act) -> Did:
    receipt = _receipt(line, title.charge)
    outcome = settle_locked(account, title.charge, receipt, act)
    kept.receipt = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
    if title.move("pay", asked_due_on=None):
        events.record("title.paid", act, account, title=title.pk, amount=receipt.amount)
        for command in title.commands.select_for_update().filter(account=account, state="waiting"):
            command.move("drop")
    if outcome == "known":
        return "known", f"{line.words}: {Money(receipt.amount)} já contados"
    return "done", f"{line.words}: {Money(receipt.amount)}{line.where}{_surplus(kept.receipt)}"


def _surplus(row: Receipt) -> str:
    payment = row.payments.first()
    extra = Money(payment.credit_centavos) if payment else Money(0)
    return f", {extra} viraram crédito" if extra else ""


def reversed_(account: Account, title: BankTitle, line: Line, kept: ReturnLine, act: Act) -> Did:
    came = Receipt.objects.filter(gateway=GATEWAY, charge_key=title.charge.key, kind="payment").order_by("pk").last()
    if came is None:
        raise Unreadable("o banco estorna um pagamento que não nos contou")
    receipt = replace(_receipt(line, title.charge), kind="reversal", reverses=came.external_id)
    outcome = settle_locked(account, title.charge, receipt, act)
    kept.receipt = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
    return ("known" if outcome == "known" else "done"), f"{line.words}: {Money(receipt.amount)} devolvidos ao pagador"


def _receipt(line: Line, charge: Charge | None) -> base.Receipt:
    said = line.title
    paid_on: date | None = said.happened_on or said.credited_on
    if not said.paid or paid_on is None:
        raise Unreadable("o banco diz que foi pago, e não diz quanto ou quando")
    return base.Receipt(
        gateway=GATEWAY,
        external_id=line.receipt_id,
        key=charge.key if charge else None,
        amount=said.paid,
        paid_on=paid_on,
        method="boleto",
        late_charges=_late(said.interest, charge),
        fee=said.fee or 0,
    )


def _late(taken: int | None, charge: Charge | None) -> int | None:
    """What the bank took on top of the title, and what the title was for; ours where it was told to take nothing."""
    if charge is None or taken is None:
        return taken
    if not taken and charge.due_on and before_its_day(charge, charge.due_on):
        return None
    return taken + charge.late_centavos
