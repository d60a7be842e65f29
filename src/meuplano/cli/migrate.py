"""`meuplano migrate`: bring the database and the published static files to this version."""

import argparse

from meuplano.cli import ground


def run(arguments: list[str]) -> int:
    """Apply what is pending; says what it did."""
    argparse.ArgumentParser(prog="meuplano migrate", description="Bring the database to this version.").parse_args(
        arguments
    )
    ground.begin(migrate=False, direct=True)
    applied = ground.bring_up_to_date()
    print(f"{len(applied)} migrations applied." if applied else "Nothing to do: the database is of this version.")
    return 0
