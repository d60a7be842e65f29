"""What accounts pay and how they begin again, in a life: agreements, lists, courtesies, due days, returns, regret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from meuplano import clock
from meuplano.actions import adjust_prices, pay_invoice, start_again
from meuplano.actions.agree_price import agree_price, end_agreed_price
from meuplano.actions.give_courtesy import give_courtesy, stop_courtesy
from meuplano.actions.move_due_day import move_due_day
from meuplano.actions.publish_prices import NewPrices, publish_prices
from meuplano.actions.refused import Refused
from meuplano.actions.regret_order import regret_order, regret_until, too_many_by
from meuplano.records.contract import NoSubscription
from meuplano.records.models import Account, AgreedPrice, Charge, Courtesy, Member, Order, PriceVersion
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle
from tests.lives.there import there

if TYPE_CHECKING:
    from tests.lives.life import Life


class Terms:
    """The verbs of prices, beginnings and regret, each with how often it is done."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance
        self.acts: dict[Callable[[int], None], int] = {
            self.agrees_a_price: 2, self.ends_an_agreement: 1, self.is_adjusted: 1, self.gets_a_courtesy: 2,
            self.loses_a_courtesy: 1, self.moves_its_due_day: 2, self.sees_a_new_list: 1, self.comes_back: 6,
            self.regrets: 4,
        }  # fmt: skip

    def _act(self, by: str = "Rafael Nogueira, financeiro") -> Act:
        return Act(by=by, at=clock.now())

    def agrees_a_price(self, account_id: int) -> None:
        """A price or a discount, from now or from later, for ever or for a while."""
        draw = self.chance
        price, discount = Money(draw.randint(0, 12000)), draw.randint(0, 9000)
        by_price = draw.random() < 0.5
        agree_price(
            account_id,
            item=draw.choice(("licence", "licence", "storage", "conversas")),
            reason="Negociado",
            act=self._act(),
            valid_from=self.life.today + timedelta(draw.choice((0, 0, 20, 90))),
            until=self.life.today + timedelta(draw.choice((100, 400))) if draw.random() < 0.3 else None,
            monthly=price if by_price else None,
            discount=None if by_price else discount,
        )

    def ends_an_agreement(self, account_id: int) -> None:
        agreed = there(AgreedPrice.objects.filter(account=account_id).order_by("pk").last())
        there(end_agreed_price(account_id, agreed.pk, "Acabou", self._act()))

    def is_adjusted(self, account_id: int) -> None:
        adjust_prices.adjust_account(account_id, self.chance.randint(-300, 900) or 1, "IPCA", self._act())

    def gets_a_courtesy(self, account_id: int) -> None:
        give_courtesy(
            account_id,
            off=self.chance.choice((1000, 5000, 10_000)),
            periods=self.chance.randint(1, 4),
            until=self.life.today + timedelta(self.chance.choice((40, 200))) if self.chance.random() < 0.3 else None,
            reason="Instabilidade",
            act=self._act(),
        )

    def loses_a_courtesy(self, account_id: int) -> None:
        courtesy = there(Courtesy.objects.filter(account=account_id).order_by("pk").last())
        there(stop_courtesy(account_id, courtesy.pk, "Resolvido", self._act()))

    def moves_its_due_day(self, account_id: int) -> None:
        move_due_day(account_id, self.chance.randint(1, 31), "A pedido", self._act())

    def sees_a_new_list(self, _account_id: int) -> None:
        """For everybody; each account is told by the schedule."""
        old = PriceVersion.objects.latest("valid_from")
        more = self.chance.randint(-20, 90)
        publish_prices(
            NewPrices(
                valid_from=max(self.life.today, old.valid_from) + timedelta(self.chance.randint(30, 90)),
                gb=Money(old.gb_centavos),
                plans={p.plan.code: Money(p.licence_centavos + more) for p in old.plan_prices.all()},
                modules={m.module.code: Money(m.licence_centavos + more) for m in old.module_prices.all()},
                cycle_discounts={Cycle(t.cycle): t.discount for t in old.terms.all()},
            ),
            "Nova lista",
            self._act(),
        )

    def comes_back(self, account_id: int) -> None:
        """After the end, with a few more licences than people."""
        account, act = Account.objects.get(pk=account_id), self._act("Marina Duarte")
        ended = start_again.ended_of(account, act)
        if ended is None:
            raise Refused("not_ended")
        wanted = {"licence": ended.fewest_licences + self.chance.randint(0, 3), "storage": self.chance.choice((0, 5))}
        cycle = self.chance.choice(list(Cycle))
        again = start_again.preview(account, cycle=cycle, quantities=wanted, act=act)
        order = start_again.confirm(
            account_id,
            cycle=cycle,
            quantities=wanted,
            method=self.chance.choice(("pix", "boleto", "card")),
            seen=again.quote.fingerprint(),
            draft_key=account.draft_key,
            act=act,
        )
        for pk in Charge.objects.filter(invoice=order.invoice, state="to_send").values_list("pk", flat=True):
            pay_invoice.send(pk, act)

    def regrets(self, _account_id: int) -> None:
        """A young order of anybody's; some forget to say whose access ends."""
        since = self.life.today - timedelta(7)
        young = Order.objects.filter(account__in=self.life.ids, status="applied", agreed_on__gte=since)
        order = self.chance.choice(there(list(young.select_related("account").order_by("pk"))))
        account, account_id = order.account, order.account_id
        if regret_until(account, order) is None:
            raise Refused("not_allowed")
        try:
            many = too_many_by(account, order) if self.chance.random() < 0.9 else 0
        except NoSubscription:
            many = 0
        members = Member.objects.filter(account=account, has_access=True, is_owner=False).order_by("pk")
        regret_order(account_id, order.number, self._act("Marina Duarte"), leave=[m.pk for m in members[:many]])
