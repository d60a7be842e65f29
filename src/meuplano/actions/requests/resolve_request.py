"""Either side says that nothing is open any more; a word afterwards opens the request again."""

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.records.models import SupportRequest
from meuplano.rules.act import Act


def resolve_request(account_id: int, request_id: int, *, side: str, act: Act) -> bool:
    """False if it was resolved before; the customer is told of finance's word. Raises SupportRequest.DoesNotExist."""
    with locked(account_id, act) as account:
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        if request.status == "resolved":
            return False
        before = request.status
        request.move("resolve", **thread.CUSTOMERS_TURN)
        tell(thread.record("request.resolved", request, act, side=side, before=before, after=request.status))
        return True
