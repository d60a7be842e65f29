"""Where a person belongs: the first thing that every page asks."""

from dataclasses import dataclass

from meuplano.records.models import Account, Member
from meuplano.records.statements import Statement, take

MEMBERSHIPS = Statement("memberships", m=Member, a=Account)


@dataclass(frozen=True, slots=True)
class Membership:
    """One account of a person, with its requests: how many have an answer not read yet, and how many are not over."""

    member: Member
    unread: int
    going_on: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody who is shown an account as this member sees it: who that is, and the address where it ends (U27)."""

    as_member: Member  # with its user
    seen_by: str
    way_back: str


def memberships_of(user_id: int | None) -> list[Membership]:
    """The accounts this person belongs to, those they own first; one query. An unanswered invitation is none yet."""
    found = []
    for row in MEMBERSHIPS.rows({"user": user_id}):
        member = take(Member, row)
        member.account = take(Account, row)
        unread, going_on = row
        found.append(Membership(member, unread or 0, going_on or 0))
    return found
