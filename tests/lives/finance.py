"""What finance does by hand in a life: new contracts, refunds paid by a transfer, everybody's yearly adjustment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from meuplano.actions import adjust_prices, pay_invoice, pay_refund
from meuplano.actions.make_contract import Customer, make_contract
from meuplano.actions.match_receipt import match_receipt
from meuplano.actions.refused import Refused
from meuplano.actions.undo_match import undo_match
from meuplano.records.models import Charge, Invoice, Payment, Receipt, Refund
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle
from tests.lives.members import ADDRESS
from tests.lives.there import first

if TYPE_CHECKING:
    from tests.lives.people import People

MOST = 1.5  # so many times the accounts that a life began with


class Finance:
    """The vendor's finance team in one life."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self._begun_with = len(people.life.ids)
        self.acts: dict[Callable[[int], None], int] = {
            self.makes_a_contract: 1, self.pays_a_refund_by_hand: 2, self.adjusts_everybody: 1,
            self.matches_what_waits: 6, self.undoes_a_match: 2,
        }  # fmt: skip

    def makes_a_contract(self, _account_id: int) -> None:
        """A new customer, who begins by paying, or who paid elsewhere; the form is sent twice now and then."""
        draw, ids, act = self.chance, self.people.life.ids, self._act()
        if len(ids) >= MOST * self._begun_with:
            raise Refused("enough")
        number, key = len(ids), UUID(int=draw.getrandbits(128), version=4)
        customer = Customer(
            code=f"N{number:04d}", name="Estúdio Novo", owner_name="Bia Rocha", owner_email=f"bia@n{number}.example",
            legal_name="Estúdio Novo Ltda", tax_id="41738920000199",
            address=ADDRESS if draw.random() < 0.8 else {},
        )  # fmt: skip
        elsewhere = act.today - timedelta(draw.randrange(20)) if draw.random() < 0.3 else None
        cycle, method = draw.choice(list(Cycle)), draw.choice(("boleto", "pix"))
        quantities = {"licence": draw.randint(3, 20), "storage": draw.choice((0, 10)), "conversas": draw.choice((0, 2))}
        for _ in range(draw.choice((1, 2))):
            account = make_contract(
                customer, plan="profissional", cycle=cycle, quantities=quantities, method=method, key=key, act=act,
                policy=draw.choice(("all", "active")), paid_elsewhere_from=elsewhere,
            )  # fmt: skip
        ids.append(account.pk)
        for pk in Charge.objects.filter(account=account, state="to_send").values_list("pk", flat=True):
            pay_invoice.send(pk, act)

    def pays_a_refund_by_hand(self, _account_id: int) -> None:
        """By a transfer, though the gateway may be paying it already."""
        ids, states = self.people.life.ids, ("due", "sending", "unknown")
        refund = first(Refund.objects.filter(account__in=ids, state__in=states).order_by("-pk"))
        act = self._act()
        pay_refund.by_hand(refund.account_id, refund.pk, paid_on=act.today, proof="TED 0193", act=act)

    def matches_what_waits(self, account_id: int) -> None:
        """Money without an owner is for this account's invoice, or so somebody believes; the form is sent twice."""
        receipt = Receipt.objects.filter(matched=False, kind="payment").order_by("pk").first()
        invoice = Invoice.objects.filter(account=account_id, status="open").order_by("-pk").first()
        if receipt and invoice:
            for _ in range(self.chance.choice((1, 2))):
                match_receipt(account_id, invoice.number, receipt.pk, "Extrato", self._act())
            if self.chance.random() < 0.5:  # the mistake is seen at once
                self.undoes_a_match(account_id)

    def undoes_a_match(self, _account_id: int) -> None:
        """The newest one of all accounts was a mistake; two people see it now and then."""
        made = Payment.objects.filter(undone=False, undoes=None, amount_centavos__gt=0, receipt__kind="payment")
        wrong = made.exclude(receipt__settled_by="").order_by("-pk").first()
        if wrong:
            for _ in range(self.chance.choice((1, 2))):
                undo_match(wrong.account_id, wrong.pk, "Era de outra fatura", self._act())

    def adjusts_everybody(self, _account_id: int) -> None:
        """Whoever it is not too soon for; the worker does it."""
        scope = self.chance.choice((adjust_prices.OF_AGREED, adjust_prices.OF_ALL))
        adjust_prices.order_adjustment(self.chance.randint(1, 900), scope, "IPCA", self._act())

    def _act(self) -> Act:
        return Act(by="Rafael Nogueira, financeiro", at=self.people.act_now().at)
