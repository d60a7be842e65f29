"""`meuplano tick`: once, now, what the worker's schedule would do; safe to run twice and to miss a day."""

import argparse

from meuplano.cli import ground


def run(arguments: list[str]) -> int:
    """Do everything that is due."""
    argparse.ArgumentParser(prog="meuplano tick", description="Do once, now, what is due.").parse_args(arguments)
    ground.begin(direct=True)
    from meuplano.jobs import schedule

    schedule.run_everything_due()
    return 0
