"""Who belongs to an account in a life, and to whom its papers go: invitations, a new owner, billing details."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from meuplano.actions import accept_invitation, invitations, invite_user, transfer_ownership
from meuplano.actions.save_billing_details import save_billing_details
from meuplano.records.models import Member, User
from tests.lives.there import first

if TYPE_CHECKING:
    from tests.lives.people import People

ADDRESS = {"postal_code": "05433010", "street": "Rua Aspicuelta", "number": "215", "city": "São Paulo", "state": "SP"}


class Members:
    """The members of one life's accounts."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self.acts: dict[Callable[[int], None], int] = {
            self.invites: 3, self.answers_an_invitation: 2, self.takes_an_invitation_back: 1, self.hands_over: 1,
            self.finance_finds_an_owner: 1, self.changes_its_billing: 1,
        }  # fmt: skip

    def invites(self, account_id: int) -> None:
        """Somebody new, who holds a licence until they answer or seven days are over; some are asked again."""
        number = User.objects.count() - self.chance.choice((0, 0, 0, 1))
        email = f"nova{number}@v{account_id}.example"
        invite_user.invite(account_id, email, is_admin=self.chance.random() < 0.2, act=self.people.act_now())

    def answers_an_invitation(self, _account_id: int) -> None:
        """In time or too late."""
        member = self._invited()
        token = invitations.link(member).rstrip("/").rpartition("/")[2]
        accept_invitation.join_as(token, member.user, self.people.act_now())

    def takes_an_invitation_back(self, _account_id: int) -> None:
        member = self._invited()
        invite_user.withdraw(member.account_id, member.pk, self.people.act_now())

    def _invited(self) -> Member:
        """The newest of anybody's."""
        ids = self.people.life.ids
        waiting = Member.objects.filter(account__in=ids, invited_until__isnull=False).select_related("user")
        return first(waiting.order_by("-pk"))

    def hands_over(self, account_id: int) -> None:
        """The owner, to somebody of whom they do not look whether they have access."""
        transfer_ownership.transfer_ownership(account_id, self._somebody(account_id), self.people.act_now())

    def finance_finds_an_owner(self, account_id: int) -> None:
        """The owner left; whoever takes over needs a licence."""
        act = self.people.act_now()
        transfer_ownership.recover_ownership(account_id, self._somebody(account_id), "A responsável saiu", act)

    def _somebody(self, account_id: int) -> int:
        here = Member.objects.filter(account=account_id, invited_until__isnull=True).order_by("pk")
        return self.chance.choice(list(here)).pk

    def changes_its_billing(self, account_id: int) -> None:
        """Now and then a field is emptied, without which no boleto is made (D49)."""
        values = ADDRESS | {"postal_code": self.chance.choice(("", "05433010", "05433010", "01310100"))}
        save_billing_details(account_id, values, self.people.act_now())
