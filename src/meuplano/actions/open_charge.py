"""Writing down that a gateway is to collect an invoice: the row is the outbox, the job sends it."""

from datetime import date
from functools import cache

from django.conf import settings

from meuplano.actions.calendar import banking_days
from meuplano.actions.later import later
from meuplano.gateways.bank_cnab import BY_FILE
from meuplano.gateways.base import Gateway
from meuplano.gateways.registry import Registry
from meuplano.records.models import Card, Charge, Instalment, Invoice
from meuplano.records.models.base import uuid7
from meuplano.records.together import insert
from meuplano.rules import orders
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money

PATIENCE = 20  # seconds until the worker sends what the request that made it should have sent


def gateway_for(method: str) -> str:
    """The name of the gateway that collects by this method; "" when the vendor has none."""
    name: str = settings.METHOD_GATEWAYS.get(method, "")
    return name


@cache
def _registry() -> Registry:
    return Registry(settings.GATEWAYS)


def gateway(name: str) -> Gateway:
    """The gateway of this name, configured. Raises KeyError."""
    return _registry()[name]


def can_instalments(name: str) -> bool:
    """Whether that gateway has cards billed in instalments."""
    return name in _registry() and "card_instalments" in gateway(name).capabilities


def by_file(name: str) -> bool:
    """Whether that gateway is a bank that is spoken to by files: it answers on another day."""
    return name in _registry() and BY_FILE in gateway(name).capabilities


def open_charge(
    invoice: Invoice,
    method: str,
    act: Act,
    *,
    card: Card | None = None,
    keep: bool = False,
    make_default: bool = False,
    due_on: date | None = None,
    until: date | None = None,
    amount: Money | None = None,
    late: Money = ZERO,
    instalment: Instalment | None = None,
    instalments: int = 1,
    somebody_waits: bool = False,
) -> Charge:
    """A charge for what is open of the invoice, in the transaction that decided it.

    The account is locked. The key stays the same however often it is sent (R-16). `until` is the last day on which it
    can be paid; a Pix that says nothing else can be paid in time: up to the due date. `amount` is what is asked for
    when it is not what is open, `late` what of it is fine and interest (D22). `instalment` is a boleto's, of an invoice
    in n of them; `instalments` in how many the issuer bills a card. Where somebody waits the request itself sends it,
    and the job only if that dies.
    """
    if method == orders.PIX and until is None:
        until = max(banking_days().roll(invoice.due_on), act.today)
    charge = insert(
        Charge(
            account=invoice.account,
            invoice=invoice,
            instalment=instalment,
            gateway=gateway_for(method),
            method=method,
            key=f"{invoice.account_id}-{uuid7().hex}",
            amount_centavos=(amount or invoice.asked).centavos,
            late_centavos=late.centavos,
            card=card,
            keep_card=keep,
            make_default=make_default,
            instalments=instalments,
            due_on=due_on,
            pay_until=until,
            made_at=act.at,
        )
    )
    later("pay_invoice", charge_id=charge.pk, in_seconds=PATIENCE if somebody_waits else 0)
    return charge
