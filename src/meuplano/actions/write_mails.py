"""From an event to the messages that belong to it: written once, sent until a server takes them (R-25)."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from meuplano.actions.messages import MESSAGES, TEAM_MESSAGES, Message
from meuplano.actions.papers import file_name, slip_for
from meuplano.documents.mail import render_mail
from meuplano.documents.slip_pdf import slip_pdf
from meuplano.records.faults import point
from meuplano.records.models import Event, Mail
from meuplano.records.statements import Statement, take
from meuplano.rules.act import Act

# Written out, because there is no change without a mail.
WRITE = """
insert into meuplano_mail (event_id, kind, "to", subject, text, html, made_at) values {}
on conflict do nothing returning id, kind, "to"
"""
ROW = "(%s, %s, %s, %s, %s, %s, %s)"
TO_SEND = Statement("mail_to_send", m=Mail)


def write_mails(event_id: int, act: Act) -> dict[int, Message]:
    """Write the messages of an event, each once, and return those that are new by the id of their mail."""
    event = Event.objects.select_related("account").get(pk=event_id)
    whose = event.account.name if event.account else settings.VENDOR["name"]
    messages, rows = {}, []
    for message in _messages(event):
        to = message.to
        common = {"name": to.name, "role": to.role, "account": whose, "vendor": settings.VENDOR}
        mail = render_mail(message.kind, common | dict(message.values))
        messages[message.kind, to.email] = message
        rows.append((event.pk, message.kind, to.email, mail.subject, mail.text, mail.html, act.at))
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(", ".join([ROW] * len(rows))), [value for row in rows for value in row])
        return {pk: messages[kind, to] for pk, kind, to in cursor.fetchall()}


def send_mail(mail_id: int, act: Act, just_written: Message | None = None) -> bool:
    """Hand one message to the mail server; False if that was done before or what it says is over by now.

    What waited is composed again, to see whether it still holds; `just_written` need not be.
    Raises what the server raises.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for row in TO_SEND.rows({"mail": mail_id}):
            mail = take(Mail, row)
            still = just_written or _still(mail)
            if still is None:
                cursor.execute("update meuplano_mail set dropped_at = %s where id = %s", [act.at, mail_id])
                return False
            _envelope(mail, still).send()
            point("between_sending_and_sent")
            cursor.execute("update meuplano_mail set sent_at = %s where id = %s", [act.at, mail_id])
            return True
    return False


def _still(mail: Mail) -> Message | None:
    """What its event has to say now, if that is still of this kind."""
    return next((message for message in _messages(mail.event) if message.kind == mail.kind), None)


def _messages(event: Event) -> Iterable[Message]:
    if event.account is None:
        for_team = TEAM_MESSAGES.get(event.name)
        return for_team(event) if for_team else ()
    compose = MESSAGES.get(event.name)
    return compose(event, event.account) if compose else ()


def _envelope(mail: Mail, message: Message) -> EmailMultiAlternatives:
    envelope = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.EMAIL_FROM,
        [mail.to],
        # The same id on a second attempt: a server that took the first one recognises it.
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": f"<{mail.pk}.{mail.event_id}@{settings.MAIL_DOMAIN}>"},
    )
    envelope.attach_alternative(mail.html, "text/html")
    if message.slip is not None:
        envelope.attach(file_name(message.slip.invoice), slip_pdf(slip_for(message.slip)), "application/pdf")
    if message.paper is not None:
        envelope.attach(*message.paper, "application/pdf")
    for name, content, content_type in message.files:
        envelope.attach(name, content, content_type)
    return envelope
