"""A nota fiscal asked for, attached, cancelled and replaced: who is told, what the conversation tells (F20, U25)."""

from uuid import uuid4

import pytest
from django.core import mail

from meuplano.actions.attach_fiscal_note import attach_fiscal_note
from meuplano.actions.cancel_fiscal_note import cancel_fiscal_note
from meuplano.actions.requests.conversation import conversation
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.thread import Upload
from meuplano.records.models import Member, User
from tests.notes import PDF, nfse
from tests.stories.conftest import Story

pytestmark = pytest.mark.first_day("2027-03-24")


def test_R25_one_event_one_message_and_a_line_in_the_conversation(story: Story) -> None:
    story.opens("2027-03-24")
    marina = Member.objects.get(account=story.account, is_owner=True).user
    order = story.buys(by="pix", licence=2)
    story.pays(order).tick()
    story.expect("order.agreed", "charge.pending", "payment.received", "order.applied")
    request = open_request(
        story.account.pk, user=marina, kind="fiscal_note", text="A nota, por favor.", key=uuid4(), invoice=1,
        act=story.act(),
    )  # fmt: skip
    before = len(story.told())
    finance, cost = story.act("Rafael, financeiro"), order.invoice.total_centavos
    files = [Upload("nota.xml", nfse("C1001-1", cost)), Upload("nota.pdf", PDF)]
    note = attach_fiscal_note(story.account.pk, 1, files, finance)
    attach_fiscal_note(story.account.pk, 1, files, finance)
    story.tick().expect("request.opened", "fiscal_note.attached")
    sent = [letter for letter in mail.outbox if letter.subject == "Nota fiscal da fatura nº 1"]
    assert [letter.to for letter in sent] == [[marina.email], ["financeiro@c1001.example"]]
    assert [(name, kind) for name, _, kind in sent[0].attachments] == [
        ("nota.pdf", "application/pdf"), ("nota.xml", "application/xml"),
    ]  # fmt: skip

    cancel_fiscal_note(story.account.pk, note.pk, "CNPJ da filial", finance)
    attach_fiscal_note(story.account.pk, 1, [Upload("outra.xml", nfse("C1001-1", cost, number=4712))], finance)
    story.tick().expect("fiscal_note.cancelled", "fiscal_note.attached")
    assert [line.split()[1] for line in story.told()[before:] if "fiscal" in line] == ["fiscal_note"] * 4
    assert "Ela substitui a nota fiscal nº 4711, que foi cancelada." in story.letter("fiscal_note").text

    thread = conversation(request, User.objects.get(pk=marina.pk), lambda pk: "")
    assert [entry.text for entry in thread if not entry.by] == [
        "Nota fiscal nº 4711 anexada",
        "Nota fiscal nº 4711 cancelada: CNPJ da filial",
        "Nota fiscal nº 4712 anexada",
    ]
    cancel_fiscal_note(story.account.pk, note.pk + 1, "pedido do cliente", finance)
    story.tick().expect("fiscal_note.cancelled")
    told = story.letter("fiscal_note_cancelled").text
    assert "A nota fiscal nº 4712 da fatura nº 1" in told
    assert "pedido do cliente" in told
    story.sound()
