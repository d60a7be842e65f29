"""The owner uses credit on an open invoice (D32): the debtor chooses what it pays for (Civil Code art. 352)."""

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.cancel_invoice import supersede, withdraw_papers
from meuplano.actions.come_back import come_back
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import open_charge
from meuplano.actions.pay_open_invoice import NotPossible, live_charges, open_of
from meuplano.actions.withholding import still_withheld
from meuplano.records import credits, events
from meuplano.records.models import Account, Charge, Invoice
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def usable(account: Account, invoice: Invoice) -> Money:
    """How much credit can pay for what is open of the invoice; reads only."""
    return min(credits.available(account), invoice.open)


def use_credit(account_id: int, number: int, *, seen: Money, act: Act) -> list[Charge]:
    """Pay for an open invoice with credit, the oldest first; returns the new papers for the rest.

    The papers of the whole are withdrawn, and what was still to be paid by them is asked for anew in the same ways.
    A card that is being charged right now is waited for. Raises NotPossible, also when it is not what was `seen`, and
    for an invoice in instalments, whose papers are out for months.
    """
    with locked(account_id, act) as account:
        invoice = open_of(account, number)
        amount = usable(account, invoice)
        if invoice.instalment or amount <= ZERO or amount != seen or being_charged(invoice):
            raise NotPossible
        credits.use(account, invoice, amount, act)
        covered = amount == invoice.open
        credit = invoice.credit_centavos + amount.centavos
        if covered:
            invoice.move("pay", credit_centavos=credit, paid_on=act.today, next_attempt_on=None, to_withhold_centavos=0)
        else:
            invoice.to_withhold_centavos = still_withheld(invoice, invoice.open - amount)
            invoice.credit_centavos = credit
            invoice.save(update_fields=["credit_centavos", "to_withhold_centavos"])
        events.record(
            "credit.used", act, account, invoice=invoice.number, amount=amount.centavos, left=invoice.open.centavos
        )
        if covered:
            withdraw_papers(account, invoice)
            come_back(account, act.today, act)
            return []
        return ask_for_the_rest(account, invoice, act)


def ask_for_the_rest(account: Account, invoice: Invoice, act: Act) -> list[Charge]:
    """The papers there were are for more than is open now: others take their place. The account is locked.

    In the same ways; below a boleto's minimum by Pix (D50). Late ones are asked for anew by the owner, for a day's
    total (D22), and a card by its own retries.
    """
    due = banking_days().roll(invoice.due_on)
    methods = supersede(account, invoice, act)
    if due < act.today:
        return []
    charges = []
    for method in dict.fromkeys(instead(method, invoice.asked) for method in methods):
        if method != orders.CARD:
            boleto = method == orders.BOLETO
            charges.append(open_charge(invoice, method, act, due_on=invoice.due_on if boleto else None))
    return charges


def instead(method: str, amount: Money) -> str:
    """This method, or Pix for what is below a boleto's minimum (D50)."""
    small = method == orders.BOLETO and amount < Money(settings.BILLING["boleto_minimum"])
    return orders.PIX if small else method


def being_charged(invoice: Invoice) -> bool:
    """Whether a card is with the bank at this moment."""
    return live_charges(invoice).filter(method=orders.CARD).exclude(state="pending").exists()
