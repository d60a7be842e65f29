"""The finance team answers, and says whose turn it is now."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests import thread
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Message, SupportRequest, User
from meuplano.records.models.support import FINANCE
from meuplano.rules import lifecycle
from meuplano.rules.act import Act

# What is to come after the answer, by the state that it leads to.
AFTER: Mapping[str, str] = MappingProxyType({"waiting": "answer", "in_review": "report", "resolved": "resolve"})


def answer_request(
    account_id: int,
    request_id: int,
    *,
    user: User,
    text: str,
    key: UUID,
    act: Act,
    then: str = "waiting",
    files: Sequence[Upload] = (),
    by_mail: bool = False,
) -> Message:
    """Who answers has the request from then on, unless somebody else took it. The same `key` again is the same answer.

    After "in_review" a new day for the next answer is counted. Raises SupportRequest.DoesNotExist and Refused:
    unknown_state, already_resolved, and those of `thread.said`.
    """
    if then not in AFTER:
        raise Refused("unknown_state")
    said = thread.said(user, text, key, files, by_mail=by_mail)
    with locked(account_id, act) as account:
        done = thread.kept(account, key)
        if done is not None:
            return done
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        return add_answer(request, said, then, act)


def add_answer(request: SupportRequest, said: thread.Said, then: str, act: Act) -> Message:
    """Keep the answer and hand the turn on; the account is locked. Raises Refused (already_resolved)."""
    before = request.status
    turn = thread.finances_turn(None, act) if then in lifecycle.WITH_FINANCE else thread.CUSTOMERS_TURN
    message = thread.add(request, said, FINANCE, act)
    taken = {} if request.taken_by_id else {"taken_by": said.user}
    try:
        request.move(AFTER[then], said_at=act.at, last_answer=message.pk, **turn, **taken)
    except lifecycle.NotAllowed:
        raise Refused("already_resolved") from None
    event = thread.record(
        "request.answered", request, act, message=message.pk, before=before, after=request.status, by_mail=said.by_mail
    )
    tell(event)
    return message
