"""What happens by itself, on one screen. Every entry says what it looks at, is safe to run twice and to miss a day."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import structlog

from meuplano import clock
from meuplano.actions import (
    announce_prices,
    catch_up,
    climb_ladder,
    digest,
    end_order,
    end_trusts,
    full_price,
    invitations,
    issue_renewals,
    read_notice,
    retry_cards,
    roll_over,
    tell_statements,
    warn_of_expiry,
)
from meuplano.records.any_rows import Rows, which_have_any
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)


class Entry(NamedTuple):
    """`run` does what is due and says how much. It does nothing while none of the kinds of rows it looks at has any;
    an entry that asks others than our database names none, and always runs.
    """

    name: str
    run: Callable[[Act], int]
    looks_at: tuple[Rows, ...] = ()


SCHEDULE = [
    Entry("poll gateways", read_notice.poll),  # first the money that came
    Entry("ask about unanswered charges", catch_up.ask_unanswered, (catch_up.unanswered,)),
    Entry("send unsent charges", catch_up.send_unsent, (catch_up.unsent,)),
    Entry("ask about unanswered refunds", catch_up.ask_about_refunds, (catch_up.unanswered_refunds,)),
    Entry("expire orders", end_order.expire_orders, (end_order.overdue,)),
    Entry("lapse invitations", invitations.lapse_all, (invitations.over,)),  # before anybody is counted for a renewal
    Entry("announce prices", announce_prices.announce_prices, (announce_prices.to_look_for,)),
    Entry("announce full prices", full_price.announce_full_prices, (full_price.to_announce,)),
    Entry("announce renewals", issue_renewals.announce_renewals, (issue_renewals.to_announce,)),
    Entry("issue renewals", issue_renewals.issue_renewals, (issue_renewals.to_issue,)),
    Entry("roll over", roll_over.roll_over_all, (roll_over.to_roll_over, roll_over.to_end)),
    Entry("retry cards", retry_cards.retry_cards, (retry_cards.to_try,)),
    Entry("end trusts", end_trusts.end_trusts, (end_trusts.over,)),  # a ladder that waited for it goes on this morning
    Entry("climb ladders", climb_ladder.climb_ladders, (climb_ladder.to_climb,)),
    Entry("warn of expiring cards", warn_of_expiry.warn_of_expiry, (warn_of_expiry.expiring,)),
    Entry("tell of yearly statements", tell_statements.tell_statements, (tell_statements.to_look_at,)),
    Entry("tell the team what waits", digest.digest, (digest.to_tell,)),
    Entry("read unread notices", catch_up.read_unread, (catch_up.unread_notices,)),
    Entry("read bank returns", catch_up.read_bank_returns, (catch_up.unread_returns,)),
    Entry("send unsent mails", catch_up.send_unsent_mails, (catch_up.unsent_mails,)),
]


def due(act: Act) -> Iterator[Entry]:
    """The entries with something to do, in their order: one statement asks for all that are left.

    It is asked again after each that ran, because the work of one makes the next one due.
    """
    rest = SCHEDULE
    while rest:
        if rest[0].looks_at:
            waiting = which_have_any([rows for entry in rest for rows in entry.looks_at], act)
            while rest and rest[0].looks_at and waiting.isdisjoint(rest[0].looks_at):
                rest = rest[1:]
        yield from rest[:1]
        rest = rest[1:]


def automatic() -> Act:
    """Who acts when nobody does."""
    return Act(by="automático", at=clock.now())


def run_everything_due() -> dict[str, int]:
    """Do once what is due now; how much each entry that had work did. One that fails does not stop the others."""
    done: dict[str, int] = {}
    act = automatic()
    for entry in due(act):
        try:
            done[entry.name] = entry.run(act)
        except Exception:
            log.exception("schedule entry failed", entry=entry.name)
            done[entry.name] = -1
    return done
