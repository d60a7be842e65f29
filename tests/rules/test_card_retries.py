"""A card that fails on the first day."""

from meuplano.rules.card_retries import attempts, known_dead, next_attempt, take_over
from tests.rules.ground import CALENDAR, day

FIRST_DAY = day("05/04/2027")


def test_no_attempt_after_do_not_retry() -> None:
    assert next_attempt(FIRST_DAY, made=1, do_not_retry=True) is None
    assert next_attempt(FIRST_DAY, made=1) == day("06/04/2027")


def test_the_vendor_says_when() -> None:
    assert attempts(FIRST_DAY, (2,)) == [FIRST_DAY, day("07/04/2027")]
    assert next_attempt(FIRST_DAY, made=2, retries=(2,)) is None


def test_the_paper_that_follows_is_due_later_but_the_ladder_is_not() -> None:
    paper = take_over(FIRST_DAY, FIRST_DAY, CALENDAR)
    assert (paper.due, paper.ladder_from) == (day("08/04/2027"), FIRST_DAY)


def test_a_card_known_to_be_dead_goes_out_as_a_boleto_ahead() -> None:
    assert known_dead(expires_on=day("31/03/2027"), first_day=FIRST_DAY, do_not_retry=False)
    assert known_dead(expires_on=day("30/04/2027"), first_day=FIRST_DAY, do_not_retry=True)
    assert not known_dead(expires_on=FIRST_DAY, first_day=FIRST_DAY, do_not_retry=False)
