"""Who acts and when: the day is São Paulo's."""

from datetime import UTC, date, datetime

import pytest

from meuplano.rules.act import Act, business_date


def test_r06_half_past_midnight_in_utc_is_still_yesterday() -> None:
    act = Act("ana@aurora.example", datetime(2027, 3, 1, 0, 30, tzinfo=UTC))
    assert act.today == date(2027, 2, 28)
    assert business_date(datetime(2027, 3, 1, 3, 0, tzinfo=UTC)) == date(2027, 3, 1)


def test_an_act_needs_to_know_its_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        Act("ana", datetime(2027, 3, 1))  # noqa: DTZ001
