"""Finding what a killed process left half done: charges never sent or never answered, notices never read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from meuplano.actions import pay_invoice, read_notice
from meuplano.actions.later import later
from meuplano.records.models import Charge, Mail, Notice
from meuplano.rules.act import Act

PATIENCE = timedelta(minutes=1)  # younger ones are still somebody's work
MOST = 500  # of each kind at a time; the rest comes a minute later


def ask_unanswered(act: Act) -> int:
    """Ask the gateway about charges that were sent and never answered."""
    lost = Charge.objects.filter(state__in=["sending", "unknown"], asked_at__lte=act.at - PATIENCE)
    return _each(lost, lambda pk: pay_invoice.ask(pk, act))


def send_unsent(act: Act) -> int:
    """Send the charges whose sender died before it began."""
    unsent = Charge.objects.filter(state="to_send", made_at__lte=act.at - PATIENCE)
    return _each(unsent, lambda pk: pay_invoice.send(pk, act))


def read_unread(act: Act) -> int:
    """Read the notices whose job was lost."""
    unread = Notice.objects.filter(state="received", received_at__lte=act.at - PATIENCE)
    return _each(unread, lambda pk: read_notice.read(pk, act))


def send_unsent_mails(act: Act) -> int:
    """Have the mails sent again that no server took."""
    waiting = Mail.objects.filter(sent_at__isnull=True, made_at__lte=act.at - PATIENCE)
    return _each(waiting, lambda pk: later("send_mail", mail_id=pk))


def _each(rows: QuerySet[Any], do: Callable[[int], object]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    for pk in keys:
        do(pk)
    return len(keys)
