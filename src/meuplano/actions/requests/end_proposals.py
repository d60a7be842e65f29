"""Open proposals die as waiting orders do: nobody accepts what was offered to another situation (D08, D59)."""

from meuplano.actions.later import tell
from meuplano.actions.requests import thread
from meuplano.records.models import Account, Proposal
from meuplano.rules.act import Act

# Why, in the words of the event.
SUSPENDED = "suspended"
CANCELLING = "cancelling"
ENDED = "ended"


def end_proposals(account: Account, why: str, act: Act) -> list[int]:
    """Take back every open proposal of this account, and tell who made it; returns their numbers.

    The account is locked. The conversation goes on: whoever comes back asks for it again, at the prices of that day.
    """
    ended = []
    still_open = Proposal.objects.filter(account=account, status="offered").select_related("request__account")
    for proposal in still_open.order_by("pk"):
        if proposal.move("withdraw", ended_at=act.at):
            request = proposal.request
            tell(thread.record("proposal.withdrawn", request, act, proposal=proposal.pk, why=why))
            ended.append(proposal.pk)
    return ended
