"""An open invoice is issued again, with a new number: with the billing details of today, or with a discount (F17, D42).

The paper that is out is never changed. Whoever pays the old one all the same pays the new one: it is the same debt.
"""

from collections.abc import Iterable, Mapping, Sequence

from meuplano.actions.calendar import banking_days
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.come_back import come_back
from meuplano.actions.draw_up import billing_snapshot, draw_up_lines
from meuplano.actions.fiscal_task import ask_for_fiscal_note
from meuplano.actions.instalments import collect, stand_for
from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import open_charge
from meuplano.actions.pay_open_invoice import live_charges
from meuplano.actions.refused import Refused
from meuplano.actions.use_credit import being_charged, instead
from meuplano.actions.withholding import of_parts
from meuplano.records import credits, events
from meuplano.records.models import Account, Charge, Instalment, Invoice, LadderStep, LateCharge, Order
from meuplano.records.renewing import longer_cycle_waits
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.lines import Line, total_of
from meuplano.rules.money import Money
from meuplano.rules.periods import Period
from meuplano.rules.retention import TAXES

PRINTED = (
    "legal_name",
    "tax_id",
    "municipal_registration",
    "postal_code",
    "street",
    "number",
    "complement",
    "district",
    "city",
    "state",
)
KEPT = (*PRINTED, *TAXES)  # and what a document is reckoned with


def correctable(account: Account, number: int, *, parts_too: bool = False) -> Invoice:
    """The open invoice of this number, if another may take its place now. Raises Refused.

    not_open, being_charged (a card, at this moment), cycle_waits (an order counts on it), order_in_parts, and
    part_paid: one of its boletos was, unless the caller takes those too.
    """
    invoice = Invoice.objects.filter(account=account, number=number, status="open").first()
    if invoice is None:
        raise Refused("not_open")
    if being_charged(invoice):
        raise Refused("being_charged")
    order = _order_of(account, invoice)
    if order is None and longer_cycle_waits(account):
        raise Refused("cycle_waits")
    if order is not None and order.instalments > 1:
        raise Refused("order_in_parts")
    begun = Instalment.objects.filter(account=account, invoice=invoice, paid_centavos__gt=0)
    if not parts_too and begun.exists():
        raise Refused("part_paid")
    return invoice


def may_reissue(account: Account, invoice: Invoice) -> bool:
    """Whether its paper says something else of the payer than the billing details do now; reads only."""
    return invoice.status == "open" and printed(billing_snapshot(account)) != printed(invoice.billing)


def outdated(account: Account) -> list[Invoice]:
    """The open invoices whose paper does, by number; reads only."""
    now = printed(billing_snapshot(account))
    rows = Invoice.objects.filter(account=account, status="open").order_by("number")
    return [invoice for invoice in rows if printed(invoice.billing) != now]


def printed(billing: Mapping[str, object]) -> list[object]:
    """What of the billing details stands on a document, or decides what it asks for."""
    return [billing.get(field) or "" for field in KEPT]


def reissue(account_id: int, number: int, reason: str, act: Act) -> Invoice:
    """The same invoice with today's billing details, due on the same day; the papers of the old one are withdrawn.

    Raises Refused: no_reason, same_details, order_late (its boleto's day is over), and what `correctable` refuses.
    """
    if not reason.strip():
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        invoice = correctable(account, number)
        if not may_reissue(account, invoice):
            raise Refused("same_details")
        order = _order_of(account, invoice)
        if order is not None and order.pay_until < act.today:
            raise Refused("order_late")
        return replace(account, invoice, [row.line for row in invoice.lines.all()], "reissued", reason.strip(), act)


def replace(account: Account, invoice: Invoice, lines: Sequence[Line], why: str, reason: str, act: Act) -> Invoice:
    """Another invoice of these lines in the place of one that `correctable` gave. The account is locked.

    What was paid or covered of the old one covers the new one. Its day, its ladder and its late charges go on.
    """
    methods = list(dict.fromkeys(live_charges(invoice).order_by("pk").values_list("method", flat=True)))
    parts = list(Instalment.objects.filter(account=account, invoice=invoice, status="open").order_by("number"))
    late = list(LateCharge.objects.filter(account=account, billed_on=invoice).values_list("pk", flat=True))
    before, next_step, order = invoice.open, invoice.next_step_on, _order_of(account, invoice)
    covered = Money(invoice.credit_centavos + invoice.paid_centavos)
    cancel_invoice(account, invoice, why, act, how="replace", count_stays=True)
    made = draw_up_lines(
        account,
        invoice.subscription,
        lines,
        kind=invoice.kind,
        period=Period(invoice.period_start, invoice.period_end),
        method=invoice.method,
        due_on=invoice.due_on,
        act=act,
        credit=covered if order else min(credits.available(account), total_of(lines)),  # D05, D32
        late_until=invoice.late_until,
        instead_of=invoice,
    )
    LateCharge.objects.filter(account=account, pk__in=late).update(billed_on=made)
    Order.objects.filter(account=account, invoice=invoice).update(invoice=made)
    event = events.record(
        "invoice.reissued",
        act,
        account,
        invoice=made.number,
        instead_of=invoice.number,
        why=why,
        reason=reason,
        before=before.centavos,
        after=made.open.centavos,
    )
    said = f"fatura nº {invoice.number} substituída pela nº {made.number}"
    ask_for_fiscal_note(account, said, event, Money(invoice.total_centavos), act, was_paid=False)
    if made.status == "paid":
        tell(event)
        come_back(account, act.today, act)
        return made
    new_parts = _same_days(account, made, parts)
    _climb_on(account, invoice, made)
    Invoice.objects.filter(pk=made.pk).update(next_step_on=next_step)
    made.next_step_on = next_step
    if not _ask(made, methods or [invoice.method], new_parts, order, act):
        tell(event)
    return made


def _order_of(account: Account, invoice: Invoice) -> Order | None:
    return Order.objects.filter(account=account, invoice=invoice, status="waiting").first()


def _same_days(account: Account, invoice: Invoice, parts: Sequence[Instalment]) -> list[Instalment]:
    """What is open now, in as many boletos as before and on their days (D28)."""
    if not parts:
        return []
    amounts = invoice.open.split([1] * len(parts))
    made = [
        Instalment(
            account=account,
            invoice=invoice,
            number=part.number,
            due_on=part.due_on,
            amount_centavos=amount.centavos,
            to_withhold_centavos=tax,
        )
        for part, amount, tax in zip(parts, amounts, of_parts(invoice, amounts), strict=True)
    ]
    Instalment.objects.bulk_create(made)
    stand_for(invoice)
    return made


def _climb_on(account: Account, old: Invoice, new: Invoice) -> None:
    """The steps that were taken are not taken again, and a card goes on being tried."""
    LadderStep.objects.bulk_create(
        LadderStep(account=account, invoice=new, instalment=step.instalment, key=step.key, taken_on=step.taken_on)
        for step in old.steps.all()
    )
    new.ladder_from, new.next_attempt_on = old.ladder_from, old.next_attempt_on
    new.save(update_fields=["ladder_from", "next_attempt_on"])


def _ask(
    invoice: Invoice, methods: Iterable[str], parts: Sequence[Instalment], order: Order | None, act: Act
) -> list[Charge]:
    """Papers as there were; a late one is asked for by the owner, for a day's total (D22), a card by its retries."""
    if parts:
        return collect(invoice, list(parts), act)
    if banking_days().roll(invoice.due_on) < act.today:
        return []
    charges = []
    for method in dict.fromkeys(_possible(method, invoice) for method in methods):
        if method != orders.CARD:
            due_on = (order.pay_until if order else invoice.due_on) if method == orders.BOLETO else None
            until = order.pay_until if order else None
            charges.append(open_charge(invoice, method, act, due_on=due_on, until=until))
    return charges


def _possible(method: str, invoice: Invoice) -> str:
    if method == orders.BOLETO and not invoice.billing.get("postal_code"):
        return orders.PIX  # D49
    return instead(method, invoice.asked)


def successor(account: Account, invoice: Invoice) -> Invoice:
    """The invoice that stands for this one today: itself, or the last that was issued in its place."""
    while True:
        newer = Invoice.objects.filter(account=account, instead_of=invoice).first()
        if newer is None:
            return invoice
        invoice = newer
