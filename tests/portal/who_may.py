"""Reading docs/who-may-do-what.md: one row for each route and method, one column for each kind of visitor."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import get_resolver

from dev import ROOT

PAGE = ROOT / "docs/who-may-do-what.md"
REFUSALS = {"sign in", "owner named", "no account", "not yours", "unknown", "unsigned"}


@dataclass(frozen=True, slots=True)
class Row:
    """What each visitor gets at an address by a method."""

    address: str  # as the router has it, with <int:number>
    method: str
    answers: dict[str, str]

    @property
    def names(self) -> list[str]:
        """The names of its parts that differ: number, code."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.address)

    def url(self, values: dict[str, Any]) -> str:
        """The address with these values in it."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), self.address)


def rows() -> list[Row]:
    """Every row of the page's tables; "signed in" stands for an owner."""
    found: list[Row] = []
    visitors: list[str] = []
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| address |"):
            visitors = ["owner" if cell == "signed in" else cell for cell in cells[2:]]
        elif line.startswith("| `/"):
            answers = dict(zip(visitors, cells[2:], strict=True))
            found += [Row(cells[0].strip("`")[1:], method, answers) for method in cells[1].split(", ")]
    return found


def routes() -> Iterator[str]:
    """Every address that the router knows."""
    seen = set()
    for address in _below(get_resolver(), ""):
        shape = re.sub(r"<(\w+:)?", "<", address)
        if shape not in seen:  # the first of two equal addresses answers
            seen.add(shape)
            yield address


def _below(resolver: Any, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = before + re.sub(r"\(\?P(<\w+>)[^)]+\)", r"\1", str(pattern.pattern).strip("^$"))
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern, address)
        else:
            yield address


def said(answer: HttpResponse) -> str:
    """An answer in a word of the page."""
    to = answer.get("Location", "")
    if to.startswith("/entrar/login/"):
        return "sign in"
    if to.startswith("/entrar/reauthenticate/"):
        return "password"
    if answer.status_code == 403:
        return _which_403(answer.content.decode())
    named = {200: "sees", 302: "goes on", 401: "unsigned", 404: "unknown", 405: "no such method"}
    return named.get(answer.status_code, str(answer.status_code))


def _which_403(body: str) -> str:
    if "Marina Duarte" in body and 'action="/responsavel/"' in body:
        return "owner named"
    if "Você ainda não faz parte de uma conta" in body:
        return "no account"
    return "not yours" if "Esta página não é sua" in body else "a bare 403"
