"""Every sentence of the source that a person reads: what the catalogues have to translate."""

import ast
import re
from collections.abc import Iterator

from dev import ROOT

SOURCE = ROOT / "src/meuplano"
CALLS = {"gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
Sentence = str | tuple[str, str]  # or singular and plural


def all_sentences() -> dict[Sentence, list[str]]:
    """Sentence → the files that say it, of every template and module."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            said = _in_code(path.read_text(encoding="utf-8"))
        elif "templates" in path.parts and path.suffix in (".html", ".txt"):
            said = _in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for sentence in said:
            found.setdefault(sentence, []).append(str(path.relative_to(SOURCE)))
    return found


def _in_code(source: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield _sentence(node, CALLS[node.func.id])


def _in_template(source: str) -> Iterator[Sentence]:
    from django.utils.translation.template import templatize

    code = templatize(source)
    for match in re.finditer(r"\bn?gettext\(", code):
        yield _sentence(_call_at(code, match.start()), 2 if match[0].startswith("n") else 1)


def _call_at(code: str, start: int) -> ast.Call:
    """The call that begins here, however many brackets its sentences have."""
    for end in (match.end() for match in re.finditer(r"\)", code[start:])):
        try:
            node = ast.parse(code[start : start + end].strip(), mode="eval").body
        except SyntaxError:
            continue
        assert isinstance(node, ast.Call)
        return node
    raise ValueError(f"no whole call in {code[start : start + 80]!r}")


def _sentence(call: ast.Call, count: int) -> Sentence:
    texts = [argument.value for argument in call.args[:count] if isinstance(argument, ast.Constant)]
    if len(texts) != count:
        raise ValueError(f"line {call.lineno}: a sentence is written out, never put together")
    return str(texts[0]) if count == 1 else (str(texts[0]), str(texts[1]))
