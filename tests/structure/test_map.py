"""docs/map.md is the tree: one line for each folder that holds source, and none that does not exist."""

import re

from dev import ROOT
from tests.structure.source import committed

MAP = ROOT / "docs/map.md"
# Folders of files that a framework wants where they are; the folder above says what they are.
WITHIN = {"templates", "static", "migrations", "templatetags", "locale", "vectors", "data", "screens"}


def folders() -> set[str]:
    found = set()
    for path in committed():
        parts = path.relative_to(ROOT).parts[:-1]
        if parts and parts[0] in ("src", "tests", "docs", "bench"):
            stop = next((index for index, part in enumerate(parts) if part in WITHIN), len(parts))
            found |= {"/".join(parts[:length]) for length in range(1, stop + 1)}
    return found - {"src"}


def test_the_map_has_one_line_for_each_folder() -> None:
    lines = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", MAP.read_text(), re.M)
    listed = [name.rstrip("/") for name, _ in lines]
    assert len(listed) == len(set(listed))
    assert set(listed) == folders()
    assert all(len(text.strip()) > 10 for _, text in lines)
