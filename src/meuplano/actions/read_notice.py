"""The inbox: keep the verified bytes first, think later; and the polling that finds what never arrived."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction

from meuplano.actions.later import deferred
from meuplano.actions.lock import locked
from meuplano.actions.open_charge import gateway
from meuplano.actions.pay_invoice import decline
from meuplano.actions.receipts import keep_unmatched
from meuplano.actions.settle_payment import settle
from meuplano.gateways import base
from meuplano.records import events
from meuplano.records.faults import point
from meuplano.records.models import Charge, GatewayCursor, Notice, Task
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)
KEEP = """
with kept as (
    insert into meuplano_notice (gateway, sha256, headers, body, received_at, state, problem)
    values (%s, %s, %s, %s, %s, 'received', '') on conflict (gateway, sha256) do nothing returning id
)
select id, procrastinate_defer_jobs_v1(array[
    row(%s, %s, %s, %s, %s, jsonb_build_object('notice_id', id), null)::procrastinate_job_to_defer_v1
]) from kept
"""  # the row and its job in one statement, which is its own transaction: the bank waits, and others behind it
BadSignature = base.BadSignature  # for the doors, which know no gateways


def receive(name: str, headers: Mapping[str, str], body: bytes, act: Act) -> int:
    """Keep the bytes of a notice whose signature was checked; its number. The same bytes are one notice, one job."""
    fingerprint = sha256(body).hexdigest()
    with connection.cursor() as cursor:
        notice: list[Any] = [name, fingerprint, json.dumps(dict(headers)), body, act.at]
        cursor.execute(KEEP, [*notice, *deferred("read_notice")])
        new = cursor.fetchone()
    point("before_acknowledging")
    return int(new[0]) if new else Notice.objects.values_list("pk", flat=True).get(gateway=name, sha256=fingerprint)


def verify(name: str, headers: Mapping[str, str], body: bytes, now: object) -> None:
    """Raise BadSignature unless the bytes are the gateway's, without touching the database; KeyError for no gateway."""
    gateway(name).verify(headers, body, now)  # type: ignore[arg-type]


def read(notice_id: int, act: Act) -> None:
    """Settle what a kept notice says. A notice that cannot be read is kept as failed, with a task for finance."""
    notice = Notice.objects.get(pk=notice_id)
    if notice.state != "received":
        return
    try:
        news = gateway(notice.gateway).read_notice(notice.headers, bytes(notice.body))
    except base.Rejected as unreadable:
        _set_aside(notice, str(unreadable), act)
        return
    for item in news:
        take_in(item, act, notice)
        point("between_news")
    point("before_notice_is_read")
    Notice.objects.filter(pk=notice.pk, state="received").update(state="read")


def take_in(news: base.News, act: Act, notice: Notice | None = None) -> None:
    """One piece of news, from a notice or a poll: money, or a change of a charge. Twice changes nothing."""
    if isinstance(news, base.Receipt):
        settle(news, act, notice)
        return
    account_id = news.key.partition("-")[0]
    charge = Charge.objects.filter(account_id=account_id if account_id.isdigit() else 0, key=news.key).first()
    if charge is None or news.state == "attempt_declined":  # the payer may try another card on the gateway's page
        return
    with locked(charge.account_id, act) as account:
        charge.refresh_from_db()
        if news.state == "declined":
            decline(account, charge, news.code, news.text, news.retryable, act)
        elif charge.move("expire" if news.state == "expired" else "cancel"):
            events.record(f"charge.{charge.state}", act, account, charge=charge.pk, invoice=charge.invoice.number)


def poll(act: Act) -> int:
    """Ask every gateway for its news since the last time; returns how many there were."""
    total = 0
    for name in sorted({name for name in settings.METHOD_GATEWAYS.values() if name}):
        if "poll" not in gateway(name).capabilities:
            continue
        kept, _ = GatewayCursor.objects.get_or_create(gateway=name)
        while True:
            try:
                polled = gateway(name).poll(kept.cursor)
            except (base.Unknown, base.Unreachable):
                break
            for news in polled.news:
                try:
                    take_in(news, act)
                except OperationalError:
                    raise  # the database is away: the same news comes again
                except Exception as problem:
                    _put_aside(news, problem, act)
                point("between_news")
            point("before_cursor")
            if polled.cursor != kept.cursor:
                GatewayCursor.objects.filter(pk=kept.pk).update(cursor=polled.cursor)
            kept.cursor = polled.cursor
            total += len(polled.news)
            if not polled.news:
                break
    return total


def _put_aside(news: base.News, problem: Exception, act: Act) -> None:
    """One piece of news that breaks stops none of the others: it is kept, and a person decides."""
    log.error("news set aside", gateway=news.gateway, id=news.external_id, exc_info=problem)
    if isinstance(news, base.Receipt):
        keep_unmatched(news, act, None)
        return
    with transaction.atomic():
        event = events.record("news.failed", act, None, gateway=news.gateway, charge=news.external_id, state=news.state)
        text = f"Notícia de {news.gateway} sobre {news.external_id} que não pôde ser usada: {problem}"[:300]
        Task.objects.create(kind="news_failed", text=text, event=event, made_on=act.today)


def set_aside(notice_id: int, problem: Exception, act: Act) -> None:
    """A notice that breaks whoever reads it waits for a person; the others go on."""
    _set_aside(Notice.objects.get(pk=notice_id), f"{type(problem).__name__}: {problem}", act)


def _set_aside(notice: Notice, problem: str, act: Act) -> None:
    with transaction.atomic():
        if Notice.objects.filter(pk=notice.pk, state="received").update(state="failed", problem=problem):
            event = events.record("notice.failed", act, None, notice=notice.pk, gateway=notice.gateway)
            text = f"Aviso de {notice.gateway} que não pôde ser lido"
            Task.objects.create(kind="notice_failed", text=text, event=event, made_on=act.today)
