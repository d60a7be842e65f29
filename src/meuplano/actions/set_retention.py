"""Finance says which taxes an account withholds, and at which rates: they hold from the next document on (D44)."""

from collections.abc import Mapping

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.withholding import rates_in
from meuplano.records import events
from meuplano.records.models import BillingDetails
from meuplano.rules.act import Act
from meuplano.rules.retention import TAXES, rates_refusal


def set_retention(account_id: int, rates: Mapping[str, int], reason: str, act: Act) -> bool:
    """Keep these rates, in basis points by tax; a tax that is not named is not withheld. False if they are the same.

    Raises Refused: no_reason, no_billing_details, and rates_too_high.
    """
    if not reason.strip():
        raise Refused("no_reason")
    refused = rates_refusal(rates)
    if refused:
        raise Refused(refused)
    with locked(account_id, act) as account:
        details = BillingDetails.objects.filter(account=account).first()
        if details is None:
            raise Refused("no_billing_details")
        before = rates_in(vars(details))
        after = {tax: rates[tax] for tax in TAXES if rates.get(tax)}
        if before == after:
            return False
        BillingDetails.objects.filter(pk=details.pk).update(**{tax: after.get(tax, 0) for tax in TAXES})
        events.record("retention.rates_set", act, account, before=before, after=after, reason=reason.strip()[:200])
        return True
