"""Somebody of the account asks the finance team something: a request with its first message (F21)."""

from collections.abc import Sequence
from uuid import UUID

from meuplano.actions.later import tell
from meuplano.actions.lock import locked
from meuplano.actions.refused import Refused
from meuplano.actions.requests import thread
from meuplano.actions.requests.thread import Upload
from meuplano.documents.request_words import kind as kind_in_words
from meuplano.records.models import Account, Invoice, Order, SupportRequest, User
from meuplano.records.models.support import CUSTOMER, KINDS
from meuplano.rules.act import Act


def open_request(
    account_id: int,
    *,
    user: User,
    kind: str,
    text: str,
    key: UUID,
    act: Act,
    title: str = "",
    invoice: int | None = None,
    order: int | None = None,
    files: Sequence[Upload] = (),
) -> SupportRequest:
    """`invoice` or `order` is the number of what it is about; without a title it is called by its kind.

    The same `key` again gives the same request. Raises Refused (unknown_kind, and those of `thread.said`), TooFast.
    """
    if kind not in KINDS:
        raise Refused("unknown_kind")
    said = thread.said(user, text, key, files)
    with locked(account_id, act) as account:
        done = thread.kept(account, key)
        if done is not None:
            return done.request
        thread.keep_pace(account, said, act)
        request = SupportRequest.objects.create(
            account=account,
            kind=kind,
            title=" ".join(title.split())[: thread.LONGEST_TITLE] or kind_in_words(kind),
            opened_at=act.at,
            opened_by=user,
            said_at=act.at,
            **_about(account, invoice, order),
            **thread.finances_turn(None, act),
        )
        message = thread.add(request, said, CUSTOMER, act)
        request.last_written = message.pk
        request.save(update_fields=["last_written"])
        tell(thread.record("request.opened", request, act, message=message.pk, kind=kind, after="open"))
        return request


def _about(account: Account, invoice: int | None, order: int | None) -> dict[str, Invoice | Order | None]:
    return {
        "invoice": Invoice.objects.filter(account=account, number=invoice).first() if invoice else None,
        "order": Order.objects.filter(account=account, number=order).first() if order else None,
    }
