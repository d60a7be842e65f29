"""The project speaks of itself alone: no machine's paths, no registry's hosts, nothing left for later."""

import re

from dev import ROOT
from tests.structure.source import committed

# Written in pieces, so that this file does not name what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:work|home|Users|root)" + r"/[\w.]+"),
    "a package registry": re.compile(
        "pypi" + r"\.org|files\.python" + r"hosted|registry\.npm" + "js|deb.debian" + r"\.org"
    ),
    "something left for later": re.compile("TO" + "DO|FIX" + "ME|XX" + "X:"),
    "a skipped test": re.compile(r"mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importor" + "skip)"),
}
TEXT = {".py", ".md", ".html", ".toml", ".txt", ".css", ".js", ".sh", ".sql", ".lock", ".yml", ".json", ""}


def test_nothing_committed_names_what_is_not_the_projects() -> None:
    files = [path for path in committed() if path.suffix in TEXT and path.name != "test_words.py"]
    assert len(files) > 50
    bad = []
    for path in files:
        text = path.read_text(errors="ignore")
        bad += [
            f"{path.relative_to(ROOT)}: {what}: {found[0]}"
            for what, p in FORBIDDEN.items()
            if (found := p.search(text))
        ]
    assert not bad, "\n".join(bad)


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src") and "migrations" not in path.parts
        and not path.read_text().lstrip().startswith('"""')
    ]  # fmt: skip
    assert not silent, f"begin it with one sentence: {silent}"
