"""Sending a charge to its gateway, outside any transaction, and storing the answer (architecture.md, path 2).

The key makes every call safe to repeat. What a time-out leaves unknown is asked about, never charged again.
"""

from collections.abc import Callable

from django.conf import settings

from meuplano.actions.bank_files import titles
from meuplano.actions.close_order import close_order
from meuplano.actions.later import later, tell
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import gateway
from meuplano.actions.retry_cards import after_decline
from meuplano.actions.settle_payment import settle_locked
from meuplano.gateways import base
from meuplano.gateways.bank_cnab import BY_FILE
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import LIVE_CHARGES, Account, Charge, Task
from meuplano.rules.act import Act

RETRY_AFTER = 60  # seconds until an unreachable gateway is tried again


def send(charge_id: int, act: Act) -> str:
    """Send a charge that waits to be sent; returns its state afterwards. Safe to call twice and from many places."""
    charge = Charge.objects.select_related("account", "invoice", "card").get(pk=charge_id)
    if _by_file(charge):
        return _register(charge, act)
    if not _claim(charge, act):
        return Charge.objects.values_list("state", flat=True).get(pk=charge_id)
    return _ask(charge, lambda: gateway(charge.gateway).charge(_request(charge)), act)


def ask(charge_id: int, act: Act) -> str:
    """Ask the gateway what became of a charge that was sent and not answered, or that waits; returns its state."""
    charge = Charge.objects.select_related("account", "invoice").get(pk=charge_id)
    if charge.state not in ("sending", "unknown", "pending") or _by_file(charge):
        return charge.state
    Charge.objects.filter(pk=charge.pk).update(asked_at=act.at)
    return _ask(charge, lambda: gateway(charge.gateway).fetch(charge.key), act)


def cancel(charge_id: int, act: Act) -> str:
    """Make a charge unpayable that nobody should pay any more; returns its state. Raises GatewayError to be retried."""
    charge = Charge.objects.select_related("account").get(pk=charge_id)
    if _by_file(charge):
        return titles.withdraw(charge_id, act)
    if charge.state == "to_send":
        with locked(charge.account_id, act):
            if charge.move("cancel"):
                return charge.state
        charge.refresh_from_db()
    if charge.state in ("sending", "unknown") or (charge.state == "pending" and not charge.external_id):
        ask(charge_id, act)
        charge.refresh_from_db()
    if charge.state == "pending":
        point("before_gateway_call")
        answer = gateway(charge.gateway).cancel(charge.external_id, charge.key)
        point("after_gateway_call")
        return _store(charge, answer, act)
    return charge.state


def _by_file(charge: Charge) -> bool:
    """Whether its bank is spoken to by files, and answers days later."""
    return BY_FILE in gateway(charge.gateway).capabilities


def _register(charge: Charge, act: Act) -> str:
    try:
        return titles.register(charge.pk, act)
    except base.Rejected as refused:
        _claim(charge, act)
        return _refused(charge, refused, act)


def _claim(charge: Charge, act: Act) -> bool:
    with locked(charge.account_id, act):
        return charge.state == "to_send" and charge.move("send", asked_at=act.at)


def _ask(charge: Charge, call: Callable[[], base.ChargeState], act: Act) -> str:
    point("before_gateway_call")
    try:
        answer = call()
    except base.Unknown:
        return _move(charge, "lose", act)
    except base.Unreachable:
        if charge.state == "sending":
            later("pay_invoice", charge_id=charge.pk, in_seconds=RETRY_AFTER)
            return _move(charge, "retry", act)
        return charge.state
    except base.Rejected as refused:
        return _refused(charge, refused, act)
    point("after_gateway_call")
    return _store(charge, answer, act)


def _move(charge: Charge, event: str, act: Act) -> str:
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        if charge.move(event):
            events.record(f"charge.{charge.state}", act, account, charge=charge.pk, invoice=charge.invoice.number)
        return charge.state


def _store(charge: Charge, answer: base.ChargeState, act: Act) -> str:
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        match answer:
            case base.Paid(receipt):
                settle_locked(account, charge, receipt, act)
            case base.Pending():
                accept(account, charge, answer, act)
            case base.Declined():
                decline(account, charge, answer.code, answer.text, answer.retryable, act, answer.external_id)
            case base.Cancelled():
                if charge.state == "sending":
                    charge.move("lose")
                charge.move("cancel", external_id=answer.external_id)
            case base.NotFound():
                if charge.move("retry") or (charge.move("lose") and charge.move("retry")):
                    later("pay_invoice", charge_id=charge.pk)
        return charge.state


def accept(account: Account, charge: Charge, answer: base.Pending, act: Act) -> None:
    """The paper exists: keep what the gateway returned, since its codes win over any computed ones."""
    boleto, pix = answer.boleto, answer.pix
    won = charge.move(
        "accept",
        external_id=answer.external_id,
        barcode=boleto.barcode if boleto else "",
        linha_digitavel=boleto.linha_digitavel if boleto else "",
        brcode=(pix.brcode if pix else boleto.brcode if boleto else "") or "",
        nosso_numero=boleto.nosso_numero if boleto else "",
        agency_code=boleto.agency_code if boleto else "",
        page_url=answer.page_url or "",
    )
    if not won:
        return
    event = events.record(
        "charge.pending", act, account, charge=charge.pk, invoice=charge.invoice.number, method=charge.method
    )
    order = charge.invoice.orders.first()
    if charge.method != "card" and (charge.instalment is None or charge.instalment.number == charge.invoice.instalment):
        tell(event)  # of n boletos that go out together one message tells
    if order is not None and order.status in ("withdrawn", "expired", "declined"):
        later("cancel_charge", charge_id=charge.pk)  # it died while the gateway was answering


def decline(
    account: Account, charge: Charge, code: str, text: str, retryable: bool, act: Act, external_id: str = ""
) -> None:
    """A card was refused: nothing was charged, and the order it was for does not exist (D06). The account is locked."""
    won = charge.move(
        "decline",
        decline_code=code,
        decline_text=text[:200],
        retryable=retryable,
        external_id=external_id or charge.external_id,
    )
    if not won:
        return
    events.record("charge.declined", act, account, charge=charge.pk, invoice=charge.invoice.number, code=code)
    order = charge.invoice.orders.select_related("invoice").first()
    if order is not None:
        close_order(account, order, "decline", act)
    elif charge.method == "card" and charge.invoice.status == "open":
        after_decline(account, charge, act)


def _refused(charge: Charge, refused: base.Rejected, act: Act) -> str:
    """The gateway would not take the charge at all: a person has to look, and the order dies."""
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        if charge.state == "sending" and charge.move(
            "refuse", decline_code=refused.code[:60], decline_text=refused.text[:200], retryable=False
        ):
            event = events.record(
                "charge.refused", act, account, charge=charge.pk, invoice=charge.invoice.number, code=refused.code
            )
            tell(event)
            Task.objects.create(
                account=account,
                kind="charge_refused",
                text=f"Cobrança recusada pelo banco: {refused.text}"[:300],
                event=event,
                made_on=act.today,
            )
            order = charge.invoice.orders.select_related("invoice").first()
            others = Charge.objects.filter(account=account, invoice=charge.invoice, state__in=LIVE_CHARGES)
            if order is not None and not others.exists():  # a Pix beside a boleto ends no order
                close_order(account, order, "decline", act)
        return charge.state


def _request(charge: Charge) -> base.ChargeRequest:
    invoice, account = charge.invoice, charge.account
    return base.ChargeRequest(
        key=charge.key,
        method=charge.method,  # type: ignore[arg-type]
        amount=charge.amount_centavos,
        description=f"Fatura {account.code}-{invoice.number}",
        payer=payer(account, invoice.billing),
        due_on=charge.due_on,
        pay_until=charge.pay_until,
        card=charge.card.token if charge.card else None,
        instalments=charge.instalments,
        keep_card=charge.keep_card,
        return_url=f"{settings.BASE_URL}/faturas/{invoice.number}/",
    )


def payer(account: Account, billing: dict[str, str]) -> base.Payer:
    """Who pays, from the billing details that the invoice keeps."""
    emails = billing.get("finance_emails") or [""]
    address = None
    if billing.get("postal_code"):
        address = base.Address(
            street=billing["street"],
            number=billing["number"],
            district=billing["district"],
            city=billing["city"],
            state=billing["state"],
            postal_code=billing["postal_code"],
            complement=billing["complement"],
        )
    return base.Payer(
        name=billing.get("legal_name") or account.name,
        tax_id=billing.get("tax_id", ""),
        email=emails[0],
        address=address,
    )
