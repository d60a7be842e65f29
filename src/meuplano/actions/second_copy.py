"""The second copy of an open invoice's boleto, and the Pix of today's total beside it (F19, D22)."""

from meuplano.actions.calendar import banking_days
from meuplano.actions.cancel_invoice import supersede
from meuplano.actions.instalments import part_for
from meuplano.actions.lateness import terms
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import by_file, gateway_for, open_charge
from meuplano.actions.pay_open_invoice import NotPossible, live_charges, open_of, pix_of_today
from meuplano.records import events
from meuplano.records.models import Account, Charge, Invoice
from meuplano.rules import orders, second_copy
from meuplano.rules.act import Act
from meuplano.rules.late_fees import late_charges
from meuplano.rules.money import Money
from meuplano.rules.second_copy import SecondCopy

STATES = {"to_send": "registering", "sending": "registering", "unknown": "registering", "pending": "registered"}


def offered(invoice: Invoice, live: Charge | None, act: Act, *, for_today: bool = False) -> SecondCopy:
    """What a second copy asked for now would be, line by line, for the page and for the paper alike; no query.

    Not overdue it is the same paper (`live`, if there is one), or `for_today` one due today. No gateway of ours moves a
    registered paper's date and amount together, so a paper that is to change is a new title, and the old one is
    withdrawn. At a bank that is spoken to by files the paper there is stays: any bank takes it today, with the fine and
    interest that it was registered with, while a new one could be paid tomorrow at the earliest.
    """
    files = by_file(live.gateway if live else gateway_for(orders.BOLETO))
    copy = second_copy.second_copy(
        principal=invoice.asked,
        due=invoice.due_on,
        today=act.today,
        calendar=banking_days(),
        paper=second_copy.Paper(
            state=STATES[live.state] if live else "written_off",
            due=(live.due_on if live else None) or invoice.due_on,
            limit=live.pay_until if live else None,
            changes=second_copy.BY_FILE if files else second_copy.NEVER,
        ),
        terms=terms(),
        for_today=for_today,
        after_cut_off=files,
        grows_until=invoice.late_until,
    )
    if live is not None and copy.way == second_copy.CHANGE_BY_FILE and not _still_right(invoice, live):
        return second_copy.as_new_title(copy)
    if live is not None and copy.way == second_copy.REPRINT and live.amount_centavos != copy.total.centavos:
        return second_copy.as_new_title(copy)  # a part was paid meanwhile: the paper is for more than is owed
    return copy


def ask_second_copy(
    account_id: int, number: int, act: Act, *, seen: Money | None = None, for_today: bool = False
) -> list[Charge]:
    """The boleto to hand out, and with a new one the Pix of today's total; the same again on the same day (R-21).

    Raises NotPossible for an invoice that is not open, waits as an order or has no complete billing details, and when
    the total is not what was `seen`: a page opened yesterday shows yesterday's interest.
    """
    with locked(account_id, act) as account:
        invoice = open_of(account, number)
        if not invoice.billing.get("postal_code") or not gateway_for(orders.BOLETO):
            raise NotPossible
        live = live_charges(invoice).filter(method=orders.BOLETO).order_by("pk").last()
        copy = offered(invoice, live, act, for_today=for_today)
        if seen is not None and seen != copy.total:
            raise NotPossible
        stays = live is not None and copy.way in (second_copy.REPRINT, second_copy.WAIT, second_copy.CHANGE_BY_FILE)
        if live is not None and stays and not by_file(live.gateway):
            return [live]
        charges = [live if live is not None and stays else _new_title(account, invoice, copy, act)]
        pix = pix_of_today(account, invoice, act)
        return charges + ([pix] if pix else [])


def _still_right(invoice: Invoice, live: Charge) -> bool:
    """Whether what the bank adds to this paper makes it what is owed: it is for the principal, or for it and its fine.

    A part that was paid meanwhile makes it wrong.
    """
    added = late_charges(invoice.asked, invoice.due_on, live.due_on or invoice.due_on, banking_days(), terms()).total
    return Money(live.amount_centavos) in (invoice.asked, invoice.asked + added)


def _new_title(account: Account, invoice: Invoice, copy: SecondCopy, act: Act) -> Charge:
    supersede(account, invoice, act, method=orders.BOLETO)
    charge = open_charge(
        invoice,
        orders.BOLETO,
        act,
        due_on=copy.due,
        amount=copy.total,
        late=copy.charges.total,
        instalment=part_for(invoice, None),
        somebody_waits=True,
    )
    events.record(
        "second_copy.asked",
        act,
        account,
        invoice=invoice.number,
        charge=charge.pk,
        due_on=copy.due.isoformat(),
        principal=copy.principal.centavos,
        fine=copy.charges.fine.centavos,
        interest=copy.charges.interest.centavos,
        total=copy.total.centavos,
    )
    return charge
