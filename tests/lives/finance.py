"""What the vendor's finance team does in a life: credit, refunds, prices, courtesies, due days."""

from datetime import timedelta
from random import Random
from typing import Any

from meuplano.actions import (
    adjust_prices,
    agree_price,
    ask_refund,
    give_courtesy,
    move_due_day,
    pay_refund,
    publish_prices,
)
from meuplano.actions.grant_credit import grant_credit
from meuplano.actions.refused import Refused
from meuplano.records.credits import balances
from meuplano.records.models import Account, AgreedPrice, Courtesy, PriceVersion, Refund
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from meuplano.rules.periods import Cycle

REFUSALS = (Refused, publish_prices.Refused, pay_refund.NotPossible, ask_refund.NothingToReturn)
WHY = "Combinado com o cliente"


class Finance:
    """Rafael and his colleagues."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.acts = {
            self.grants_credit: 2, self.gives_back: 4, self.gives_back_by_hand: 1, self.thinks_better_of_it: 1,
            self.gives_a_courtesy: 1, self.stops_a_courtesy: 1, self.agrees_on_a_price: 1, self.ends_an_agreed_price: 1,
            self.adjusts: 1, self.moves_the_due_day: 1,
        }  # fmt: skip

    def grants_credit(self, account_id: int, act: Act) -> None:
        grant_credit(account_id, Money(self.chance.randint(1, 60000)), "Desculpas pelo atraso", act)

    def gives_back(self, account_id: int, act: Act) -> None:
        """Through the bank that brought the money; credit that nobody asked for is asked for first."""
        pay_refund.by_gateway(account_id, self._refund(account_id, act).pk, act)

    def gives_back_by_hand(self, account_id: int, act: Act) -> None:
        refund = self._refund(account_id, act)
        pay_refund.by_hand(account_id, refund.pk, paid_on=act.today, proof="TED 4711", act=act)

    def thinks_better_of_it(self, account_id: int, act: Act) -> None:
        ask_refund.drop_refund(account_id, self._refund(account_id, act).pk, act)

    def gives_a_courtesy(self, account_id: int, act: Act) -> None:
        off, periods = self.chance.choice((2000, 5000, 10000)), self.chance.randint(1, 3)
        until = act.today + timedelta(self.chance.randint(40, 400)) if self.chance.random() < 0.5 else None
        give_courtesy.give_courtesy(account_id, off=off, periods=periods, reason=WHY, act=act, until=until)

    def stops_a_courtesy(self, account_id: int, act: Act) -> None:
        given = Courtesy.objects.filter(account=account_id).order_by("pk").last()
        if given:
            give_courtesy.stop_courtesy(account_id, given.pk, WHY, act)

    def agrees_on_a_price(self, account_id: int, act: Act) -> None:
        price: dict[str, Any] = (
            {"monthly": Money(self.chance.randint(0, 20000))}
            if self.chance.random() < 0.5
            else {"discount": self.chance.randint(1, 10000)}
        )
        item = self.chance.choice(("licence", "licence", "storage", "conversas"))
        agree_price.agree_price(account_id, item=item, reason=WHY, act=act, **price)

    def ends_an_agreed_price(self, account_id: int, act: Act) -> None:
        agreed = AgreedPrice.objects.filter(account=account_id).order_by("pk").last()
        if agreed:
            agree_price.end_agreed_price(account_id, agreed.pk, WHY, act)

    def adjusts(self, account_id: int, act: Act) -> None:
        adjust_prices.adjust_account(account_id, self.chance.randint(-300, 900) or 1, "Reajuste anual", act)

    def moves_the_due_day(self, account_id: int, act: Act) -> None:
        move_due_day.move_due_day(account_id, self.chance.randint(1, 31), WHY, act)

    def publishes_prices(self, act: Act) -> None:
        """A new list for everybody, a little dearer."""
        old = PriceVersion.objects.latest("valid_from")
        new = publish_prices.NewPrices(
            valid_from=max(old.valid_from, act.today) + timedelta(self.chance.randint(31, 90)),
            gb=Money(old.gb_centavos + 7),
            plans={p.plan.code: Money(p.licence_centavos + 434) for p in old.plan_prices.select_related("plan")},
            modules={
                p.module.code: Money(p.licence_centavos + 101) for p in old.module_prices.select_related("module")
            },
            cycle_discounts={Cycle(terms.cycle): terms.discount for terms in old.terms.all()},
        )
        publish_prices.publish_prices(new, "Reajuste anual", act)

    def _refund(self, account_id: int, act: Act) -> Refund:
        waiting = Refund.objects.filter(account=account_id, state="due").order_by("pk").first()
        if waiting:
            return waiting
        seen = refundable(account_id)
        return ask_refund.ask_refund(account_id, seen=seen, reason="", act=act)[0]


def refundable(account_id: int) -> Money:
    """What the account could ask back as money."""
    credits = balances(Account.objects.get(pk=account_id))
    return Money(sum(credit.left for credit in credits if credit.kind == "refundable"))
