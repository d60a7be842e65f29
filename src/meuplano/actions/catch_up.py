"""Finding what a killed process left half done: charges never sent or never answered, notices never read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.db.models import QuerySet

from meuplano.actions import pay_invoice, pay_refund, read_notice
from meuplano.actions.bank_files import read
from meuplano.actions.due import park
from meuplano.actions.later import later
from meuplano.records.models import Account, BankReturn, Charge, Mail, Notice, Refund
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)
PATIENCE = timedelta(minutes=1)  # younger ones are still somebody's work
MOST = 500  # of each kind at a time; the rest comes a minute later


def unanswered(act: Act) -> QuerySet[Charge]:
    """Charges that were sent and never answered; a title waits for the bank's return."""
    return Charge.objects.filter(state__in=["sending", "unknown"], asked_at__lte=act.at - PATIENCE, titles=None)


def ask_unanswered(act: Act) -> int:
    """Ask the gateway about them."""
    return _each(
        unanswered(act), "asked_at", lambda pk: pay_invoice.ask(pk, act), _park(Charge, "ask about charges", act)
    )


def unanswered_refunds(act: Act) -> QuerySet[Refund]:
    """What a gateway was to give back and has not answered."""
    return Refund.objects.filter(state__in=["sending", "unknown"], sent_at__lte=act.at - PATIENCE)


def ask_about_refunds(act: Act) -> int:
    """Say it again, with the same key."""

    def ask(pk: int) -> None:
        pay_refund.ask(Refund.objects.values_list("account_id", flat=True).get(pk=pk), pk, act)

    return _each(unanswered_refunds(act), "sent_at", ask, _park(Refund, "ask about refunds", act))


def unread_returns(act: Act) -> QuerySet[BankReturn]:
    """Return files whose job was lost."""
    return BankReturn.objects.filter(state="received", received_at__lte=act.at - PATIENCE)


def read_bank_returns(act: Act) -> int:
    """Go on with them."""
    return _each(unread_returns(act), "received_at", lambda pk: read.read(pk, act), _log)


def unsent(act: Act) -> QuerySet[Charge]:
    """Charges whose sender died before it began."""
    return Charge.objects.filter(state="to_send", made_at__lte=act.at - PATIENCE)


def send_unsent(act: Act) -> int:
    """Send them."""
    return _each(unsent(act), "asked_at", lambda pk: pay_invoice.send(pk, act), _park(Charge, "send charges", act))


def unread_notices(act: Act) -> QuerySet[Notice]:
    """Notices whose job was lost."""
    return Notice.objects.filter(state="received", received_at__lte=act.at - PATIENCE)


def read_unread(act: Act) -> int:
    """Read them."""

    def set_aside(pk: int, problem: Exception) -> None:
        read_notice.set_aside(pk, problem, act)

    return _each(unread_notices(act), "received_at", lambda pk: read_notice.read(pk, act), set_aside)


def unsent_mails(act: Act) -> QuerySet[Mail]:
    """Mails that no server took."""
    return Mail.objects.filter(sent_at__isnull=True, dropped_at__isnull=True, made_at__lte=act.at - PATIENCE)


def send_unsent_mails(act: Act) -> int:
    """Have them sent again."""
    return _each(unsent_mails(act), "made_at", lambda pk: later("send_mail", mail_id=pk), _log)


def _each(rows: QuerySet[Any], by: str, do: Callable[[int], object], broken: Callable[[int, Exception], None]) -> int:
    """Do it for each, in the order of their index; one that breaks is set aside, and the others go on."""
    keys = list(rows.order_by(by, "pk").values_list("pk", flat=True)[:MOST])
    for pk in keys:
        try:
            do(pk)
        except OperationalError:
            raise  # the database is away: everything is tried again
        except Exception as problem:
            log.error("could not catch up", key=pk, exc_info=problem)
            broken(pk, problem)
    return len(keys)


def _park(rows: type[Any], work: str, act: Act) -> Callable[[int, Exception], None]:
    def park_the_account(pk: int, problem: Exception) -> None:
        account_id = rows.objects.values_list("account_id", flat=True).get(pk=pk)
        with transaction.atomic():
            park(Account.objects.select_for_update(no_key=True).get(pk=account_id), work, problem, act)

    return park_the_account


def _log(pk: int, problem: Exception) -> None:
    """A mail that cannot be asked for again stays where it is: the next minute tries once more."""
