"""What one title of a return means here: the title moves, money is settled, and what fits nothing waits."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from meuplano.actions.bank_files.titles import ask_finance, asked, values_of
from meuplano.actions.lock import locked
from meuplano.actions.pay_invoice import accept
from meuplano.actions.receipts import keep_unmatched
from meuplano.actions.settle_payment import settle_locked
from meuplano.brazil import agreement as agreements
from meuplano.brazil.cnab import codes
from meuplano.brazil.cnab.returned import ReturnedTitle
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.models import Account, BankReturn, BankTitle, Charge, Receipt, ReturnLine, TitleCommand
from meuplano.rules import bank_titles
from meuplano.rules.act import Act
from meuplano.rules.money import Money

GATEWAY = "bank_cnab"
_OWN_ID = re.compile(r"MP(\d{1,18})T(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One title of a return file; `copy` is 0 for the first that says so, 1 for the next …"""

    file: BankReturn
    title: ReturnedTitle
    copy: int = 0

    @property
    def bank(self) -> str:
        return self.file.agreement.bank

    @property
    def words(self) -> str:
        """The movement and its reasons as the bank means them."""
        movement = self.title.movement
        reasons = codes.reasons(movement, self.title.reasons, self.bank)
        return ": ".join([codes.movement(movement, self.bank), *([", ".join(reasons)] if reasons else [])])

    @property
    def receipt_id(self) -> str:
        """The payment's identity: the same line in another file is the same payment (R-22)."""
        title = self.title
        parts = (self.file.agreement_id, agreements.plain(title.nosso_numero), title.movement, title.happened_on)
        return "-".join(str(part) for part in (*parts, title.paid, self.copy))[:120]


class Unreadable(ValueError):
    """The bank says that money moved, and not how much or when."""


def take_in(line: Line, act: Act) -> str:
    """Take in one line, once; returns its fate. Raises Unreadable, and whatever the settling raises."""
    what = bank_titles.news_of(line.title.movement, line.bank)
    found = find(line)
    if found is None:
        return _unknown(line, what, act)
    with locked(found.account_id, act) as account:
        title = BankTitle.objects.select_related("charge__invoice", "agreement").get(pk=found.pk)
        kept, new = keep(line, "nothing", line.words, title=title)
        if not new:
            return kept.fate
        kept.fate, kept.text = _DO[what](account, title, line, kept, act)
        kept.text = kept.text[:300]
        kept.save(update_fields=["fate", "text", "receipt"])
        return kept.fate


def find(line: Line) -> BankTitle | None:
    """The title by its nosso número, or by our own id in the company's field. Raises Unreadable if they disagree."""
    ours = BankTitle.objects.filter(agreement=line.file.agreement_id)
    by_number = ours.filter(number=agreements.plain(line.title.nosso_numero)).exclude(number="").first()
    own = _OWN_ID.fullmatch(line.title.company_use.strip().upper())
    by_id = ours.filter(account_id=int(own[1]), pk=int(own[2])).first() if own else None
    if by_number and by_id and by_number.pk != by_id.pk:
        raise Unreadable("o nosso número é de um título e o uso da empresa é de outro")
    return by_number or by_id


def keep(line: Line, fate: str, text: str, title: BankTitle | None = None) -> tuple[ReturnLine, bool]:
    """The line's row, and whether it is new."""
    said = line.title
    return ReturnLine.objects.get_or_create(
        file=line.file,
        line=said.line,
        defaults={
            "movement": said.movement[:2],
            "number": agreements.plain(said.nosso_numero)[:20],
            "account_id": title.account_id if title else None,
            "invoice_number": title.charge.invoice.number if title else None,
            "amount_centavos": said.paid or said.amount,
            "fate": fate,
            "text": text[:300],
        },
    )


def _unknown(line: Line, what: str, act: Act) -> str:
    """No title of ours: money waits for a person, the rest is noted."""
    if what == bank_titles.PAID:
        receipt = _receipt(line, None)
        keep_unmatched(receipt, act, None)
        row = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
        kept, _ = keep(line, "unknown_title", f"{line.words}: nenhum título nosso tem este número")
        ReturnLine.objects.filter(pk=kept.pk).update(receipt=row)
        return kept.fate
    fate = "nothing" if what in (bank_titles.FEE, bank_titles.OTHER) else "unknown_title"
    return keep(line, fate, line.words)[0].fate


Did = tuple[str, str]


def _registered(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    if not title.move("register", problem="", reasons=""):
        return "known", f"{line.words}: já estava"
    _answer(title, "entry", "confirm")
    events.record("title.registered", act, account, title=title.pk, number=title.number)
    _print(account, title, act)
    return "done", line.words


def _print(account: Account, title: BankTitle, act: Act) -> None:
    """The paper exists now: its codes go to the charge, which tells the customer."""
    charge = title.charge
    values = values_of(title.agreement)
    codes_now = agreements.numbered(values, asked(title, charge.invoice, account)).codes
    boleto = base.BoletoCodes(
        codes_now.barcode,
        codes_now.linha_digitavel,
        nosso_numero=title.printed_number,
        agency_code=agreements.printed_code(values),
    )
    accept(account, charge, base.Pending(external_id=title.number, boleto=boleto), act)


def _rejected(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    if not title.move("reject", problem=line.words, reasons=line.title.reasons[:10]):
        return "known", f"{line.words}: nada a mudar"
    _answer(title, "entry", "refuse", line.words)
    event = events.record("title.rejected", act, account, title=title.pk, why=line.words)
    if title.state == "rejected":
        text = f"Boleto {account.code}-{title.charge.invoice.number} recusado pelo banco. {line.words}"
        ask_finance(account, "title_rejected", text, event, act)
    return "done", line.words


def _paid(account: Account, title: BankTitle, line: Line, kept: ReturnLine, act: Act) -> Did:
    receipt = _receipt(line, title.charge)
    outcome = settle_locked(account, title.charge, receipt, act)
    kept.receipt = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
    if title.move("pay", asked_due_on=None):
        events.record("title.paid", act, account, title=title.pk, amount=receipt.amount)
        for command in title.commands.select_for_update().filter(account=account, state="waiting"):
            command.move("drop")
    if outcome == "known":
        return "known", f"{line.words}: {Money(receipt.amount)} já contados"
    return "done", f"{line.words}: {Money(receipt.amount)}{_surplus(kept.receipt)}"


def _surplus(row: Receipt) -> str:
    payment = row.payments.first()
    extra = Money(payment.credit_centavos) if payment else Money(0)
    return f", {extra} viraram crédito" if extra else ""


def _reversed(account: Account, title: BankTitle, line: Line, kept: ReturnLine, act: Act) -> Did:
    came = Receipt.objects.filter(gateway=GATEWAY, charge_key=title.charge.key, kind="payment").order_by("pk").last()
    if came is None:
        raise Unreadable("o banco estorna um pagamento que não nos contou")
    receipt = replace(_receipt(line, title.charge), kind="reversal", reverses=came.external_id)
    outcome = settle_locked(account, title.charge, receipt, act)
    kept.receipt = Receipt.objects.get(gateway=GATEWAY, external_id=receipt.external_id)
    return ("known" if outcome == "known" else "done"), f"{line.words}: {Money(receipt.amount)} devolvidos ao pagador"


def _written_off(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    if not title.move("write_off", asked_due_on=None):
        return "known", f"{line.words}: já estava"
    _answer(title, "write_off", "confirm")
    _answer(title, "change_due", "refuse", line.words)
    for command in title.commands.select_for_update().filter(account=account, state="waiting"):
        command.move("drop")
    charge = title.charge
    if charge.state in ("sending", "unknown"):
        charge.move("lose")
        charge.move("cancel", external_id=title.number)
    else:
        charge.move("expire")
    events.record("title.written_off", act, account, title=title.pk, state=title.state, why=line.words)
    return "done", line.words


def _changed(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    due_on = title.asked_due_on or line.title.due
    if due_on is None or not title.move("change", due_on=due_on, asked_due_on=None):
        return "known", f"{line.words}: não pedimos"
    _answer(title, "change_due", "confirm")
    charge = title.charge
    codes_now = agreements.numbered(values_of(title.agreement), asked(title, charge.invoice, account)).codes
    Charge.objects.filter(pk=charge.pk).update(
        due_on=due_on, barcode=codes_now.barcode, linha_digitavel=codes_now.linha_digitavel
    )
    events.record(
        "title.changed", act, account, title=title.pk, due_on=due_on.isoformat(), linha=codes_now.linha_digitavel
    )
    return "done", f"{line.words}: vence em {due_on:%d/%m/%Y}"


def _refused(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    title.move("keep", asked_due_on=None)
    verb = next((verb for verb in ("change_due", "write_off") if _answer(title, verb, "refuse", line.words)), None)
    if verb is None:
        return "known", f"{line.words}: nada esperava resposta"
    event = events.record("title.instruction_refused", act, account, title=title.pk, verb=verb, why=line.words)
    wish = {"change_due": "a nova data", "write_off": "a baixa"}[verb]
    text = f"O banco não aceitou {wish} do boleto {account.code}-{title.charge.invoice.number}. {line.words}"
    ask_finance(account, "title_refused", text, event, act)
    return "done", line.words


def _fee(_account: Account, _title: BankTitle, line: Line, _: ReturnLine, _act: Act) -> Did:
    return "nothing", f"{line.words}: tarifa de {Money(line.title.fee or 0)}"


def _other(_account: Account, _title: BankTitle, line: Line, _: ReturnLine, _act: Act) -> Did:
    return "nothing", line.words


_DO: dict[str, Callable[[Account, BankTitle, Line, ReturnLine, Act], Did]] = {
    bank_titles.REGISTERED: _registered,
    bank_titles.REJECTED: _rejected,
    bank_titles.PAID: _paid,
    bank_titles.WRITTEN_OFF: _written_off,
    bank_titles.CHANGED: _changed,
    bank_titles.REFUSED: _refused,
    bank_titles.REVERSED: _reversed,
    bank_titles.FEE: _fee,
    bank_titles.OTHER: _other,
}


def _answer(title: BankTitle, verb: str, event: str, why: str = "") -> bool:
    """The bank's word on a command that was sent; False when none of the kind waits for one."""
    command = TitleCommand.objects.filter(account=title.account_id, title=title, verb=verb, state="sent").first()
    return command is not None and command.move(event, reasons=why)


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
        late_charges=said.interest,
        fee=said.fee or 0,
    )
