"""The table of `dev bench`: every goal with what was measured, and what failed is said."""

from dev.bench import table


def test_a_row_for_each_goal_in_columns() -> None:
    """Goals that are lists of their own are told in words; a script that failed has a row as well."""
    figures = {
        "pages": {"figure": "P4", "ratio": {"plan": 4.6}, "bytes": 9, "goals": {"ratio": {"plan": 5}, "bytes": 8}}
        | {"goals_met": False},
        "startup": {"error": "exit status 1, no JSON"},
        "lives": {"rate": 3},
    }
    assert table(figures) == [
        "figure   what   measured  goal",
        "P4       ratio  plan 4.6  plan 5  not met",
        "P4       bytes  9         8       not met",
        "startup                           failed",
        "lives",
    ]
