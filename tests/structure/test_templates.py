"""The pages live under a strict Content Security Policy, also the ones that no browser test opens."""

import re

import pytest

from tests.structure.source import templates

FORBIDDEN = {
    "a style attribute (write a class in portal.css)": re.compile(r"\sstyle\s*="),
    "hx-on, which evaluates text (write a listener in portal.js)": re.compile(r"\shx-on[:-]"),
    "an on… attribute (write a listener in portal.js)": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']"),
    "a filter in hx-trigger, which evaluates text": re.compile(r"hx-trigger=\"[^\"{]*\["),
    "js: values, which evaluate text": re.compile(r"[\"'\s]js:"),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a data: address (inline the SVG)": re.compile(r"[\"'(]data:"),
    "a script in the page (put it into portal.js)": re.compile(
        r"<script(?![^>]*\b(?:src|nonce)=)(?![^>]*application/(?:ld\+)?json)[^>]*>"
    ),
    "a style element without nonce": re.compile(r"<style(?![^>]*nonce=)[^>]*>"),
}
EXAMPLES = [
    '<p style="color: red">',
    '<a hx-on:click="x()">',
    '<a onclick="x()">',
    '<a hx-trigger="click[ctrlKey]">',
    """<a hx-vals='js:{a: 1}'>""",
    '<a href="javascript:x()">',
    '<img src="data:image/png;base64,x">',
    "<script>x()</script>",
    "<style>p {}</style>",
]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    pages = dict(templates())
    assert len(pages) > 10
    bad = [name for name, text in pages.items() if FORBIDDEN[what].search(text)]
    assert not bad, f"{what}: {bad}"


@pytest.mark.parametrize(("pattern", "example"), [*zip(FORBIDDEN.values(), EXAMPLES, strict=True)])
def test_the_check_sees_what_it_forbids(pattern: re.Pattern[str], example: str) -> None:
    assert pattern.search(example)
    assert not pattern.search('<script src="a.js"></script><script nonce="x"></script><p class="style" data-on="1">')
