"""Jobs are deferred by name: every name that is asked for exists."""

import ast

from procrastinate.contrib.django import app

from tests.structure.source import dotted, modules

DEFERRING = {"later", "deferred", "app.configure_task", "configure_task"}


def asked_for() -> dict[str, str]:
    """The names given to `later` as text, and where."""
    found = {}
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and dotted(node.func) in DEFERRING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found[str(first.value)] = f"{name} line {node.lineno}"
                else:
                    assert name == "actions/later.py", f"{name} line {node.lineno}: name the task in plain text"
    return found


def test_every_deferred_job_is_registered() -> None:
    names = asked_for()
    assert names, "nothing is deferred any more, or the check no longer sees it"
    unknown = {name: where for name, where in names.items() if name not in app.tasks}
    assert not unknown, f"give it a task in jobs/tasks.py with @app.task(name=…): {unknown}"


def test_every_job_has_a_name_of_its_own() -> None:
    """The default is the module's path: moving a file would orphan what is queued."""
    ours = [name for name, task in app.tasks.items() if task.func.__module__.startswith("meuplano")]
    assert ours
    assert not [name for name in ours if "." in name]
