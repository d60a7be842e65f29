"""What owners and payers do in a life: buy, let people in and out, pay early, late, twice, in parts or never.

What they decide about the renewal is in `owners.py`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from meuplano import clock
from meuplano.actions import (
    activate_user,
    ask_refund,
    change_method,
    change_plan,
    end_order,
    pay_invoice,
    pay_open_invoice,
    pay_refund,
    second_copy,
    start_again,
    transfer_ownership,
    use_credit,
)
from meuplano.actions.accept_invitation import NotOpen
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.invite_user import AlreadyHere
from meuplano.actions.refused import Refused
from meuplano.records import credits
from meuplano.records.contract import NoSubscription
from meuplano.records.models import (
    Account,
    BankTitle,
    Card,
    Charge,
    Invoice,
    Member,
    Order,
    Subscription,
    UsageReport,
    User,
)
from meuplano.rules import quotes
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests import world
from tests.lives.corrections import Corrections
from tests.lives.finance import Finance
from tests.lives.members import Members
from tests.lives.owners import Owners
from tests.lives.proofs import Proofs
from tests.lives.talks import Talks
from tests.lives.terms import Terms
from tests.lives.there import first, there

if TYPE_CHECKING:
    from tests.lives.life import Life

REFUSALS = (
    NotAllowed,
    Refused,
    start_again.QuoteChanged,
    change_plan.QuoteChanged,
    quotes.NothingAdded,
    NoSubscription,
    activate_user.NoFreeLicence,
    activate_user.OwnerIsAlwaysActive,
    pay_open_invoice.NotPossible,
    pay_refund.NotPossible,
    ask_refund.NothingToReturn,
    transfer_ownership.NotPossible,
    AlreadyHere,
    NotOpen,
)
CARDS = ("4242424242424242", "4242424242424242", "5555555555554444", "4000000000003155", "4000000000000002",
         "4000000000009995", "4000000000000069", "4000000000000341")  # fmt: skip


class People:
    """Everybody outside our system, in one life."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance
        self._plans: dict[int, list[tuple[Any, int | None]]] = {}  # charge → (day, amount) of each payment to come
        self._acts = {
            self.buys: 10, self.deactivates: 4, self.activates: 5, self.brings_somebody: 2, self.withdraws: 2,
            self.pays_in_another_way: 3, self.gets_credit: 1, self.uses_space: 2, self.disputes: 1,
            self.wants_a_second_copy: 3, self.uses_credit: 2, self.wants_money_back: 1, self.changes_the_method: 1,
            self.forgets_a_card: 1, self.pays_an_order_beside_its_boleto: 6,
        }  # fmt: skip
        of_money = (Terms(life), Finance(self), Corrections(self), Proofs(self))
        for others in (Owners(self), Members(self), Talks(self), *of_money):
            self._acts |= others.acts
        life.seen.update({f"does {verb.__name__}": 0 for verb in self._acts})  # what never happens is seen as well

    def act(self) -> None:
        """Each account's owner may do one thing today."""
        for account_id in self.life.ids:
            if self.chance.random() >= self.life.busy:
                continue
            does = self.chance.choices(list(self._acts), list(self._acts.values()))[0]
            with self.life.interrupted():
                try:
                    does(account_id)
                except REFUSALS as refusal:
                    self.life.seen[f"refused {does.__name__}: {type(refusal).__name__}"] += 1
                else:
                    self.life.seen[f"does {does.__name__}"] += 1
        if self.chance.random() < 0.01:
            self.life.bank.control("receive", amount=self.chance.randint(100, 90000))

    def act_now(self) -> Act:
        return Act(by="Marina Duarte", at=clock.now())

    # What owners do

    def buys(self, account_id: int) -> None:
        """Some of something, by some method; the request sends the charge, unless it was closed too early."""
        account = Account.objects.get(pk=account_id)
        added = {
            item: self.chance.randint(1, most) for item, most in (("licence", 4), ("storage", 40), ("conversas", 3))
        }
        added = {item: n for item, n in added.items() if self.chance.random() < 0.5}
        method = self.chance.choice(("boleto", "pix", "card", "card"))
        card = Card.objects.filter(account=account).order_by("pk").last() if method == "card" else None
        self.confirms(account, added, method, card)

    def confirms(
        self, account: Account, added: dict[str, int], method: str, card: Card | None, cycle: Cycle | None = None
    ) -> None:
        """What the summary shows, now and then by a double click, which is one order."""
        act = self.act_now()
        offer = change_plan.preview(account, added=added, cycle=cycle, act=act)
        terms = self.chance.randint(1, change_plan.most_parts(offer, method)) if self.chance.random() < 0.5 else 1
        for _ in range(self.chance.choice((1, 1, 1, 2))):
            order = change_plan.confirm(
                account.pk,
                added=added,
                cycle=cycle,
                method=method,
                seen=offer.quote.fingerprint(),
                draft_key=account.draft_key,
                act=act,
                instalments=terms,
                card_id=card.pk if card and self.chance.random() < 0.7 else None,
                make_default=self.chance.random() < 0.5,
            )
        if self.chance.random() < 0.8:
            for pk in Charge.objects.filter(invoice=order.invoice, state="to_send").values_list("pk", flat=True):
                pay_invoice.send(pk, act)

    def begins_with_a_card(self, account_id: int) -> None:
        """From the first day on a card pays what recurs: a good one, or one that is refused at the renewal."""
        account = Account.objects.get(pk=account_id)
        seen = change_plan.preview(account, added={"licence": 1}, act=self.act_now()).quote.fingerprint()
        order = change_plan.confirm(
            account_id, added={"licence": 1}, method="card", seen=seen, draft_key=account.draft_key, act=self.act_now(),
            make_default=True,
        )  # fmt: skip
        charge = Charge.objects.get(invoice=order.invoice)
        pay_invoice.send(charge.pk, self.act_now())
        number = self.chance.choice(("4242424242424242", "5555555555554444", "4000000000003155", "4000000000000341"))
        self.life.bank.control("card", key=charge.key, number=number)

    def deactivates(self, account_id: int) -> None:
        self._set_access(account_id, active=False)

    def activates(self, account_id: int) -> None:
        self._set_access(account_id, active=True)

    def _set_access(self, account_id: int, *, active: bool) -> None:
        members = Member.objects.filter(account=account_id, has_access=not active, invited_until=None).order_by("pk")
        member = self.chance.choice(there(list(members)))
        activate_user.set_access(account_id, member.pk, active=active, act=self.act_now())

    def brings_somebody(self, account_id: int) -> None:
        person = world.user(f"nova{User.objects.count()}@v{account_id}.example")
        member = Member.objects.create(account_id=account_id, user=person, has_access=False)
        activate_user.set_access(account_id, member.pk, active=True, act=self.act_now())

    def withdraws(self, account_id: int) -> None:
        order = there(Order.objects.filter(account=account_id).order_by("pk").last())
        end_order.withdraw(account_id, order.number, self.act_now())

    def pays_in_another_way(self, account_id: int) -> None:
        invoice = self._open(account_id)
        method = self.chance.choice(("pix", "boleto", "card"))
        charge = pay_open_invoice.pay_open_invoice(account_id, invoice.number, method, self.act_now())
        pay_invoice.send(charge.pk, self.act_now())

    def pays_an_order_beside_its_boleto(self, _account_id: int) -> None:
        """By the Pix that is there while its bank has not answered a file; asked for twice now and then."""
        waiting = Order.objects.filter(account__in=self.life.ids, status="waiting", pay_until__gte=self.life.today)
        by_file = waiting.filter(invoice__charges__gateway="bank_cnab")
        order = first(by_file.select_related("invoice").order_by("-pk"))
        for _ in range(self.chance.choice((1, 2))):
            charge = pay_open_invoice.pay_open_invoice(order.account_id, order.invoice.number, "pix", self.act_now())
        pay_invoice.send(charge.pk, self.act_now())

    def _open(self, account_id: int) -> Invoice:
        return first(Invoice.objects.filter(account=account_id, status="open").order_by("pk"))

    def gets_credit(self, account_id: int) -> None:
        grant_credit(account_id, Money(self.chance.randint(1, 60000)), "Desculpas pelo atraso", self.act_now())

    def uses_space(self, account_id: int) -> None:
        UsageReport.objects.create(
            account_id=account_id, used_bytes=self.chance.randrange(60 * 10**9), measured_at=clock.now()
        )

    def wants_a_second_copy(self, account_id: int) -> None:
        invoice = self._open(account_id)
        today = self.chance.random() < 0.5
        for charge in second_copy.ask_second_copy(account_id, invoice.number, self.act_now(), for_today=today):
            pay_invoice.send(charge.pk, self.act_now())

    def uses_credit(self, account_id: int) -> None:
        invoice = self._open(account_id)
        seen = use_credit.usable(invoice.account, invoice)
        use_credit.use_credit(account_id, invoice.number, seen=seen, act=self.act_now())

    def wants_money_back(self, account_id: int) -> None:
        left = credits.balances(Account.objects.get(pk=account_id))
        seen = Money(sum(row.left for row in left if row.kind == "refundable"))
        for refund in ask_refund.ask_refund(account_id, seen=seen, reason="", act=self.act_now()):
            pay_refund.by_gateway(account_id, refund.pk, self.act_now())

    def changes_the_method(self, account_id: int) -> None:
        method = self.chance.choice(("boleto", "pix", "card"))
        card = Card.objects.filter(account=account_id).order_by("pk").last() if method == "card" else None
        change_method.change_method(account_id, method, self.act_now(), card_id=card.pk if card else None)

    def forgets_a_card(self, _account_id: int) -> None:
        """One that pays nothing recurring, of anybody's."""
        used = Subscription.objects.exclude(card=None).exclude(status="cancelled").values("card")
        spare = Card.objects.filter(account__in=self.life.ids, removed_on=None).exclude(pk__in=used)
        card = first(spare.order_by("pk"))
        change_method.remove_card(card.account_id, card.pk, self.act_now())

    def disputes(self, account_id: int) -> None:
        charge = there(Charge.objects.filter(account=account_id, state="paid").order_by("pk").last())
        self.life.bank.control("reverse", key=charge.key)

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
        part = charge.instalment.due_on if charge.instalment else None
        due = max(order.pay_until if order and not part else part or charge.invoice.due_on, today)
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
        charge = Charge.objects.select_related("invoice", "instalment").get(pk=pk)
        due = charge.instalment.due_on if charge.instalment else charge.invoice.due_on
        if charge.state == "expired" and charge.invoice.status == "open" and self.life.today <= due:
            self.life.found[f"paper over before it was due: {charge.method} of {charge.invoice.kind}"] += 1
        if charge.state != "pending" and self.chance.random() < 0.7:
            return  # the paper says that it is over; some pay all the same
        more = {} if amount is None else {"amount": amount}
        if charge.gateway == "bank_cnab":
            title = BankTitle.objects.filter(account=charge.account_id, charge=charge).first()
            if title is not None:
                self.life.bank.control("title", own=title.own_id, **more)
            return
        self.life.bank.control("pay", key=charge.key, **more)

    def _types_a_card(self, charge: Charge) -> None:
        if self.chance.random() < 0.6:
            number, approve = self.chance.choice(CARDS), self.chance.random() < 0.8
            self.life.bank.control("card", key=charge.key, number=number, approve=approve)
