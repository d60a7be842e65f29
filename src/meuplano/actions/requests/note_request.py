"""A note among the finance team: the customer neither sees it nor is told of it."""

from collections.abc import Sequence
from uuid import UUID

from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Message, SupportRequest, User
from meuplano.records.models.support import FINANCE
from meuplano.rules.act import Act


def note_request(
    account_id: int, request_id: int, *, user: User, text: str, key: UUID, act: Act, files: Sequence[Upload] = ()
) -> Message:
    """It changes nobody's turn. The same `key` again is the same note.

    Raises SupportRequest.DoesNotExist, and Refused as `thread.said` does.
    """
    said = thread.said(user, text, key, files)
    with locked(account_id, act) as account:
        done = thread.kept(account, key)
        if done is not None:
            return done
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        message = thread.add(request, said, FINANCE, act, internal=True)
        thread.record("request.noted", request, act, message=message.pk)
        return message
