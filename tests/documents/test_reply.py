"""What is new in a reply by e-mail, as real mail programs write them."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.documents.mail.reply import plain, reply_text, without_quotation

OURS = "> -- Escreva a sua resposta acima desta linha --\n>\n> Oi, Marina.\n> Consigo 20%.\n"


@pytest.mark.parametrize(
    "below",
    [
        f"\nEm qua., 24 de mar. de 2027 às 12:00, Prancheta <\nfinanceiro@prancheta.example> escreveu:\n\n{OURS}",
        f"\nOn Wed, Mar 24, 2027 at 12:00 PM Prancheta <f@prancheta.example>\nwrote:\n\n{OURS}",
        f"\n________________________________\nDe: Prancheta <f@prancheta.example>\nEnviado: quarta-feira\n{OURS}",
        "\nDe: Prancheta\nEnviada em: quarta-feira, 24 de março de 2027 12:00\nPara: Marina\n\nOi, Marina.\n",
        "\n-----Mensagem original-----\nOi, Marina.\n",
        "\n-- Escreva a sua resposta acima desta linha --\nOi, Marina.\n",
        "\n-- Write your answer above this line --\nOi, Marina.\n",
        f"\n-- \nMarina Duarte\nAgência Aurora\n\n{OURS}",
        f"\n{OURS}",
        "",
    ],
)
def test_what_is_quoted_is_left_out(below: str) -> None:
    said = "Oi, Rafael!\n\nDe: acordo. Em 20 licenças, fechado?\nOn the way."
    assert without_quotation(f"{said}\n{below}".replace("\n", "\r\n")) == said


@given(
    st.lists(st.text("abcçãé,.:;!?01 ", min_size=1, max_size=40).map(str.strip).filter(bool), min_size=1, max_size=6)
)
def test_plain_words_stay(lines: list[str]) -> None:
    assert without_quotation("\n".join(lines)) == "\n".join(lines)


@given(st.text(max_size=500))
def test_whatever_comes_is_read(text: str) -> None:
    assert len(without_quotation(text)) <= len(text)
    plain(text)


def test_an_html_mail_is_read_as_its_words() -> None:
    html = (
        "<html><head><style>p{}</style><title>x</title></head><body><div>Fechado,<br>Rafael &amp; time!</div>"
        '<script>alert(1)</script><div class="gmail_quote"><div>Em qua.</div><blockquote>Oi</blockquote></div>'
        "<p>Marina</p></body></html>"
    )
    message = EmailMessage()
    message.set_content(html, subtype="html")
    assert reply_text(message) == "Fechado,\nRafael & time!\n\nMarina"


def test_an_unknown_character_set_is_no_reason_to_lose_a_mail() -> None:
    raw = b"Content-Type: text/plain; charset=x-nada\r\nContent-Transfer-Encoding: 8bit\r\n\r\nN\xe3o chegou."
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert reply_text(message) == "Não chegou."
    assert reply_text(EmailMessage()) == ""
