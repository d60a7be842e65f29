"""What finance corrects in a life: issued again, discounts, notes, write-offs, a second person who agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from meuplano.actions import second_person
from meuplano.actions.note_credit import left_of
from meuplano.actions.refused import Refused
from meuplano.actions.reissue_invoice import reissue
from meuplano.actions.save_billing_details import save_billing_details
from meuplano.actions.second_person import CREDIT, CREDIT_NOTE, DISCOUNT, WRITE_OFF, Correction
from meuplano.records.models import Approval, Invoice, User
from meuplano.rules.act import Act
from meuplano.rules.money import Money
from tests.lives.there import first, there

if TYPE_CHECKING:
    from tests.lives.people import People

TWO = ("rafael@prancheta.example", "bruna@prancheta.example")  # who asks, and who agrees


class Corrections:
    """The finance team's corrections in one life; above the vendor's limit they wait for the other person."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self.acts: dict[Callable[[int], None], int] = {
            self.issues_again: 2, self.gives_a_discount: 2, self.notes_credit: 2, self.writes_off: 2,
            self.gives_much_credit: 1, self.decides_as_second_person: 4,
        }  # fmt: skip

    def issues_again(self, account_id: int) -> None:
        """The payer has another name since; the open invoice is to say so."""
        invoice = self._some(account_id, "open")
        name = f"Agência {self.chance.randrange(10**6)} Ltda"
        save_billing_details(account_id, {"legal_name": name}, self.people.act_now())
        reissue(account_id, invoice.number, "Razão social", self._act())

    def gives_a_discount(self, account_id: int) -> None:
        """A part or all of what is open."""
        invoice = self._some(account_id, "open")
        amount = invoice.open if self.chance.random() < 0.1 else self._part(invoice.open)
        self._correct(account_id, Correction(DISCOUNT, amount, "Negociado", invoice.number))

    def notes_credit(self, account_id: int) -> None:
        """Of a paid invoice, as credit or paid out."""
        invoice = self._some(account_id, "paid")
        money, courtesy = left_of(invoice.account, invoice)
        amount, pay_out = self._part(money + courtesy), self.chance.random() < 0.3
        self._correct(account_id, Correction(CREDIT_NOTE, amount, "Cobrado a mais", invoice.number, pay_out))

    def writes_off(self, account_id: int) -> None:
        """What is open and overdue."""
        overdue = Invoice.objects.filter(account=account_id, status="open", due_on__lt=self._act().today)
        invoice = first(overdue.order_by("pk"))
        self._correct(account_id, Correction(WRITE_OFF, invoice.open, "Incobrável", invoice.number))

    def gives_much_credit(self, account_id: int) -> None:
        """Above the limit, so that it waits."""
        amount = second_person.limit() + Money(self.chance.randint(1, 10_000))
        self._correct(account_id, Correction(CREDIT, amount, "Instabilidade"))

    def decides_as_second_person(self, account_id: int) -> None:
        """The oldest that waits, of any account: agreed mostly, twice now and then; or refused."""
        approval = first(Approval.objects.filter(state="waiting").order_by("pk"))
        if self.chance.random() < 0.2:
            second_person.refuse(approval.pk, self._user(1).pk, "Não desta vez", self._act(1))
            return
        for _ in range(self.chance.choice((1, 1, 2))):
            try:
                second_person.approve(approval.pk, self._user(1).pk, self._act(1))
            except Refused:  # it is not what it was: whoever asked takes it back
                second_person.refuse(approval.pk, self._user(0).pk, "Mudou entretanto", self._act())

    def _correct(self, account_id: int, wanted: Correction) -> None:
        second_person.correct(account_id, wanted, self._user(0).pk, self._act())

    def _some(self, account_id: int, status: str) -> Invoice:
        return self.chance.choice(
            there(list(Invoice.objects.filter(account=account_id, status=status).order_by("-pk")[:3]))
        )

    def _part(self, whole: Money) -> Money:
        return Money(self.chance.randint(1, max(whole.centavos, 1)))

    def _user(self, which: int) -> User:
        known = User.objects.filter(email=TWO[which]).first()
        return known or User.objects.create_user(TWO[which], is_staff=True)

    def _act(self, which: int = 0) -> Act:
        return Act(by=TWO[which].partition("@")[0].title(), at=self.people.act_now().at)
