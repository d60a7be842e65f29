"""Reading the project's own source, for the tests of this folder."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dev import ROOT

PACKAGE = ROOT / "src/meuplano"
DOORS = ("portal", "backoffice", "api", "jobs")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that belongs to the project: tracked, or about to be; without a repository, every source file."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    found = [ROOT / name for name in names if name] or list((ROOT / "src").rglob("*"))
    return tuple(path for path in found if path.is_file())


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """The Python files below src/meuplano (or only some folders of it): their path from there, and their tree."""
    for path in committed():
        if path.suffix == ".py" and path.is_relative_to(PACKAGE):
            name = path.relative_to(PACKAGE)
            if not folders or name.parts[0] in folders:
                yield str(name), ast.parse(path.read_text(), str(path))


def templates() -> Iterator[tuple[str, str]]:
    """The pages' templates and their text; mails are apart, for mail programs know nothing but style attributes."""
    for path in committed():
        if path.suffix in (".html", ".svg") and "templates" in path.parts and "mail" not in path.parts:
            yield str(path.relative_to(ROOT)), path.read_text()


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute, else ""."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
