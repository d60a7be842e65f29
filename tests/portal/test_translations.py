"""Source strings are Portuguese; the English catalogue has each of them, and nothing that nobody says any more."""

import re
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from dev.messages import catalogues
from dev.sentences import SOURCE, all_sentences
from meuplano.documents import words

CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\((\w+)\)s")


def translations() -> dict[object, object]:
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_every_sentence_is_in_the_catalogue_and_nothing_else() -> None:
    said, known = set(all_sentences()), set(translations())
    assert sorted(map(str, said - known)) == [], "add these to locale/en/LC_MESSAGES/django.po, then run `dev messages`"
    assert sorted(map(str, known - said)) == [], "nobody says these any more"


def test_every_sentence_is_translated_with_the_same_values() -> None:
    for source, target in translations().items():
        pairs = [(source, target)] if isinstance(source, str) else zip(source, target, strict=True)
        for portuguese, english in pairs:
            assert english
            assert set(PLACES.findall(portuguese)) == set(PLACES.findall(english)), portuguese


def test_the_compiled_catalogues_are_current() -> None:
    for target, catalogue in catalogues():
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        assert target.read_bytes() == compiled.getvalue(), "run `dev messages`"


def test_portuguese_is_said_as_it_is_written() -> None:
    with translation.override("pt-br"):
        assert gettext("Histórico de pagamentos") == "Histórico de pagamentos"
        assert [words.days(n) for n in (0, 1, 2)] == ["0 dias", "1 dia", "2 dias"]
        assert gettext("Enter a valid email address.") == "Informe um endereço de email válido."  # Django's own


def test_the_page_speaks_english_when_asked(owner: Client) -> None:
    owner.post("/idioma/", {"language": "en", "next": "/plano/"})
    body = owner.get("/plano/").content.decode()
    assert '<html lang="en">' in body
    assert "Next charge" in body
    assert "<b>8</b> in use of 10" in body
    assert "R$\xa0899,00" in body
