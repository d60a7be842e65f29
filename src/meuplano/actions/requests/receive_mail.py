"""An e-mail that answers one of ours becomes a message of its request (U23).

The mail server checks that the sender is who they say (SPF, DKIM); here it has to be the person to whom the address
was given, and somebody who may still write.
"""

import email
import email.policy
from email.message import EmailMessage
from email.utils import getaddresses
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Q, QuerySet

from meuplano.actions.refused import Refused
from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.reply_address import TEAM, read_address
from meuplano.actions.requests.thread import LONGEST, FileRefused, Upload, check_file
from meuplano.actions.requests.write_message import write_message
from meuplano.documents.mail.reply import reply_text
from meuplano.records.models import Member, Message, SupportRequest, User
from meuplano.rules.act import Act

RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


def receive_mail(raw: bytes, act: Act, *, to: str = "") -> Message:
    """`to` is the address to which the server delivers; without it the mail's own are looked at.

    The same mail again is the same message. Raises Refused: too_large, not_ours, automatic, foreign_sender, no_text.
    """
    if len(raw) > settings.LARGEST_BODY:
        raise Refused("too_large")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    request, user_id = _request(mail, to)
    if _automatic(mail):
        raise Refused("automatic")
    user = _sender(mail, user_id, request)
    text, files = _said(mail)
    values: dict[str, Any] = {
        "user": user,
        "text": text,
        "files": files,
        "key": _key(mail, raw, request),
        "by_mail": True,
    }
    if user.is_staff:
        by = Act(by=f"{user}, financeiro", at=act.at)
        return answer_request(request.account_id, request.pk, act=by, **values)
    return write_message(request.account_id, request.pk, act=Act(by=str(user), at=act.at), **values)


def _request(mail: EmailMessage, to: str) -> tuple[SupportRequest, int]:
    named = [str(value) for name in RECIPIENTS for value in mail.get_all(name, [])]
    wanted = [to] if to else [address for _, address in getaddresses(named)]
    meant = next((found for found in map(read_address, wanted) if found), None)
    request = SupportRequest.objects.filter(pk=meant[0]).first() if meant else None
    if meant is None or request is None:
        raise Refused("not_ours")
    return request, meant[1]


def _automatic(mail: EmailMessage) -> bool:
    """An absence note, a list or a bounce: to answer it would be answered by the next."""
    submitted = str(mail.get("Auto-Submitted", "no")).strip().lower()
    bulk = str(mail.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply")
    bounce = str(mail.get("Return-Path", "")).strip() == "<>" or mail.get_content_type() == "multipart/report"
    return submitted != "no" or bulk or bounce or "X-Autoreply" in mail or "List-Id" in mail


def _sender(mail: EmailMessage, user_id: int, request: SupportRequest) -> User:
    """Who wrote it, if the address is theirs and they may write in this request today."""
    senders = [address.lower() for _, address in getaddresses([str(value) for value in mail.get_all("From", [])])]
    user = User.objects.filter(email=senders[0], is_active=True).first() if len(senders) == 1 else None
    if user is None or user_id not in (user.pk, TEAM) or (user_id == TEAM and not user.is_staff):
        raise Refused("foreign_sender")
    if not (user.is_staff or writers(request).filter(user=user).exists()):
        raise Refused("foreign_sender")
    return user


def writers(request: SupportRequest) -> QuerySet[Member]:
    """Who of the account may write in a request: the owner and the billing contacts (D46)."""
    may = Q(is_owner=True) | Q(is_billing_contact=True)
    return Member.objects.filter(may, account=request.account_id, invited_until__isnull=True, user__is_active=True)


def _said(mail: EmailMessage) -> tuple[str, list[Upload]]:
    """The new words and the files that we take; the others are named, so that nobody waits for them to be read."""
    text, files, left = reply_text(mail), [], []
    for part in mail.iter_attachments():
        name = part.get_filename() or ""
        content = part.get_payload(decode=True)
        if part.get_content_disposition() != "attachment" or not isinstance(content, bytes):
            continue
        file = Upload(name, content)
        try:
            check_file(file)
        except FileRefused:
            left.append(name or "?")
        else:
            files.append(file)
    most = settings.REQUESTS["most_files"]
    left += [file.name for file in files[most:]]
    unread = "\n".join(f"[Anexo não recebido: {name[:80]}]" for name in left[:10])
    if not text and (files or unread):
        text = "[Só anexos]"
    room = LONGEST - len(unread) - 2
    return f"{text[:room]}\n\n{unread}".strip(), files[:most]


def _key(mail: EmailMessage, raw: bytes, request: SupportRequest) -> UUID:
    """By the sender's own id of the mail, which a second delivery has too; by its bytes if it has none."""
    own = str(mail.get("Message-ID", "")).strip() or sha256(raw).hexdigest()
    return uuid5(NAMESPACE_URL, f"{request.pk}/{own}")
