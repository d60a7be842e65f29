"""Text on paper never leaves its place, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from meuplano.documents.text import LEADING, SMALLEST, fit, printable, wrap

FONT = "Helvetica"
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(ANY, st.floats(10, 500))
def test_a_fitted_text_is_no_wider_than_its_place(text: str, width: float) -> None:
    written, size = fit(text, FONT, 9, width)
    assert SMALLEST <= size <= 9
    assert stringWidth(written, FONT, size) <= width * 1.001


@given(st.lists(ANY, max_size=8), st.floats(30, 500), st.floats(8, 100))
def test_wrapped_lines_are_no_wider_and_together_no_higher(texts: list[str], width: float, height: float) -> None:
    lines, size = wrap(texts, FONT, 9, width, height)
    assert all(stringWidth(line, FONT, size) <= width * 1.001 for line in lines)
    assert len(lines) * LEADING * size <= max(height, LEADING * size) + 0.01


@given(ANY)
def test_what_is_printable_has_a_letter_in_the_font(text: str) -> None:
    assert printable(text).encode("cp1252") is not None


def test_what_fits_is_left_alone_and_what_does_not_is_first_smaller_then_cut() -> None:
    assert fit("Agência Aurora", FONT, 9, 200) == ("Agência Aurora", 9)
    text, size = fit("Agência Aurora", FONT, 9, 50)
    assert text == "Agência Aurora"
    assert SMALLEST <= size < 9
    text, size = fit("Agência Aurora " * 9, FONT, 9, 50)
    assert text.endswith("…")
    assert size == SMALLEST


def test_a_block_that_is_too_long_says_that_it_was_cut() -> None:
    lines, size = wrap(["palavra " * 500], FONT, 9, 100, 30)
    assert size == SMALLEST
    assert lines[-1].endswith("…")
    assert wrap(["uma linha", "outra"], FONT, 9, 200, 100) == (["uma linha", "outra"], 9)
    assert wrap([], FONT, 9, 200, 100) == ([], 9)


@pytest.mark.parametrize(
    ("text", "shown"), [("Ação", "Ação"), ("Łódź", "?ódz"), ("日", "?"), ("a\nb\tc", "a b c"), ("a\u200bb", "ab")]
)
def test_letters_the_font_lacks(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_place_for_less_than_a_letter_gets_the_ellipsis_alone() -> None:
    assert fit("Æ00", FONT, 9, 10.0) == ("…", SMALLEST)
