"""Account lives: 200 account-years with everything going wrong, after which the checker finds nothing."""

import pytest

from tests.lives.life import Life


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(1, 11))
def test_twenty_accounts_live_a_year_and_nothing_is_wrong(seed: int) -> None:
    life = Life(seed)
    assert life.live() == {}, f"replay: Life({seed}).live()"
