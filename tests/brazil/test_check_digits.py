"""Module 10 and 11: published examples, another implementation, and what they are for: catching typing errors."""

from hypothesis import given
from hypothesis import strategies as st
from pycobranca.core import dv

from meuplano.brazil.check_digits import module10, module11, module11_from_left, ten_is_zero

digits = st.text("0123456789", min_size=1, max_size=50)


def test_module10_of_published_examples() -> None:
    assert module10("001905009") == 5  # BB, Especificações técnicas, annex on the linha digitável
    assert module10("4014481606") == 9
    assert module10("0680935031") == 4
    assert module10("00011100004309540") == 1  # Inter, Manual CNAB400, 7.3


def test_module11_of_published_examples() -> None:
    assert module11("0019373700000001000500940144816060680935031") == 3  # BB, the same annex: general digit
    assert module11("566612457800") == 2  # Santander, nosso número
    assert module11("19" + "00000000002", highest=7) == 8  # Bradesco, 4008.524.0121: carteira 19, número 2
    assert module11("19" + "00000000001", highest=7) == 10  # the same: printed as P
    assert module11("19" + "00000000006", highest=7) == 0
    assert ten_is_zero(10) == 0
    assert ten_is_zero(9) == 9


def test_module11_from_the_left_of_sicoob() -> None:
    assert ten_is_zero(module11_from_left("0001" + "0000000019" + "0000021", (3, 1, 9, 7))) == 8  # Sicoob's manual


@given(digits)
def test_module10_as_another_implementation_has_it(text: str) -> None:
    assert module10(text) == dv.modulo10(text)


@given(digits, st.sampled_from([7, 9]))
def test_module11_as_another_implementation_has_it(text: str, highest: int) -> None:
    assert module11(text, highest) == -dv.modulo11_resto(text, peso_max=highest) % 11


@given(digits, st.data())
def test_one_wrong_digit_is_always_noticed(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    wrong = text[:place] + other + text[place + 1 :]
    assert module10(wrong) != module10(text)
    assert module11(wrong) != module11(text)


@given(st.text("0123456789", min_size=2, max_size=9), st.data())
def test_two_neighbours_in_the_wrong_order_are_noticed_by_module11(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    # Only where the weights begin anew (9 beside 2) could a swap pass, and then weights differ by 7: still noticed.
    assert (module11(swapped) != module11(text)) == (swapped != text)
