"""`python -m checker DATABASE_URL [--bank bank.sqlite3] [--today 2027-03-24]`: print what breaks an invariant, as JSON.

Exit status 0 when nothing was found, 1 with findings, 2 when it could not look.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import psycopg

from checker.run import check


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, print {"I1": [words, …], …}, and say by the exit status whether anything was found."""
    parser = argparse.ArgumentParser(prog="checker", description=__doc__)
    parser.add_argument("database", metavar="DATABASE_URL")
    parser.add_argument("--bank", type=Path, metavar="FILE", help="the fake bank's own books, for I3")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DAY", help="another business date than the clock's"
    )
    options = parser.parse_args(arguments)
    try:
        with psycopg.connect(options.database) as connection, connection.cursor() as cursor:
            found = check(cursor, bank=options.bank, today=options.today)
            connection.rollback()
    except (psycopg.Error, sqlite3.Error) as problem:
        sys.stderr.write(f"checker: {' '.join(str(problem).split())}\n")
        return 2
    json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
