"""A fiscal note may have to be cancelled or replaced, since what it was issued for is worth less now (D43)."""

from django.conf import settings

from meuplano.records.models import Account, Event, Task
from meuplano.rules.act import Act
from meuplano.rules.money import ZERO, Money


def ask_for_fiscal_note(
    account: Account, text: str, event: Event, amount: Money, act: Act, *, was_paid: bool = True
) -> bool:
    """A task for finance where the vendor's note exists by now: once it was paid, or since the invoice's issue.

    None where the vendor issues no notes (`MEUPLANO_FISCAL_NOTE`), or nothing was taken off.
    """
    exists = settings.BILLING["fiscal_note"] in (("payment", "issue") if was_paid else ("issue",))
    if not exists or amount <= ZERO:
        return False
    Task.objects.create(
        account=account,
        kind="fiscal_note",
        text=f"Cancelar ou substituir NF: {text}"[:300],
        amount_centavos=amount.centavos,
        event=event,
        made_on=act.today,
    )
    return True
