"""The customer goes on with a conversation; a resolved one is open again."""

from collections.abc import Sequence
from uuid import UUID

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.requests import thread
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Message, SupportRequest, User
from meuplano.records.models.support import CUSTOMER
from meuplano.rules.act import Act


def write_message(
    account_id: int,
    request_id: int,
    *,
    user: User,
    text: str,
    key: UUID,
    act: Act,
    files: Sequence[Upload] = (),
    by_mail: bool = False,
) -> Message:
    """The same `key` again gives the same message.

    Raises SupportRequest.DoesNotExist, Refused as `thread.said` does, and TooFast.
    """
    said = thread.said(user, text, key, files, by_mail=by_mail)
    with locked(account_id, act) as account:
        done = thread.kept(account, key)
        if done is not None:
            return done
        thread.keep_pace(account, said, act)
        request = SupportRequest.objects.select_related("account").get(account=account, pk=request_id)
        before = request.status
        message = thread.add(request, said, CUSTOMER, act)
        request.move("write", said_at=act.at, last_written=message.pk, **thread.finances_turn(request, act))
        event = thread.record(
            "request.written", request, act, message=message.pk, before=before, after=request.status, by_mail=by_mail
        )
        tell(event)
        return message
