"""Changing the billing details: they hold from the next document on, what is issued keeps its own (F17)."""

from collections.abc import Mapping
from typing import Any

from meuplano.actions.lock import locked
from meuplano.records import events
from meuplano.records.models import BillingDetails
from meuplano.rules.act import Act

FIELDS = (
    "legal_name",
    "tax_id",  # canonical: no mask, upper case
    "municipal_registration",
    "postal_code",  # eight digits
    "street",
    "number",
    "complement",
    "district",
    "city",
    "state",
    "phone",
    "finance_emails",
)


def save_billing_details(account_id: int, values: Mapping[str, Any], act: Act) -> bool:
    """Keep these values (a key of FIELDS each, already checked); True if any is new. The event says what it was."""
    with locked(account_id, act) as account:
        details = BillingDetails.objects.filter(account=account).first() or BillingDetails(account=account)
        before = {field: getattr(details, field) for field in FIELDS if field in values}
        changed = [field for field in before if before[field] != values[field]]
        if not changed:
            return False
        for field in changed:
            setattr(details, field, values[field])
        details.save()
        events.record(
            "billing.changed",
            act,
            account,
            before={field: before[field] for field in changed},
            after={field: values[field] for field in changed},
        )
        return True
