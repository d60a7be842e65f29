"""Doors translate; they open no transaction, lock nothing and save nothing."""

import ast

from tests.structure.source import DOORS, dotted, modules

FORBIDDEN_NAMES = {"transaction", "select_for_update", "atomic"}
FORBIDDEN_CALLS = {"save", "select_for_update", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}


def offences(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db":
            found += [f"line {node.lineno}: imports {a.name}" for a in node.names if a.name in FORBIDDEN_NAMES]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            form_without_commit = any(
                k.arg == "commit" and getattr(k.value, "value", 1) is False for k in node.keywords
            )
            if node.func.attr in FORBIDDEN_CALLS and not form_without_commit:
                found.append(f"line {node.lineno}: calls {dotted(node.func)}()")
    return found


def test_no_door_writes() -> None:
    trees = list(modules(*DOORS))
    assert len(trees) > len(DOORS)
    bad = [f"{name} {offence}" for name, tree in trees for offence in offences(tree)]
    assert not bad, f"make an action of it in src/meuplano/actions and call that: {bad}"


def test_the_check_sees_what_it_forbids() -> None:
    text = "from django.db import transaction\nform.save()\nUser.objects.create(a=1)\nform.save(commit=False)\n"
    assert len(offences(ast.parse(text))) == 3
