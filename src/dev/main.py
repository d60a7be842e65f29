"""The developers' commands: one list; `make` only calls it."""

import argparse
import sys
from importlib import import_module

from dev import Trouble

# name: (module with `add_arguments(parser)` and `run(options) -> exit status`, one line of help)
COMMANDS = {
    "demo": ("dev.demo", "the whole product with a seeded world"),
    "test": ("dev.checks", "format, lint, types, contracts, all tests, browser"),
    "bench": ("dev.bench", "the figures, as JSON"),
    "mutants": ("dev.mutants", "plant money bugs in a copy of the tree; the tests must catch each"),
    "lives": ("dev.lives", "account lives by the thousand, with their rate"),
    "chaos": ("dev.chaos", "kill everything by the thousand, and find nothing lost"),
    "chromium": ("dev.chromium", "find or install the browser for the tests"),
    "screens": ("dev.screens", "a picture of every page, into docs/screens"),
    "initial-migration": ("dev.initial_migration", "write the first migration anew from the models"),
    "messages": ("dev.messages", "compile the translations"),
    "format": ("dev.formatting", "format Python and templates"),
    "lock": ("dev.lock", "resolve pyproject.toml anew into requirements.lock"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status is returned."""
    parser = argparse.ArgumentParser(prog="dev", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    given = sys.argv[1:] if arguments is None else arguments
    for name, (module, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        if name in given[:1]:
            import_module(module).add_arguments(command)
    options = parser.parse_args(given)
    try:
        status: int = import_module(COMMANDS[options.command][0]).run(options)
    except Trouble as trouble:
        print(f"dev {options.command}: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
