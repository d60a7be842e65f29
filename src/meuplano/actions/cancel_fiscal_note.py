"""A nota fiscal was cancelled where it was issued; its invoice may have another one (D43, R-25)."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.records import events
from meuplano.records.models import FiscalNote
from meuplano.rules.act import Act


def cancel_fiscal_note(account_id: int, note_id: int, reason: str, act: Act) -> bool:
    """Its files stay with it, for finance. False if it was cancelled before.

    Raises Refused: no_reason. Raises FiscalNote.DoesNotExist.
    """
    said = reason.strip()[:200]
    if not said:
        raise Refused("no_reason")
    with locked(account_id, act) as account:
        note = FiscalNote.objects.select_related("invoice").get(account=account, pk=note_id)
        if not note.move("cancel", cancelled_by=act.by, cancelled_at=act.at, reason=said):
            return False
        told = {"invoice": note.invoice.number, "note": note.pk, "number": note.number, "reason": said}
        tell(events.record("fiscal_note.cancelled", act, account, **told))
        return True
