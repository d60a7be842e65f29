"""A transactional test costs as much as twenty-five ordinary ones: real threads and commits only, and not too many."""

import ast
from pathlib import Path

from dev import ROOT

MOST = 150


def transactional(tree: ast.Module) -> int:
    """How many tests of a file commit: by the mark of the file, of a class or of the test."""
    marked = any(
        isinstance(node, ast.Assign)
        and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
        and commits(node)
        for node in tree.body
    )
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            count += marked or any(commits(decorator) for decorator in node.decorator_list)
    return count


def commits(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.keyword) and part.arg == "transaction" and getattr(part.value, "value", False)
        for part in ast.walk(node)
    )


def test_transactional_tests_stay_within_their_budget() -> None:
    counts = {str(path.relative_to(ROOT)): transactional(ast.parse(path.read_text())) for path in files_of_tests()}
    used = {path: count for path, count in counts.items() if count}
    assert used, "no test commits any more, or the check no longer sees them"
    assert sum(used.values()) <= MOST, used


def files_of_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("test_*.py"))
