"""docs/fakebank.md tells every fault, test card and address, and nothing else."""

import re
from pathlib import Path

from fakebank import api, cards, faults, server
from fakebank.html import money

TEXT = (Path(__file__).parents[2] / "docs" / "fakebank.md").read_text(encoding="utf-8")


def test_each_fault_stands_with_its_magic_amount() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (R\$ [\d.,]+) \|", TEXT, re.MULTILINE)
    assert listed == [(fault.name, money(fault.cents).replace("\u00a0", " ")) for fault in faults.FAULTS]


def test_each_test_card_stands() -> None:
    assert re.findall(r"^\| (\d{4} \d{4} \d{4} \d{4}) \|", TEXT, re.MULTILINE) == [
        cards.grouped(card.number) for card in cards.NUMBERS
    ]


def test_each_address_stands() -> None:
    listed = {(verb, path) for verb, path in re.findall(r"^\| `(GET|POST) (/[\w/<>-]+)", TEXT, re.MULTILINE)}
    there = {("GET", path) for path in api.GET} | {("POST", path) for path in api.POST}
    there |= {("POST", server.REMITTANCES)}  # bytes, no JSON
    assert listed == there | {("POST", f"/v1/charges/<id>/{name}") for name in api.POST_TO_CHARGE}


def test_each_command_that_can_fail_stands() -> None:
    (line,) = re.findall(r"^Commands: (.+?)\.", TEXT, re.MULTILINE)
    assert tuple(re.findall(r"`([\w-]+)`", line)) == faults.COMMANDS
