"""Somebody of the finance team takes a conversation on, also from a colleague."""

from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests import thread
from meuplano.records.models import SupportRequest, User
from meuplano.rules import lifecycle
from meuplano.rules.act import Act


def take_request(account_id: int, request_id: int, *, user: User, act: Act) -> bool:
    """False if this person has it already. Raises SupportRequest.DoesNotExist, and Refused (already_resolved)."""
    with locked(account_id, act) as account:
        request = SupportRequest.objects.select_related("account", "taken_by").get(account=account, pk=request_id)
        if request.taken_by_id == user.pk and request.status != "open":
            return False
        before = {"status": request.status, "who": str(request.taken_by or "")}
        try:
            request.move("take", taken_by=user)
        except lifecycle.NotAllowed:
            raise Refused("already_resolved") from None
        thread.record("request.taken", request, act, who=str(user), before=before, after=request.status)
        return True
