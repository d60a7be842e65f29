"""What owners decide about their renewal: its cycle, what it holds, whether there is one; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meuplano.actions import cancel_subscription, schedule_cycle
from meuplano.actions.change_renewal import POLICIES, change_renewal, smallest_target
from meuplano.actions.recount_renewal import recount, would_hold_less
from meuplano.records.contract import contract_of
from meuplano.records.models import Account, Card, Invoice, ScheduledChange
from meuplano.records.overview import overview_of
from meuplano.rules.changes import LONGER_CYCLE, cycle_change
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE, STORAGE
from tests.lives.there import first, there

if TYPE_CHECKING:
    from tests.lives.people import People


class Owners:
    """The owners of one life."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self.acts: dict[Any, int] = {
            self.changes_the_cycle: 4, self.keeps_the_cycle: 1, self.sets_the_policy: 2, self.sets_targets: 3,
            self.recounts: 2, self.cancels: 1, self.stays: 2,
        }  # fmt: skip

    def changes_the_cycle(self, account_id: int) -> None:
        """To a longer one by an order, with something added now and then; to a shorter one by scheduling it."""
        account = Account.objects.get(pk=account_id)
        cycle = self.chance.choice(list(Cycle))
        contract = contract_of(account)
        added = {LICENCE: self.chance.randint(1, 3)} if self.chance.random() < 0.2 else {}
        if added or cycle_change(contract.cycle, cycle) == LONGER_CYCLE:
            method = self.chance.choice(("boleto", "boleto", "pix", "card"))
            card = Card.objects.filter(account=account).order_by("pk").last() if method == "card" else None
            self.people.confirms(account, added, method, card, cycle)
        else:
            schedule_cycle.choose_cycle(account_id, cycle, self.people.act_now())

    def keeps_the_cycle(self, _account_id: int) -> None:
        there(schedule_cycle.undo(self._whose_waits("cycle"), self.people.act_now()))

    def sets_the_policy(self, account_id: int) -> None:
        change_renewal(account_id, self.people.act_now(), policy=self.chance.choice(POLICIES))

    def sets_targets(self, account_id: int) -> None:
        """Less of something, or as much as there is: that undoes it."""
        overview = there(overview_of(Account.objects.get(pk=account_id)))
        targets = {}
        for item, now in overview.contract.now.items():
            if item == LICENCE or self.chance.random() < 0.4:
                continue
            least = smallest_target(overview) if item == STORAGE else 0
            targets[item] = now if self.chance.random() < 0.3 else self.chance.randint(least, max(now, least))
        change_renewal(account_id, self.people.act_now(), targets=targets)

    def recounts(self, _account_id: int) -> None:
        """Somebody whose renewal invoice is out, and who would renew less by now."""
        ids, today = self.people.life.ids, self.people.act_now().today
        out = Invoice.objects.filter(account__in=ids, kind="renewal", status="open", period_start__gt=today)
        accounts = [invoice.account for invoice in out.select_related("account").order_by("pk")]
        less = first(account for account in accounts if would_hold_less(account, contract_of(account)))
        there(recount(less.pk, self.people.act_now()))

    def cancels(self, account_id: int) -> None:
        account, act = Account.objects.get(pk=account_id), self.people.act_now()
        choices = cancel_subscription.endings(account, contract_of(account), act)
        cancel_subscription.cancel(account_id, self.chance.choice(choices).on, act, reasons=["preço"])

    def stays(self, _account_id: int) -> None:
        there(cancel_subscription.undo(self._whose_waits("cancel"), self.people.act_now()))

    def _whose_waits(self, kind: str) -> int:
        """The account of the newest change of this kind."""
        waiting = ScheduledChange.objects.filter(account__in=self.people.life.ids, kind=kind, status="scheduled")
        return first(waiting.order_by("-pk")).account_id
