"""Who does something in a life, and what payers do: pay early, late, twice, in parts or never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meuplano import clock
from meuplano.records.models import Charge, Order
from meuplano.rules.act import Act
from tests.lives import finance, owners
from tests.lives.finance import Finance
from tests.lives.owners import Owners

if TYPE_CHECKING:
    from tests.lives.life import Life

REFUSALS = (*owners.REFUSALS, *finance.REFUSALS)
CARDS = ("4242424242424242", "4242424242424242", "5555555555554444", "4000000000003155", "4000000000000002",
         "4000000000009995", "4000000000000069", "4000000000000341")  # fmt: skip


class People:
    """Everybody outside our system, in one life."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance
        self._plans: dict[int, list[tuple[Any, int | None]]] = {}  # charge → (day, amount) of each payment to come
        self.owners, self.finance = Owners(life), Finance(self.chance)

    def act(self) -> None:
        """Each account's owner may do one thing today."""
        for account_id in self.life.ids:
            if self.chance.random() >= self.life.busy:
                continue
            does, act = self._draws(account_id)
            with self.life.interrupted():
                try:
                    act()
                except REFUSALS as refusal:
                    self.life.seen[f"refused {does.__name__}: {type(refusal).__name__}"] += 1
                else:
                    self.life.seen[f"does {does.__name__}"] += 1
        if self.chance.random() < 0.004:
            with self.life.interrupted():
                self.finance.publishes_prices(Act(by="Rafael", at=clock.now()))
        if self.chance.random() < 0.01:
            self.life.bank.control("receive", amount=self.chance.randint(100, 90000))

    def _draws(self, account_id: int) -> tuple[Callable[..., None], Callable[[], None]]:
        """What somebody is about to do: mostly the owner, sometimes finance."""
        if self.chance.random() < 0.2:
            theirs = self.chance.choices(list(self.finance.acts), list(self.finance.acts.values()))[0]
            return theirs, lambda: theirs(account_id, Act(by="Rafael", at=clock.now()))
        does = self.chance.choices(list(self.owners.acts), list(self.owners.acts.values()))[0]
        return does, lambda: does(account_id)

    # What payers do

    def pay(self) -> None:
        """Whoever decided to pay today does so; what is new in their hands gets its day."""
        for charge in Charge.objects.filter(account__in=self.life.ids, state="pending").order_by("pk"):
            if charge.method == "card":
                self._types_a_card(charge)
            elif charge.pk not in self._plans:
                self._plans[charge.pk] = self._decide(charge)
        today = self.life.today
        for pk, plan in self._plans.items():
            due = [payment for payment in plan if payment[0] <= today]
            for payment in due:
                plan.remove(payment)
                self._pays(pk, payment[1])

    def _decide(self, charge: Charge) -> list[tuple[Any, int | None]]:
        today, amount, draw = self.life.today, charge.amount_centavos, self.chance
        order = Order.objects.filter(account=charge.account_id, invoice=charge.invoice_id).first()
        due = max(order.pay_until if order else charge.invoice.due_on, today)
        in_time = today + timedelta(draw.randint(0, (due - today).days))
        late = due + timedelta(draw.randint(1, 50))
        part = draw.randint(1, amount)
        careless = charge.account_id % 6 == 0
        weights = (30, 20, 20, 6, 8, 6, 10) if careless else (85, 7, 1, 2, 2, 2, 1)
        how = draw.choices(("in time", "late", "never", "twice", "in parts", "too much", "too little"), weights)[0]
        self.life.seen[f"pays {how}"] += 1
        plans: dict[str, list[tuple[Any, int | None]]] = {
            "in time": [(in_time, None)],
            "late": [(late, amount + amount * 3 // 100 if draw.random() < 0.5 else None)],
            "never": [],
            "twice": [(in_time, None), (in_time + timedelta(draw.randint(0, 20)), None)],
            "in parts": [(in_time, part), (late, amount - part or None)],
            "too much": [(in_time, amount + draw.randint(1, 5000))],
            "too little": [(in_time, part)],
        }
        return plans[how]

    def _pays(self, pk: int, amount: int | None) -> None:
        charge = Charge.objects.select_related("invoice").get(pk=pk)
        if charge.state == "expired" and charge.invoice.status == "open" and self.life.today <= charge.invoice.due_on:
            self.life.found[f"paper over before it was due: {charge.method} of {charge.invoice.kind}"] += 1
        if charge.state != "pending" and self.chance.random() < 0.7:
            return  # the paper says that it is over; some pay all the same
        more = {} if amount is None else {"amount": amount}
        self.life.bank.control("pay", key=charge.key, **more)

    def _types_a_card(self, charge: Charge) -> None:
        if self.chance.random() < 0.6:
            number, approve = self.chance.choice(CARDS), self.chance.random() < 0.8
            self.life.bank.control("card", key=charge.key, number=number, approve=approve)
