"""Either side says that a resolved request is not over: it is back in the finance team's queue."""

from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.records.models import SupportRequest
from meuplano.rules.act import Act


def reopen_request(account_id: int, request_id: int, *, side: str, act: Act) -> bool:
    """False if it is open anyway. Raises SupportRequest.DoesNotExist."""
    with locked(account_id, act) as account:
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        if request.status != "resolved":
            return False
        request.move("reopen", **thread.finances_turn(request, act))
        thread.record("request.reopened", request, act, side=side, before="resolved", after=request.status)
        return True
