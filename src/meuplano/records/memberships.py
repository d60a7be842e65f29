"""Where a person belongs: the first thing that every page asks."""

from meuplano.records.models import Account, Member
from meuplano.records.statements import Statement, take

MEMBERSHIPS = Statement("memberships", m=Member, a=Account)


def memberships_of(user_id: int | None) -> list[Member]:
    """The accounts this person belongs to, those they own first; one query. An unanswered invitation is none yet."""
    found = []
    for row in MEMBERSHIPS.rows({"user": user_id}):
        member = take(Member, row)
        member.account = take(Account, row)
        found.append(member)
    return found
