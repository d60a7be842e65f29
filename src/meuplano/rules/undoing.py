"""May a wrong match of money be undone: only while everything that it did can be taken back whole."""

NOT_BY_HAND = "not_by_hand"  # a gateway said whose it is
TAKEN_BACK = "taken_back"  # the bank has the money again
BECAME_CREDIT = "became_credit"  # its invoice or order ended, and what was paid is credit, or went back
NOTED = "noted"  # a credit note gave part of the invoice back


def refusal(*, by_hand: bool, reversed_: bool, dead: bool, noted: bool) -> str | None:
    """Why not; None where it may be undone.

    `by_hand`: a person said whose the money is. `dead`: the invoice it pays is neither open nor paid any more, or
    what paid for it became credit.
    """
    if not by_hand:
        return NOT_BY_HAND
    if reversed_:
        return TAKEN_BACK
    if dead:
        return BECAME_CREDIT
    return NOTED if noted else None
