"""Payment in n instalments. By boleto: split at issue, each collected by itself, the earliest open one first (D28)."""

from datetime import date

from django.conf import settings

from meuplano.actions.lateness import next_step_on
from meuplano.actions.open_charge import can_instalments, gateway_for, open_charge
from meuplano.actions.withholding import of_parts
from meuplano.records.models import Account, Charge, CycleTerms, Instalment, Invoice
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.instalments import MOST_ON_A_CARD, instalments
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle, Period


def most_instalments(price_version_id: int, cycle: Cycle, amount: Money, method: str) -> int:
    """In how many instalments the price list lets this amount of a cycle be paid, none below the method's minimum.

    By boleto they are invoices' instalments; by card the issuer bills them, where the gateway can have it so.
    """
    if method not in (orders.BOLETO, orders.CARD):
        return 1
    if method == orders.CARD and not can_instalments(gateway_for(method)):
        return 1
    terms = CycleTerms.objects.filter(version=price_version_id, cycle=int(cycle))
    listed = next(iter(terms.values_list(f"{method}_instalments", flat=True)), 1)
    most = MOST_ON_A_CARD if method == orders.CARD else int(cycle)
    smallest = max(int(settings.BILLING[f"{method}_minimum"]), 1)
    return max(min(listed, most, amount.centavos // smallest), 1)


def split(account: Account, invoice: Invoice, n: int, *, anchor: date, cycle: Cycle, act: Act) -> list[Instalment]:
    """Divide what is open of a new invoice into n; nothing for one. The account is locked.

    Raises rules.instalments.TooManyInstalments.
    """
    if n == 1:
        return []
    period = Period(invoice.period_start, invoice.period_end)
    split_up = instalments(invoice.open, n, due=invoice.due_on, anchor=anchor, period=period, cycle=cycle)
    taxes = of_parts(invoice, [part.amount for part in split_up])
    parts = [
        Instalment(
            account=account,
            invoice=invoice,
            number=part.number,
            due_on=part.due,
            amount_centavos=part.amount.centavos,
            to_withhold_centavos=tax,
        )
        for part, tax in zip(split_up, taxes, strict=True)
    ]
    Instalment.objects.bulk_create(parts)
    stand_for(invoice, after=act.today)
    return parts


def collect(invoice: Invoice, parts: list[Instalment], act: Act, *, somebody_waits: bool = False) -> list[Charge]:
    """A boleto for each of these instalments."""
    return [
        open_charge(
            invoice,
            orders.BOLETO,
            act,
            due_on=max(part.due_on, act.today),
            amount=part.asked,
            instalment=part,
            somebody_waits=somebody_waits,
        )
        for part in parts
    ]


def part_for(invoice: Invoice, charge: Charge | None) -> Instalment | None:
    """The instalment that money for this charge pays: its own, or the earliest open one; None for a whole invoice.

    A charge of the invoice that this one was issued again for pays the instalment of the same number.
    """
    if not invoice.instalment:
        return None
    parts = Instalment.objects.filter(account=invoice.account_id, invoice=invoice)
    if charge is not None and charge.instalment is not None:
        return parts.get(number=charge.instalment.number)
    return parts.filter(status="open").first() or parts.last()


def stand_for(invoice: Invoice, *, after: date | None = None) -> None:
    """Have the invoice repeat its earliest open instalment, and its ladder count from there."""
    part = Instalment.objects.filter(account=invoice.account_id, invoice=invoice, status="open").first()
    if part is None:
        return
    invoice.instalment, invoice.part_centavos, invoice.due_on = part.number, part.open.centavos, part.due_on
    invoice.to_withhold_centavos = part.to_withhold_centavos
    invoice.ladder_from = None
    invoice.next_step_on = next_step_on(invoice, after=after)
    changed = ["instalment", "part_centavos", "to_withhold_centavos", "due_on", "ladder_from", "next_step_on"]
    invoice.save(update_fields=changed)
