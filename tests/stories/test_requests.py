"""A question and its answers while time passes: who is told by e-mail, who can reply by it, what the thread tells."""

from datetime import date, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.core import mail

from meuplano.actions import cancel_subscription, pay_invoice
from meuplano.actions.accept_terms import publish_terms
from meuplano.actions.allowed import NotAllowed
from meuplano.actions.requests.accept_proposal import accept_proposal
from meuplano.actions.requests.answer_request import answer_request
from meuplano.actions.requests.conversation import conversation
from meuplano.actions.requests.offer import Terms, offer_for
from meuplano.actions.requests.open_request import open_request
from meuplano.actions.requests.propose import propose
from meuplano.actions.requests.receive_mail import receive_mail
from meuplano.records.models import Charge, Event, Invoice, Member, Proposal, SupportRequest, User
from meuplano.rules.agreements import Agreed
from tests.stories.conftest import Story
from tests.stories.test_renewals import unpaid_since_5_march

pytestmark = pytest.mark.first_day("2027-03-20")


def reply(story: Story, kind: str, text: str, *, sender: str = "") -> None:
    """Somebody answers the latest mail of a kind in their own program."""
    subject = story.letter(kind).subject
    answered = next(sent for sent in reversed(mail.outbox) if sent.subject == subject)
    message = EmailMessage()
    message["From"], message["To"] = sender or answered.to[0], answered.reply_to[0]
    message["Message-ID"] = f"<{uuid4()}@cliente.example>"
    quoted = "\n".join(f"> {line}" for line in answered.body.splitlines())
    message.set_content(f"{text}\n\nEm qua., Prancheta <f@prancheta.example> escreveu:\n{quoted}")
    receive_mail(message.as_bytes(), story.act())
    story.tick()


def test_a_question_about_an_order_is_answered_by_mail(story: Story, settings):
    """F21, U23, U25: the team answers from its mailbox, the owner from hers, and the thread tells of the payment."""
    settings.REPLY_DOMAIN = "respostas.prancheta.example"
    story.opens("2027-03-24")
    marina = Member.objects.get(account=story.account, is_owner=True).user
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)
    order = story.buys(by="pix", licence=2)
    story.expect("order.agreed", "charge.pending")
    asked = {"kind": "billing", "text": "Posso pagar amanhã?", "order": order.number, "key": uuid4()}
    request = open_request(story.account.pk, user=marina, act=story.act(), **asked)
    story.tick().expect("request.opened")
    reply(story, "request_asked", "Pode, até o fim do dia.", sender=rafael.email)
    reply(story, "request_answered", "Obrigada!\nMarina")
    story.expect("request.answered", "request.written")
    story.pays(order).tick().expect("payment.received", "order.applied")
    last = {"user": rafael, "text": "Pago e liberado.", "then": "resolved", "key": uuid4()}
    answer_request(story.account.pk, request.pk, act=story.act("Rafael Nogueira, financeiro"), **last)
    story.tick().expect("request.answered")
    assert [line[6:] for line in story.told() if " request_" in line] == [
        "request_asked financeiro",
        "request_opened marina",
        "request_answered marina",
        "request_asked rafael",
        "request_answered marina",
    ]
    assert "demos a solicitação por resolvida" in story.letter("request_answered").text
    request = SupportRequest.objects.select_related("order__invoice", "invoice").get()
    assert [(entry.by, entry.text.replace("\xa0", " ")) for entry in conversation(request, marina, str)] == [
        ("Marina Duarte", "Posso pagar amanhã?"),
        ("Rafael Nogueira", "Pode, até o fim do dia."),
        ("Marina Duarte", "Obrigada!\nMarina"),
        ("", "R$ 69,60 recebidos por Pix"),
        ("", "Pedido nº 1 liberado"),
        ("Rafael Nogueira", "Pago e liberado."),
    ]


def test_an_accepted_proposal_is_an_order_and_the_next_renewals_price(story: Story):
    """U24: seven licences of Conversas today, 20 % off them from the next period on."""
    story.opens("2027-03-24", conversas=3)
    marina = Member.objects.get(account=story.account, is_owner=True).user
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)
    asked = {"kind": "conversas", "text": "Precisamos de dez.", "key": uuid4()}
    request = open_request(story.account.pk, user=marina, act=story.act(), **asked)
    terms = Terms({"conversas": 7}, agreed=(Agreed("conversas", None, 2000, story.act().today),))
    offer = {"text": "Segue.", "terms": terms, "valid_until": story.act().today, "key": uuid4()}
    proposal = propose(story.account.pk, request.pk, user=rafael, act=story.act("Rafael Nogueira"), **offer)
    story.tick().expect("request.opened", "request.answered", "proposal.made")
    shown = offer_for(story.account, terms, story.act()).quote
    story.account.refresh_from_db()
    publish_terms("Vale o que está escrito.", story.act("Rafael Nogueira"))  # asked for with orders of one's own
    order = accept_proposal(
        story.account.pk,
        proposal.pk,
        method="pix",
        seen=shown.fingerprint(),
        draft_key=story.account.draft_key,
        act=story.act(),
    )
    pay_invoice.send(Charge.objects.get(invoice=order.invoice).pk, story.act())
    story.tick().expect("order.agreed", "price.agreed", "proposal.accepted", "charge.pending")
    story.pays(order).tick().expect("payment.received", "order.applied")
    assert order.invoice.total_centavos == 8102, "7 × 29,90 × 12 of 31 days: the running period keeps its price"
    story.on("2027-03-26").expect("renewal.issued", "charge.pending")
    renewal = Invoice.objects.get(account=story.account, kind="renewal")
    assert renewal.total_centavos == 10 * 8990 + 10 * 2392 == shown.next_renewal.centavos
    assert [line[6:] for line in story.told() if "proposal" in line] == ["proposal_ended rafael"]


def offered(story: Story, days: int = 60) -> Proposal:
    """Rafael took the request and offers two licences; nobody has answered."""
    marina = Member.objects.get(account=story.account, is_owner=True).user
    rafael = User.objects.create_user("rafael@prancheta.example", name="Rafael Nogueira", is_staff=True)
    asked = {"kind": "conversas", "text": "Precisamos de mais.", "key": uuid4()}
    request = open_request(story.account.pk, user=marina, act=story.act(), **asked)
    until = story.act().today + timedelta(days)
    offer = {"text": "Segue.", "terms": Terms({"licence": 2}), "valid_until": until, "key": uuid4()}
    return propose(story.account.pk, request.pk, user=rafael, act=story.act("Rafael Nogueira"), **offer)


def over(story: Story, proposal: Proposal) -> str:
    """Nobody can accept it any more, not even when everything is well again."""
    story.account.refresh_from_db()
    with pytest.raises(NotAllowed) as refused:
        accept_proposal(
            story.account.pk, proposal.pk, method="pix", seen="", draft_key=story.account.draft_key, act=story.act()
        )
    assert refused.value.reason == "proposal_over"
    proposal.refresh_from_db()
    return f"{proposal.status} {Event.objects.filter(name='proposal.withdrawn').latest('pk').data['why']}"


@pytest.mark.first_day("2027-02-20")
def test_D59_suspended_open_proposals_and_orders_die_and_do_not_come_back(story: Story):
    """D08: what waits dies with the access; paying brings the access back and neither the order nor the proposal."""
    debt = unpaid_since_5_march(story, until="2027-03-21")
    order, proposal = story.buys(by="pix", licence=1), offered(story)
    story.jump("2027-03-22")
    order.refresh_from_db()
    assert (order.status, over(story, proposal)) == ("withdrawn", "withdrawn suspended")
    assert [line for line in story.told() if "proposal" in line] == ["22/03 proposal_ended rafael"]
    assert "o acesso foi suspenso" in story.letter("proposal_ended").text
    thread = conversation(proposal.request, proposal.request.opened_by, str)
    assert [entry.text for entry in thread if not entry.by][-1] == "Proposta encerrada: o acesso foi suspenso"
    story.bank.control("pay", key=story.pix_today(debt).key)
    story.tick()
    assert over(story, proposal) == "withdrawn suspended"
    story.sound()


def test_D59_cancelled_by_the_owner_a_proposal_is_over(story: Story):
    story.opens("2027-03-20")
    proposal = offered(story)
    cancel_subscription.cancel(story.account.pk, date(2027, 4, 5), story.act())
    story.tick()
    assert over(story, proposal) == "withdrawn cancelling"
    assert cancel_subscription.undo(story.account.pk, story.act())
    assert over(story, proposal) == "withdrawn cancelling"
    assert "a assinatura foi cancelada" in story.letter("proposal_ended").text


def test_D59_made_while_it_ends_a_proposal_dies_with_the_subscription(story: Story):
    story.opens("2027-03-20")
    cancel_subscription.cancel(story.account.pk, date(2027, 4, 5), story.act())
    proposal = offered(story)
    story.on("2027-04-05")
    assert over(story, proposal) == "withdrawn ended"
    assert [line for line in story.told() if "proposal" in line] == ["05/04 proposal_ended rafael"]
