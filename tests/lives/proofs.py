"""Files in a life: proofs of payment that give access on trust, and of tax withheld (D44, D51)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from meuplano.actions.decide_trust import confirm_trust, refuse_trust
from meuplano.actions.release_on_trust import release_on_trust
from meuplano.actions.requests.thread import Upload
from meuplano.actions.settle_retention import keep_proof, settle_retention
from meuplano.records.models import Invoice, Trust
from meuplano.rules import lifecycle
from meuplano.rules.money import Money
from tests.lives.there import first, there

if TYPE_CHECKING:
    from tests.lives.people import People


class Proofs:
    """Owners who show that they paid, and the finance team that looks at it."""

    def __init__(self, people: People) -> None:
        self.people, self.chance = people, people.chance
        self.acts: dict[Callable[[int], None], int] = {
            self.shows_a_proof: 8, self.decides_about_a_proof: 5, self.settles_tax_withheld: 2,
        }  # fmt: skip

    def shows_a_proof(self, _account_id: int) -> None:
        """Somebody who is suspended, or late; the form is sent twice now and then."""
        act, ids = self.people.act_now(), self.people.life.ids
        late = Invoice.objects.filter(account__in=ids, status="open", due_on__lt=act.today, trusts=None)
        invoice = there(late.order_by("subscription__status", "due_on").last())  # "suspended" comes last
        file = Upload("comprovante.pdf", b"%PDF-1.7 " + str(invoice.pk).encode())
        for _ in range(self.chance.choice((1, 2))):
            release_on_trust(invoice.account_id, invoice.number, file=file, act=act)

    def decides_about_a_proof(self, _account_id: int) -> None:
        running = Trust.objects.filter(account__in=self.people.life.ids, state__in=lifecycle.TRUSTED).order_by("-pk")
        given = first(running)
        if self.chance.random() < 0.5:
            confirm_trust(given.pk, self.people.act_now())
        else:
            refuse_trust(given.pk, "Não confere com o extrato", self.people.act_now())

    def settles_tax_withheld(self, _account_id: int) -> None:
        """What is missing of an invoice that was paid in part, or less of it."""
        paid = Invoice.objects.filter(account__in=self.people.life.ids, status="open", paid_centavos__gt=0)
        short = first(paid.order_by("pk"))
        amount = Money(self.chance.randint(1, max(1, short.asked.centavos)))
        file = Upload("informe.pdf", f"%PDF-1.7 {short.pk} {amount.centavos}".encode())
        act = self.people.act_now()
        proof = keep_proof(short.account_id, short.number, file, act)
        for _ in range(self.chance.choice((1, 2))):
            settle_retention(short.account_id, short.number, amount, proof.pk, "Retido na fonte", act)
