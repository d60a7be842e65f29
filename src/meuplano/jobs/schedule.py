"""What happens by itself, on one screen. Every entry asks "what is due?", is safe to run twice and to miss a day."""

from collections.abc import Callable

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
from meuplano.rules.act import Act

log = structlog.get_logger(__name__)

SCHEDULE: list[tuple[str, Callable[[Act], int]]] = [
    ("poll gateways", read_notice.poll),  # first the money that came
    ("ask about unanswered charges", catch_up.ask_unanswered),
    ("send unsent charges", catch_up.send_unsent),
    ("ask about unanswered refunds", catch_up.ask_about_refunds),
    ("expire orders", end_order.expire_orders),
    ("lapse invitations", invitations.lapse_all),  # before anybody is counted for a renewal
    ("announce prices", announce_prices.announce_prices),
    ("announce full prices", full_price.announce_full_prices),
    ("announce renewals", issue_renewals.announce_renewals),
    ("issue renewals", issue_renewals.issue_renewals),
    ("roll over", roll_over.roll_over_all),
    ("retry cards", retry_cards.retry_cards),
    ("end trusts", end_trusts.end_trusts),  # a ladder that waited for it goes on the same morning
    ("climb ladders", climb_ladder.climb_ladders),
    ("warn of expiring cards", warn_of_expiry.warn_of_expiry),
    ("tell of yearly statements", tell_statements.tell_statements),
    ("tell the team what waits", digest.digest),
    ("read unread notices", catch_up.read_unread),
    ("read bank returns", catch_up.read_bank_returns),
    ("send unsent mails", catch_up.send_unsent_mails),
]


def automatic() -> Act:
    """Who acts when nobody does."""
    return Act(by="automático", at=clock.now())


def run_everything_due() -> dict[str, int]:
    """Do once what is due now; how much each entry did. One that fails does not stop the others."""
    done: dict[str, int] = {}
    act = automatic()
    for name, run in SCHEDULE:
        try:
            done[name] = run(act)
        except Exception:
            log.exception("schedule entry failed", entry=name)
            done[name] = -1
    return done
