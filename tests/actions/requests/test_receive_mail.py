"""A reply by e-mail: from whom it may come, what of it is kept, and that it is kept once."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from meuplano.actions.refused import Refused
from meuplano.actions.requests.receive_mail import receive_mail
from meuplano.actions.requests.reply_address import TEAM, read_address, reply_address
from meuplano.records.models import Account, Attachment, Member, Message, SupportRequest, User
from tests import world

pytestmark = pytest.mark.django_db
Do = Callable[..., Any]


@pytest.fixture(autouse=True)
def domain(settings: Any) -> None:
    settings.REPLY_DOMAIN = "respostas.prancheta.example"


def mail(
    to: str, sender: str, text: str = "Fechado!\n\nEm qua., Prancheta escreveu:\n> Consigo 20%.", **headers: str
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Re: proposta"
    message["Message-ID"] = "<1@cliente.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def reason(raw: bytes, **options: str) -> str:
    with pytest.raises(Refused) as refused:
        receive_mail(raw, world.act(), **options)
    return refused.value.reason


def test_an_address_is_signed_and_short(settings: Any) -> None:
    address = reply_address(318, 7)
    assert read_address(address) == read_address(f" {address.upper()} ") == (318, 7)
    assert len(reply_address(10**17, 10**17).partition("@")[0]) <= 64 + 11
    assert len(reply_address(999_999_999, 999_999_999).partition("@")[0]) <= 64
    name, domain = address.split("@")
    wrong = [f"{name.replace('318', '319')}@{domain}", f"{name[:-1]}a@{domain}", f"{name}@outro.example", "", "a@b"]
    assert [read_address(text) for text in wrong if text != address] == [None] * len(wrong)
    settings.SECRET_KEY = "another"
    assert read_address(address) is None
    settings.REPLY_DOMAIN = ""
    assert reply_address(318, 7) == ""


def test_a_customers_reply_becomes_a_message_once(asks: Do, answers: Do, marina: User) -> None:
    request = asks()
    answers(request)
    raw = mail(reply_address(request.pk, marina.pk), f"Marina <{marina.email.upper()}>")
    first, again = (receive_mail(raw, world.act()) for _ in range(2))
    assert first == again
    assert (first.text, first.side, first.by, first.by_mail) == ("Fechado!", "customer", "Marina Duarte", True)
    assert SupportRequest.objects.get().status == "in_review"


def test_finance_replies_by_mail_too(asks: Do, rafael: User) -> None:
    request = asks()
    for user_id, text in ((TEAM, "Da caixa comum."), (rafael.pk, "Da minha.")):
        raw = mail(reply_address(request.pk, user_id), rafael.email, text, Message_ID=f"<{user_id}@p.example>")
        receive_mail(raw, world.act(), to=reply_address(request.pk, user_id))
    texts = list(Message.objects.filter(side="finance").order_by("pk").values_list("text", flat=True))
    assert texts == ["Da caixa comum.", "Da minha."]
    after = SupportRequest.objects.get()
    assert (after.status, after.taken_by) == ("waiting", rafael)


def test_who_is_not_meant_writes_nothing(aurora: Account, asks: Do, marina: User, rafael: User) -> None:
    request = asks()
    hers = reply_address(request.pk, marina.pk)
    colleague = Member.objects.filter(account=aurora, is_owner=False).select_related("user")[0].user
    neighbour = Member.objects.get(account=world.account("C2002"), is_owner=True).user
    for to, sender in [
        (hers, "estranho@fora.example"),
        (hers, rafael.email),
        (hers, f"{marina.email}, {rafael.email}"),
        (hers, neighbour.email),
        (reply_address(request.pk, TEAM), marina.email),
        (reply_address(request.pk, colleague.pk), colleague.email),
        (reply_address(request.pk, neighbour.pk), neighbour.email),
    ]:
        assert reason(mail(to, sender)) == "foreign_sender", (to, sender)
    User.objects.filter(pk=marina.pk).update(is_active=False)
    assert reason(mail(hers, marina.email)) == "foreign_sender"
    assert Message.objects.count() == 1


def test_a_contact_writes_by_mail_until_taken_back(aurora: Account, asks: Do) -> None:
    request = asks()
    contact = Member.objects.filter(account=aurora, is_owner=False).select_related("user")[0]
    raw = mail(reply_address(request.pk, contact.user_id), contact.user.email)
    Member.objects.filter(pk=contact.pk).update(is_billing_contact=True)
    assert receive_mail(raw, world.act()).author == contact.user
    Member.objects.filter(pk=contact.pk).update(is_billing_contact=False)
    assert reason(raw) == "foreign_sender"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"List_Id": "<lista.example>"}, "automatic"),
        ({"To": "solicitacao@respostas.prancheta.example"}, "not_ours"),
    ],
)
def test_what_no_person_wrote_to_us_is_left(asks: Do, marina: User, headers: dict[str, str], why: str) -> None:
    request = asks()
    assert reason(mail(reply_address(request.pk, marina.pk), marina.email, **headers)) == why


def test_only_a_quotation_says_nothing(asks: Do, marina: User, settings: Any) -> None:
    to = reply_address(asks().pk, marina.pk)
    assert reason(mail(to, marina.email, "> Consigo 20%.\n")) == "no_text"
    settings.LARGEST_BODY = 100
    assert reason(mail(to, marina.email)) == "too_large"
    assert reason(b"") == "not_ours"


def test_files_come_along_and_others_are_named(asks: Do, marina: User) -> None:
    message = EmailMessage()
    message["From"], message["To"] = marina.email, reply_address(asks().pk, marina.pk)
    message.set_content("Segue a nota.")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="nota.pdf")
    message.add_attachment(b"PK\3\4", maintype="application", subtype="zip", filename="tudo.zip")
    message.add_attachment(
        b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png", disposition="inline"
    )
    kept = receive_mail(message.as_bytes(), world.act())
    assert kept.text == "Segue a nota.\n\n[Anexo não recebido: tudo.zip]"
    assert [file.name for file in Attachment.objects.all()] == ["nota.pdf"]
    long = mail(str(message["To"]), marina.email, "x" * 9000)
    assert len(receive_mail(long, world.act()).text) == 7998
