"""`meuplano calendar`: the national bank holidays of a year."""

import argparse
import sys

from meuplano.brazil import holidays
from meuplano.cli.json_lines import write


def run(arguments: list[str]) -> int:
    """Run `meuplano calendar YEAR`: a JSON list of ISO dates; status 1 for a year that is not known."""
    parser = argparse.ArgumentParser(
        prog="meuplano calendar",
        description="The national bank holidays of a year (as ANBIMA lists them), weekends included: a JSON list.",
    )
    parser.add_argument("year", metavar="YEAR", help=f"{holidays.FIRST_YEAR} to {holidays.LAST_YEAR}")
    year = parser.parse_args(arguments).year
    try:
        if not (len(year) == 4 and year.isascii() and year.isdigit()):
            raise holidays.YearError(f"{year!r} is not a year like 2026")
        days = holidays.national(int(year))
    except holidays.YearError as error:
        print(f"meuplano calendar: {error}", file=sys.stderr)
        return 1
    write([day.isoformat() for day in days])
    return 0
