"""Tag, length, value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meuplano.brazil.tlv import TlvError, join, split

tags = st.from_regex(r"[0-9]{2}", fullmatch=True)


@given(st.dictionaries(tags, st.text(max_size=99)))
def test_what_is_joined_is_split_again(fields: dict[str, str]) -> None:
    assert split(join(fields)) == fields


@given(st.text(max_size=200))
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        fields = split(text)
    except TlvError:
        return
    assert join(fields) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("000", "no tag and length at position 1"),
        ("0002", "field 00 says 2 characters, only 0 are left"),
        ("000401a", "field 00 says 4 characters, only 3 are left"),
        ("0001100011", "field 00 appears twice"),
        ("0²01x", "no tag and length"),
        ("０００１x", "no tag and length"),
    ],
)
def test_torn_fields_are_refused(text: str, why: str) -> None:
    with pytest.raises(TlvError, match=why):
        split(text)


def test_a_value_over_99_characters_is_refused() -> None:
    with pytest.raises(TlvError, match="has 100 characters"):
        join({"26": "x" * 100})
