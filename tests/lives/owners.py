"""What owners do in a life: buy, change, renew less, let people in and out, pay otherwise, cancel and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meuplano import clock
from meuplano.actions import (
    accept_invitation,
    activate_user,
    ask_refund,
    cancel_subscription,
    change_plan,
    end_order,
    invitations,
    invite_user,
    pay_invoice,
    pay_open_invoice,
    recount_renewal,
    schedule_cycle,
    second_copy,
    set_policy,
    set_targets,
    use_credit,
)
from meuplano.actions.allowed import NotAllowed
from meuplano.records.contract import NoSubscription, contract_of
from meuplano.records.models import Account, Card, Charge, Invoice, Member, Order, UsageReport
from meuplano.rules import quotes
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle
from tests import world
from tests.lives.finance import refundable

if TYPE_CHECKING:
    from tests.lives.life import Life

REFUSALS = (
    NotAllowed,
    change_plan.QuoteChanged,
    quotes.NothingAdded,
    NoSubscription,
    accept_invitation.NotOpen,
    activate_user.NoFreeLicence,
    activate_user.OwnerIsAlwaysActive,
    invite_user.AlreadyHere,
    pay_open_invoice.NotPossible,
)


class Owners:
    """Everybody who is responsible for an account, in one life."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance
        self.acts = {
            self.buys: 10, self.chooses_another_cycle: 4, self.keeps_the_cycle: 1, self.deactivates: 4,
            self.activates: 5, self.brings_somebody: 1, self.invites: 1, self.takes_an_invitation_back: 1,
            self.is_joined: 1, self.withdraws: 2, self.pays_in_another_way: 3, self.asks_a_second_copy: 3,
            self.uses_credit: 2, self.wants_money_back: 1, self.uses_space: 2, self.disputes: 1, self.renews_less: 2,
            self.renews_only_the_active: 2, self.counts_again: 2, self.cancels: 1, self.stays: 1,
        }  # fmt: skip

    def act(self) -> Act:
        """Marina does something now."""
        return Act(by="Marina Duarte", at=clock.now())

    def buys(self, account_id: int) -> None:
        """Some of something, by some method; the request sends the charge, unless it was closed too early."""
        added = {
            item: self.chance.randint(1, most) for item, most in (("licence", 4), ("storage", 40), ("conversas", 3))
        }
        self._confirms(account_id, {item: n for item, n in added.items() if self.chance.random() < 0.5})

    def chooses_another_cycle(self, account_id: int) -> None:
        """A longer one is a renewal today, perhaps with more in the same form; a shorter one is scheduled."""
        cycle = self.chance.choice(list(Cycle))
        if self.chance.random() < 0.3:
            schedule_cycle.choose_cycle(account_id, cycle, self.act())
        else:
            more = {"licence": self.chance.randint(1, 3)} if self.chance.random() < 0.3 else {}
            self._confirms(account_id, more, cycle)

    def keeps_the_cycle(self, account_id: int) -> None:
        schedule_cycle.undo(account_id, self.act())

    def _confirms(self, account_id: int, added: dict[str, int], cycle: Cycle | None = None) -> None:
        account = Account.objects.get(pk=account_id)
        method = self.chance.choice(("boleto", "pix", "card", "card"))
        card = Card.objects.filter(account=account).order_by("pk").last() if method == "card" else None
        seen = change_plan.preview(account, added=added, cycle=cycle, act=self.act()).quote.fingerprint()
        for _ in range(self.chance.choice((1, 1, 1, 2))):  # a double click is one order
            order = change_plan.confirm(
                account_id,
                added=added,
                cycle=cycle,
                method=method,
                seen=seen,
                draft_key=account.draft_key,
                act=self.act(),
                card_id=card.pk if card and self.chance.random() < 0.7 else None,
                make_default=self.chance.random() < 0.5,
            )
        if self.chance.random() < 0.8:
            for pk in Charge.objects.filter(invoice=order.invoice, state="to_send").values_list("pk", flat=True):
                pay_invoice.send(pk, self.act())

    def begins_with_a_card(self, account_id: int) -> None:
        """From the first day on a card pays what recurs: a good one, or one that is refused at the renewal."""
        account = Account.objects.get(pk=account_id)
        seen = change_plan.preview(account, added={"licence": 1}, act=self.act()).quote.fingerprint()
        order = change_plan.confirm(
            account_id, added={"licence": 1}, method="card", seen=seen, draft_key=account.draft_key, act=self.act(),
            make_default=True,
        )  # fmt: skip
        charge = Charge.objects.get(invoice=order.invoice)
        pay_invoice.send(charge.pk, self.act())
        number = self.chance.choice(("4242424242424242", "5555555555554444", "4000000000003155", "4000000000000341"))
        self.life.bank.control("card", key=charge.key, number=number)

    def deactivates(self, account_id: int) -> None:
        self._set_access(account_id, active=False)

    def activates(self, account_id: int) -> None:
        self._set_access(account_id, active=True)

    def _set_access(self, account_id: int, *, active: bool) -> None:
        members = Member.objects.filter(account=account_id, has_access=not active, invited_until__isnull=True).order_by(
            "pk"
        )
        if members:
            activate_user.set_access(account_id, self.chance.choice(list(members)).pk, active=active, act=self.act())

    def brings_somebody(self, account_id: int) -> None:
        number = Member.objects.filter(account=account_id).count()
        person = world.user(f"pessoa{number}@v{account_id}.example")
        member = Member.objects.create(account_id=account_id, user=person, has_access=False)
        activate_user.set_access(account_id, member.pk, active=True, act=self.act())

    def withdraws(self, account_id: int) -> None:
        order = Order.objects.filter(account=account_id).order_by("pk").last()
        if order:
            end_order.withdraw(account_id, order.number, self.act())

    def pays_in_another_way(self, account_id: int) -> None:
        invoice = Invoice.objects.filter(account=account_id, status="open").order_by("pk").first()
        if invoice:
            method = self.chance.choice(("pix", "boleto", "card"))
            charge = pay_open_invoice.pay_open_invoice(account_id, invoice.number, method, self.act())
            pay_invoice.send(charge.pk, self.act())

    def asks_a_second_copy(self, account_id: int) -> None:
        invoice = Invoice.objects.filter(account=account_id, status="open").exclude(kind="order").order_by("pk").first()
        if invoice:
            for_today = self.chance.random() < 0.5
            for charge in second_copy.ask_second_copy(account_id, invoice.number, self.act(), for_today=for_today):
                pay_invoice.send(charge.pk, self.act())

    def uses_credit(self, account_id: int) -> None:
        invoice = Invoice.objects.filter(account=account_id, status="open").order_by("pk").first()
        if invoice:
            seen = use_credit.usable(invoice.account, invoice)
            use_credit.use_credit(account_id, invoice.number, seen=seen, act=self.act())

    def wants_money_back(self, account_id: int) -> None:
        ask_refund.ask_refund(account_id, seen=refundable(account_id), reason="", act=self.act())

    def uses_space(self, account_id: int) -> None:
        UsageReport.objects.create(
            account_id=account_id, used_bytes=self.chance.randrange(60 * 10**9), measured_at=clock.now()
        )

    def disputes(self, account_id: int) -> None:
        charge = Charge.objects.filter(account=account_id, state="paid").order_by("pk").last()
        if charge:
            self.life.bank.control("reverse", key=charge.key)

    def renews_less(self, account_id: int) -> None:
        """Fewer GB or licences of a module at the renewal, or as many again."""
        now = contract_of(Account.objects.get(pk=account_id)).now
        item = self.chance.choice(("storage", "conversas"))
        set_targets.set_targets(account_id, {item: self.chance.randint(0, now.get(item, 0))}, self.act())

    def renews_only_the_active(self, account_id: int) -> None:
        set_policy.set_policy(account_id, self.chance.choice(("all", "active")), self.act())

    def counts_again(self, account_id: int) -> None:
        recount_renewal.recount(account_id, self.act())

    def cancels(self, account_id: int) -> None:
        """On one of the days that are offered."""
        account, act = Account.objects.get(pk=account_id), self.act()
        offered = cancel_subscription.endings(account, contract_of(account), act)
        cancel_subscription.cancel(account_id, self.chance.choice(offered).on, act)

    def stays(self, account_id: int) -> None:
        cancel_subscription.undo(account_id, self.act())

    def invites(self, account_id: int) -> None:
        number = Member.objects.filter(account=account_id).count()
        invite_user.invite(account_id, f"convidada{number}@v{account_id}.example", is_admin=False, act=self.act())

    def takes_an_invitation_back(self, account_id: int) -> None:
        asked = Member.objects.filter(account=account_id, invited_until__isnull=False).order_by("pk").last()
        if asked:
            invite_user.withdraw(account_id, asked.pk, self.act())

    def is_joined(self, account_id: int) -> None:
        """Somebody answers their invitation."""
        asked = Member.objects.filter(account=account_id, invited_until__isnull=False).order_by("pk").first()
        if asked:
            accept_invitation.join(
                invitations.link(asked).rsplit("/", 2)[1], name="Nova Pessoa", password="!", act=self.act()
            )
