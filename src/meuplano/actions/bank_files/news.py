"""What one title of a return means here: the title moves, its command is answered, and the customer's paper follows."""

from collections.abc import Callable

from meuplano.actions.bank_files.line import Line, find, keep
from meuplano.actions.bank_files.money import Did, paid, reversed_, unknown
from meuplano.actions.bank_files.titles import ask_finance, asked, values_of
from meuplano.actions.lock import locked
from meuplano.actions.pay_invoice import accept
from meuplano.brazil import agreement as agreements
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.models import Account, BankTitle, Charge, ReturnLine, TitleCommand
from meuplano.rules import bank_titles
from meuplano.rules.act import Act
from meuplano.rules.money import Money


def take_in(line: Line, act: Act) -> str:
    """Take in one line, once; returns its fate. Raises Unreadable, and whatever the settling raises."""
    what = bank_titles.news_of(line.title.movement, line.bank)
    found = find(line)
    if found is None:
        return unknown(line, what, act)
    with locked(found.account_id, act) as account:
        title = BankTitle.objects.select_related("charge__invoice", "agreement").get(pk=found.pk)
        kept, new = keep(line, "nothing", line.words, title=title)
        if not new:
            return kept.fate
        kept.fate, kept.text = _DO[what](account, title, line, kept, act)
        kept.text = kept.text[:300]
        kept.save(update_fields=["fate", "text", "receipt"])
        return kept.fate


def _registered(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    answered = _answer(title, "entry", "confirm")
    if not title.move("register", problem="", reasons=""):
        return "known", f"{line.words}: {'já não se espera por ele' if answered else 'já estava'}"
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
    if title.state == "cancelled":  # there is nothing to write off
        _drop_waiting(account, title)
    event = events.record("title.rejected", act, account, title=title.pk, why=line.words)
    if title.state == "rejected":
        text = f"Boleto {account.code}-{title.charge.invoice.number} recusado pelo banco. {line.words}"
        ask_finance(account, "title_rejected", text, event, act)
    return "done", line.words


def _written_off(account: Account, title: BankTitle, line: Line, _: ReturnLine, act: Act) -> Did:
    if not title.move("write_off", asked_due_on=None):
        return "known", f"{line.words}: já estava"
    _answer(title, "write_off", "confirm")
    _answer(title, "change_due", "refuse", line.words)
    _drop_waiting(account, title)
    charge = title.charge
    if charge.state in ("sending", "unknown"):
        charge.move("lose")
        charge.move("cancel", external_id=title.number)
    else:
        charge.move("expire")
    number = charge.invoice.number
    events.record("title.written_off", act, account, title=title.pk, invoice=number, state=title.state, why=line.words)
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
        "title.changed",
        act,
        account,
        title=title.pk,
        invoice=charge.invoice.number,
        due_on=due_on.isoformat(),
        linha=codes_now.linha_digitavel,
        linha_before=charge.linha_digitavel,  # whoever pays by the old paper has it in hand
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
    bank_titles.PAID: paid,
    bank_titles.WRITTEN_OFF: _written_off,
    bank_titles.CHANGED: _changed,
    bank_titles.REFUSED: _refused,
    bank_titles.REVERSED: reversed_,
    bank_titles.FEE: _fee,
    bank_titles.OTHER: _other,
}


def _drop_waiting(account: Account, title: BankTitle) -> None:
    for command in title.commands.select_for_update().filter(account=account, state="waiting"):
        command.move("drop")


def _answer(title: BankTitle, verb: str, event: str, why: str = "") -> bool:
    """The bank's word on a command that was sent; False when none of the kind waits for one."""
    command = TitleCommand.objects.filter(account=title.account_id, title=title, verb=verb, state="sent").first()
    return command is not None and command.move(event, reasons=why)
