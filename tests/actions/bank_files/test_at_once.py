"""Real threads at the bank's pages: one remittance, one return, each line once, and nothing between two chairs."""

from collections import Counter
from typing import Any

import pytest

from meuplano.actions.bank_files import read, receive, remit
from meuplano.actions.bank_files.titles import withdraw
from meuplano.records.models import BankReturn, BankTitle, Event, Payment, Remittance, ReturnLine, TitleCommand
from tests import world
from tests.actions.bank_files.test_each_bank import ordered
from tests.actions.bank_files.test_reading import file, line
from tests.actions.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sicoob")]
ACT = world.act()


def test_two_build_a_remittance_two_bring_a_return_and_two_read_it() -> None:
    """One file with each title once, whoever was first; the same bytes kept once, each line's money counted once."""
    account = world.account()
    titles = [ordered(account, 1) for _ in range(3)]
    agreement = titles[0].agreement_id
    made = [file for file in at_once(6, lambda _: remit.remit(agreement, ACT)) if file is not None]
    assert [(file.nsa, file.commands) for file in made] == [(1, 3)]
    assert set(BankTitle.objects.values_list("state", flat=True)) == {"sent"}

    rows = [line(title, movement, amount=8990, paid=paid) for title in titles for movement, paid in _LIFE]
    content = file(*rows, line(None, "06", paid=5000), line(None, "06", paid=5000))
    taken = at_once(6, lambda n: receive.receive(f"retorno-{n}.ret", content, ACT))
    assert Counter(one.known for one in taken) == {True: 5, False: 1}
    kept = BankReturn.objects.get()
    assert Event.objects.filter(name="bank_return.received").count() == 1

    counts = at_once(4, lambda _: read.read(kept.pk, ACT))
    assert all(isinstance(count, int) for count in counts), counts
    assert ReturnLine.objects.filter(file=kept).count() == len(rows) + 2
    assert not ReturnLine.objects.filter(fate="failed").exists()
    assert Payment.objects.count() == 3
    assert Event.objects.filter(name="bank_return.read").count() == 1
    assert Counter(ReturnLine.objects.values_list("fate", flat=True)) == {"done": 6, "nothing": 3, "unknown_title": 2}


def test_a_title_withdrawn_while_its_file_is_made_stays_here_or_is_written_off() -> None:
    account = world.account()
    for _ in range(4):
        title: BankTitle = ordered(account, 1)
        nsa = Remittance.objects.count()
        results: list[Any] = at_once(
            2, lambda n, t=title: withdraw(t.charge_id, ACT) if n else remit.remit(t.agreement_id, ACT)
        )
        assert not any(isinstance(result, Exception) for result in results), results
        title.refresh_from_db()
        commands = list(TitleCommand.objects.filter(title=title).order_by("pk").values_list("verb", "state"))
        if Remittance.objects.count() == nsa:
            assert (title.state, commands) == ("cancelled", [("entry", "dropped")])
        else:
            assert (title.state, commands) == ("withdrawn", [("entry", "sent"), ("write_off", "waiting")])
            TitleCommand.objects.filter(state="waiting").update(state="dropped")


_LIFE = (("02", 0), ("06", 8990), ("28", 0))
