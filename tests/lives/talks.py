"""Proposals in a life (D48, D59): finance offers another plan or more of something, the owner accepts or says no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from meuplano.actions import pay_invoice, schedule_plan
from meuplano.actions.requests.accept_proposal import accept_proposal
from meuplano.actions.requests.decline_proposal import decline_proposal
from meuplano.actions.requests.offer import Terms, offer_for, terms_of
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.propose import propose
from meuplano.records.models import Account, Charge, Member, Plan, Proposal, ScheduledChange, Subscription, User
from meuplano.records.models.support import CUSTOMER
from meuplano.rules.agreements import Agreed
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from meuplano.rules.prices import LICENCE
from tests.lives.there import first, there

if TYPE_CHECKING:
    from tests.lives.people import People


class Talks:
    """The conversations of one life that end in an offer."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self.acts: dict[Callable[[int], None], int] = {
            self.is_offered_another_plan: 4, self.is_offered_more: 2, self.accepts_an_offer: 6,
            self.declines_an_offer: 1, self.keeps_the_plan: 1,
        }  # fmt: skip

    def is_offered_another_plan(self, account_id: int) -> None:
        """From today, with a longer cycle now and then, or at the renewal; a price of its own where one is agreed."""
        draw = self.chance
        running = there(Subscription.objects.filter(account=account_id).exclude(status="cancelled").first())
        plan = first(Plan.objects.exclude(pk=running.plan_id).order_by("pk"))
        agreed = Agreed(LICENCE, Money(draw.randint(3000, 12000)), None, self.people.act_now().today)
        terms = Terms({}, plan=plan, at_renewal=draw.random() < 0.5)
        if not terms.at_renewal:
            longer = [cycle for cycle in Cycle if cycle > running.cycle] if draw.random() < 0.3 else []
            terms = Terms(
                added={LICENCE: 1} if draw.random() < 0.3 else {},
                cycle=draw.choice(longer) if longer else None,
                agreed=(agreed,) if draw.random() < 0.3 else (),
                plan=plan,
            )
        self._propose(account_id, terms)

    def is_offered_more(self, account_id: int) -> None:
        """More of something, as an order of the owner's own would be, and with a price now and then."""
        agreed = Agreed(LICENCE, None, self.chance.randint(1, 3000), self.people.act_now().today)
        more = {LICENCE: self.chance.randint(1, 3)}
        self._propose(account_id, Terms(more, agreed=(agreed,) if self.chance.random() < 0.5 else ()))

    def _propose(self, account_id: int, terms: Terms) -> None:
        act = self.people.act_now()
        owner = Member.objects.get(account=account_id, is_owner=True).user
        asked = open_request(account_id, user=owner, kind="other", text="O que serve melhor?", key=self._key(), act=act)
        until, key = act.today + timedelta(self.chance.randint(0, 60)), self._key()
        offer: dict[str, Any] = {
            "text": "Este.",
            "terms": terms,
            "valid_until": until,
            "key": key,
            "user": self._rafael(),
        }
        for _ in range(self.chance.choice((1, 1, 2))):
            propose(account_id, asked.pk, act=act, **offer)

    def accepts_an_offer(self, _account_id: int) -> None:
        """The newest that is open, of any account; the button is pressed twice now and then."""
        proposal, act = self._open(), self.people.act_now()
        account = Account.objects.get(pk=proposal.account_id)
        seen = offer_for(account, terms_of(proposal, act.today), act).quote.fingerprint()
        method = self.chance.choice(("boleto", "pix", "card"))
        for _ in range(self.chance.choice((1, 1, 2))):
            order = accept_proposal(
                account.pk, proposal.pk, method=method, seen=seen, draft_key=account.draft_key, act=act
            )
        unsent = Charge.objects.filter(account=account, invoice__orders=order, state="to_send") if order else ()
        for charge in unsent:
            pay_invoice.send(charge.pk, act)

    def declines_an_offer(self, _account_id: int) -> None:
        proposal = self._open()
        there(decline_proposal(proposal.account_id, proposal.request_id, side=CUSTOMER, act=self.people.act_now()))

    def keeps_the_plan(self, _account_id: int) -> None:
        """Another one was accepted for the renewal; the owner takes that back."""
        waiting = ScheduledChange.objects.filter(account__in=self.people.life.ids, kind="plan", status="scheduled")
        there(schedule_plan.undo(first(waiting.order_by("-pk")).account_id, self.people.act_now()))

    def _open(self) -> Proposal:
        ids, today = self.people.life.ids, self.people.act_now().today
        offered = Proposal.objects.filter(account__in=ids, status="offered", valid_until__gte=today)
        return first(offered.select_related("plan").order_by("-pk"))

    def _rafael(self) -> User:
        email = "rafael@prancheta.example"
        known = User.objects.filter(email=email).first()
        return known or User.objects.create_user(email, is_staff=True)

    def _key(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)
