"""A charge by file becomes a title that waits for the next remittance; withdrawing, changing and correcting it.

Locks in one order: the account, then the agreement (numbers), then commands, then titles; the remittance, which holds
commands of many accounts, never waits for an account.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings

from meuplano.actions.lateness import terms
from meuplano.actions.lock import locked
from meuplano.brazil import agreement as agreements
from meuplano.brazil.agreement import Asked
from meuplano.brazil.banks.base import BoletoError
from meuplano.brazil.cnab.layout import CnabError
from meuplano.brazil.cnab.titles import Payer
from meuplano.gateways.base import Rejected
from meuplano.records import events
from meuplano.records.models import (
    Account,
    BankAgreement,
    BankTitle,
    BillingDetails,
    Charge,
    Invoice,
    Task,
    TitleCommand,
)
from meuplano.rules import bank_titles
from meuplano.rules.act import SAO_PAULO, Act
from meuplano.rules.late_fees import interest_per_day
from meuplano.rules.money import Money

NO_AGREEMENT = "Nenhum convênio bancário está em uso."


def values_of(agreement: BankAgreement) -> agreements.Agreement:
    """The agreement with the vendor's fine and interest."""
    return agreement.values(fine=settings.BILLING["fine"], interest=settings.BILLING["interest"])


def register(charge_id: int, act: Act) -> str:
    """Make the title of a charge that waits to be sent; returns the charge's state. Twice is once.

    The charge counts as being sent until the bank's return answers. What the file would refuse stays a draft, with a
    task for finance. Raises Rejected when the vendor has no agreement.
    """
    charge = Charge.objects.select_related("account", "invoice").get(pk=charge_id)
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        if charge.state != "to_send":
            return charge.state
        charge.move("send", asked_at=act.at)
        agreement = BankAgreement.objects.select_for_update(no_key=True).filter(in_use=True).first()
        if agreement is None:
            raise Rejected("no_agreement", NO_AGREEMENT)
        payer = payer_of(account, charge.invoice.billing)
        title = BankTitle(
            account=account,
            charge=charge,
            agreement=agreement,
            state="draft",
            sequence=0,
            amount_centavos=charge.amount_centavos,
            due_on=charge.due_on or charge.invoice.due_on,
            payer=asdict(payer),
            made_at=act.at,
        )
        title.save()
        _queue(account, charge.invoice, title, agreement, act)
        return charge.state


def correct(title_id: int, act: Act) -> str:
    """Send a draft or a rejected title again, with the payer's details of today; returns its state."""
    found = BankTitle.objects.get(pk=title_id)
    with locked(found.account_id, act) as account:
        title = BankTitle.objects.select_related("charge__invoice").get(pk=title_id)
        if title.state not in ("draft", "rejected"):
            return title.state
        agreement = BankAgreement.objects.select_for_update(no_key=True).get(pk=title.agreement_id)
        details = BillingDetails.objects.filter(account=account).values().first()
        title.payer = asdict(payer_of(account, details or {}))
        _queue(account, title.charge.invoice, title, agreement, act)
        return title.state


def withdraw(charge_id: int, act: Act) -> str:
    """Nobody should pay this charge any more; returns its state. What the bank already has is written off by file."""
    charge = Charge.objects.get(pk=charge_id)
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        title = BankTitle.objects.filter(account=account, charge=charge).first()
        if charge.state == "to_send" and title is None:
            charge.move("cancel")
            return charge.state
        if charge.state not in ("sending", "unknown", "pending") or title is None:
            return charge.state
        if charge.state == "sending":
            charge.move("lose")
        charge.move("cancel", external_id=title.number)
        withdraw_title(account, title, act)
        return charge.state


def withdraw_title(account: Account, title: BankTitle, act: Act) -> None:
    """Drop what has not left, and ask for the write-off of what has. The account is locked."""
    waiting = list(title.commands.select_for_update().filter(account=account, state="waiting"))
    title.refresh_from_db()
    if not title.move("cancel", asked_due_on=None):
        return
    for command in waiting:
        command.move("drop")
    if title.state == "withdrawn":
        TitleCommand.objects.create(account=account, title=title, verb="write_off", made_at=act.at, by=act.by)
    events.record("title.withdrawn", act, account, title=title.pk, **_named(title), state=title.state)


def _named(title: BankTitle) -> dict[str, object]:
    """As its papers name it."""
    return {"invoice": title.charge.invoice.number, "number": title.printed_number or title.number}


def change_due(title_id: int, due_on: date, act: Act) -> bool:
    """Ask the bank for a new date, which holds from its yes and not before; False where it cannot be asked for.

    Nothing is lost by asking twice: the same wish waits once. The boleto of an order that waits keeps its date: after
    the order's last day its money would only be credit (D06, D07).
    """
    found = BankTitle.objects.get(pk=title_id)
    with locked(found.account_id, act) as account:
        title = BankTitle.objects.select_related("charge__invoice").get(pk=title_id)
        waits = title.charge.invoice.orders.filter(status="waiting").exists()
        if title.state != "registered" or due_on == title.due_on or waits:
            return False
        waiting = title.commands.select_for_update().filter(account=account, verb="change_due", state="waiting").first()
        if waiting is not None:
            TitleCommand.objects.filter(account=account, pk=waiting.pk, state="waiting").update(due_on=due_on)
            return True
        TitleCommand.objects.create(
            account=account, title=title, verb="change_due", due_on=due_on, made_at=act.at, by=act.by
        )
        number = title.charge.invoice.number
        events.record("title.change_asked", act, account, title=title.pk, invoice=number, due_on=due_on.isoformat())
        return True


def asked(title: BankTitle, invoice: Invoice, account: Account, due_on: date | None = None) -> Asked:
    """The title as codes and files take it, with its registered date or another one.

    The paper of an order that waits takes no late charges and is written off after its date (D08). One with the fine in
    it takes no other, and the daily interest of the original principal (D22).
    """
    order = invoice.orders.first()
    waits = order is not None and order.status == "waiting"
    principal = Money(title.amount_centavos - title.charge.late_centavos)
    return Asked(
        id=title.own_id,
        sequence=title.sequence,
        document_number=f"{account.code}-{invoice.number}",
        amount=title.amount_centavos,
        due_on=due_on or title.due_on,
        issued_on=invoice.issued_on,
        payer=Payer(**title.payer),
        late_charges=not waits and not before_its_day(title.charge, due_on or title.due_on),
        daily=interest_per_day(principal, terms()).centavos if title.charge.late_centavos and not waits else None,
        write_off_days=settings.BILLING["clearing_days"] if waits else settings.BILLING["cancellation_day"],
    )


def before_its_day(charge: Charge, due_on: date) -> bool:
    """Whether a paper with that date is due before the invoice is: nobody is late who pays it a day after (D21)."""
    return due_on < (charge.instalment.due_on if charge.instalment else charge.invoice.due_on)


def payer_of(account: Account, billing: Mapping[str, Any]) -> Payer:
    """The payer's fields of a bank file, from billing details."""
    parts = (billing.get("street"), billing.get("number"), billing.get("complement"))
    return Payer(
        name=billing.get("legal_name") or account.name,
        document=billing.get("tax_id") or "",
        street=", ".join(part for part in parts if part),
        district=billing.get("district") or "",
        postcode=billing.get("postal_code") or "",
        city=billing.get("city") or "",
        state=billing.get("state") or "",
    )


def _queue(account: Account, invoice: Invoice, title: BankTitle, agreement: BankAgreement, act: Act) -> None:
    """Number the title, see that codes and file take it, and have it wait for the next file; else it is a draft."""
    if not title.number or bank_titles.number_again(title.reasons):
        agreement.last_number += 1
        agreement.save(update_fields=["last_number"])
        title.sequence, title.number = agreement.last_number, ""
    values, entry = values_of(agreement), asked(title, invoice, account)
    try:
        printed = agreements.numbered(values, entry).codes.nosso_numero_formatado
        number = agreements.number_on_file(values, entry, act.at.astimezone(SAO_PAULO))
    except (BoletoError, CnabError) as problem:
        title.problem = str(problem).removeprefix(f"título {title.own_id}: ")
        title.save()
        event = events.record("title.draft", act, account, title=title.pk, invoice=invoice.number, why=title.problem)
        text = f"Boleto {account.code}-{invoice.number} não pode ser registrado: {title.problem}"
        ask_finance(account, "title_draft", text, event, act)
        return
    title.number, title.printed_number, title.problem, title.reasons = number, printed, "", ""
    title.save()
    title.move("queue")
    TitleCommand.objects.create(account=account, title=title, verb="entry", made_at=act.at, by=act.by)
    events.record("title.queued", act, account, title=title.pk, invoice=invoice.number, number=printed)


def ask_finance(account: Account, kind: str, text: str, event: Any, act: Act) -> None:
    """A task about one title, once while it is open."""
    if not Task.objects.filter(account=account, kind=kind, text=text[:300], done_at=None).exists():
        Task.objects.create(account=account, kind=kind, text=text[:300], event=event, made_on=act.today)
