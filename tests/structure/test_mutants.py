"""The planted money bugs (`make mutants`) still fit the source; whether tests catch them is asked by that command."""

import pytest

from dev import ROOT, mutants

EVERY = mutants.mutants()


@pytest.mark.parametrize("mutant", EVERY, ids=lambda mutant: mutant.name)
def test_a_mutant_still_applies(mutant: mutants.Mutant) -> None:
    text = (ROOT / mutant.file).read_text()
    advice = f"the mutant “{mutant.name}”: say in tests/mutants.toml what its text in {mutant.file} is now"
    assert text.count(mutant.old) == 1, advice
    assert mutant.new != mutant.old
    if mutant.file.endswith(".py"):
        compile(text.replace(mutant.old, mutant.new), mutant.file, "exec")
    for test in mutant.tests:
        path, _, name = test.partition("::")
        assert f"def {name}" in (ROOT / path).read_text(), f"{mutant.name}: {test} is not there any more"


def test_there_are_enough_and_none_is_twice() -> None:
    assert len(EVERY) >= 25
    assert len({mutant.name for mutant in EVERY}) == len(EVERY)
    assert len({(mutant.file, mutant.old, mutant.new) for mutant in EVERY}) == len(EVERY)


def test_the_page_lists_them_all_and_each_was_caught() -> None:
    outcomes = mutants.kept()
    assert [outcome.name for outcome in outcomes] == [mutant.name for mutant in EVERY], "run `make mutants` WORD"
    assert not [outcome.name for outcome in outcomes if not outcome.caught_by]
    assert mutants.page(outcomes) == mutants.PAGE.read_text()
