"""Counting a renewal again after its invoice went out: by the owner's click, or by a scheduled change (D17)."""

from meuplano.actions.allowed import NotAllowed
from meuplano.actions.cancel_invoice import cancel_invoice
from meuplano.actions.count_renewal import coming_quantities, count_renewal
from meuplano.actions.issue_renewals import held_back, send_renewal
from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.contract import Contract, contract_of
from meuplano.records.models import Account, Invoice, RenewalCount
from meuplano.records.renewing import renewal_of_next
from meuplano.rules import renewal
from meuplano.rules.act import Act


def recount(account_id: int, act: Act) -> Invoice | None:
    """The owner's "Recontar e reemitir": the new invoice, or None where the coming renewal would hold no less.

    Raises NotAllowed when nothing is out, it is paid or its period has begun, and records.contract.NoSubscription.
    """
    with locked(account_id, act) as account:
        contract = contract_of(account)
        invoice = renewal_of_next(account)
        if invoice is None or not may_be_replaced(invoice, act):
            raise NotAllowed("nothing_to_recount")
        if not would_hold_less(account, contract):
            return None
        count_again(account, contract, "recounted", act)
        return renewal_of_next(account)


def count_again(account: Account, contract: Contract, why: str, act: Act) -> bool:
    """Count anew what the coming renewal holds and replace its unpaid invoice; False where it stays as it is.

    What is paid stays, and what was not counted yet is counted on its day. The account is locked.
    """
    subscription = contract.subscription
    counts = RenewalCount.objects.filter(
        account=account, subscription=subscription, first_day=contract.period.end, replaced=False
    )
    if not counts.exists():
        return False
    invoice = renewal_of_next(account)
    if invoice is None:  # a card's, announced and not charged yet: announced again
        counts.update(replaced=True)
        subscription.announce_on = act.today
        subscription.save(update_fields=["announce_on"])
        events.record("renewal.recounted", act, account, why=why, first_day=contract.period.end.isoformat())
        return True
    if not may_be_replaced(invoice, act):
        return False
    cancel_invoice(account, invoice, why, act, how="replace")
    contract = contract_of(account)
    if held_back(account, contract) is None:
        send_renewal(account, contract, count_renewal(account, contract, act), act)
    return True


def may_be_replaced(invoice: Invoice, act: Act) -> bool:
    """Unpaid, and before its first day."""
    return renewal.may_reissue(invoice_status=invoice.status, first_day=invoice.period_start, today=act.today)


def would_hold_less(account: Account, contract: Contract) -> bool:
    """Whether counting today would renew less of anything than the invoice that is out."""
    row = RenewalCount.objects.filter(
        account=account, subscription=contract.subscription, first_day=contract.period.end, replaced=False
    ).first()
    now = coming_quantities(account, contract)
    return row is not None and any(now.get(item, 0) < quantity for item, quantity in row.quantities.items())
