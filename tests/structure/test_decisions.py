"""Each decision has a number of its own, in its file's name and nowhere else."""

from dev import ROOT


def test_each_number_is_one_decision_and_no_title_repeats_it() -> None:
    files = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    numbers = [file.name[:4] for file in files]
    assert len(numbers) > 20
    assert sorted(set(numbers)) == numbers
    assert [file.name for file in files if file.read_text(encoding="utf-8")[2:3].isdigit()] == []
