"""A proposal that is not to be: the owner declines it, or finance takes it back."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.actions.requests.propose import end_open
from meuplano.records.models import SupportRequest
from meuplano.records.models.support import CUSTOMER
from meuplano.rules.act import Act


def decline_proposal(account_id: int, request_id: int, *, side: str, act: Act) -> bool:
    """False if none is open. A declined one is finance's turn again. Raises SupportRequest.DoesNotExist."""
    declines = side == CUSTOMER
    with locked(account_id, act) as account:
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        proposal = end_open(request, "decline" if declines else "withdraw", act)
        if proposal is None:
            return False
        before = request.status
        if declines and request.status == "waiting":
            request.move("write", **thread.finances_turn(request, act))
        name = "proposal.declined" if declines else "proposal.withdrawn"
        event = thread.record(name, request, act, proposal=proposal.pk, before=before, after=request.status)
        if declines:
            tell(event)
        return True
