"""The import beside the floor: a vendor's accounts read, checked and written ÷ a plain COPY of the same rows.

`python -m bench.imports [--accounts N]` prints one JSON object. Both are given the same tables, with every constraint
and trigger. Peak memory is that of the importing process, at a thousand accounts and at N: it must not grow with N.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.import_files import write_files
from bench.scratch import scratch
from bench.sides import peak_mib

SMALL = 1_000
GOAL_RATIO = 0.1
GOAL_GROWTH_MB = 32
TODAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
TABLES = (
    *("user", "account", "member", "billingdetails", "subscription", "subscriptionperiod", "licenceentry"),
    *("credit", "invoice", "invoiceline", "credituse", "ledgerentry", "event"),
)


def main() -> int:
    """Measure and print; with --folder, be the process that imports."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports")
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        print(json.dumps(import_here(options.folder)))
        return 0
    with scratch() as address, tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(address, Path(folder), options.accounts), indent=2))
    return 0


def measure(address: str, folder: Path, accounts: int) -> dict[str, Any]:
    """Import a thousand, then `accounts`; put the rows of the latter back by COPY, with and without triggers."""
    small = _imported(folder / "small", min(SMALL, accounts))
    with psycopg.connect(address) as db:
        _empty(db)
    large = _imported(folder / "large", accounts)
    with psycopg.connect(address) as db:
        kept = folder / "rows"
        kept.mkdir()
        rows = _take_out(db, kept)
        floor = _put_back(db, kept)
        bare = _put_back(db, kept, triggers=False)
    growth = large["peak_mb"] - small["peak_mb"]
    ratio = floor / large["seconds"]
    return {
        "accounts": accounts,
        "lines": large["lines"],
        "rows": rows,
        "seconds": round(large["seconds"], 1),
        "accounts_per_s": round(accounts / large["seconds"]),
        "rows_per_s": round(rows / large["seconds"]),
        "floor_rows_per_s": round(rows / floor),
        "floor_without_triggers_rows_per_s": round(rows / bare),
        "ratio": round(ratio, 3),
        f"peak_mb_{_short(min(SMALL, accounts))}": round(small["peak_mb"], 1),
        f"peak_mb_{_short(accounts)}": round(large["peak_mb"], 1),
        "growth_mb": round(growth, 1),
        "goals": {"ratio": GOAL_RATIO, "growth_mb": GOAL_GROWTH_MB},
        "goals_met": ratio >= GOAL_RATIO and growth <= GOAL_GROWTH_MB,
    }


def import_here(folder: Path) -> dict[str, float]:
    """Import the files of a folder in this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "meuplano.config.settings"
    import django

    django.setup()
    from meuplano.actions.import_accounts import import_files
    from meuplano.rules.act import Act

    began = perf_counter()
    report = import_files(
        folder / "contas.csv",
        folder / "usuarios.csv",
        Act(by="importação", at=TODAY),
        catalogue=folder / "catalogo.toml",
        overdue=True,
    )
    seconds = perf_counter() - began
    assert report.refusals == 0, list(report.refused())[:3]
    return {"seconds": seconds, "peak_mb": peak_mib()}


def _imported(folder: Path, accounts: int) -> dict[str, float]:
    folder.mkdir()
    lines = write_files(folder, accounts)
    command = [sys.executable, "-m", "bench.imports", "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer | {"lines": lines}


def _take_out(db: psycopg.Connection, folder: Path) -> int:
    """Every row of the imported tables into files, as COPY writes them; how many there were."""
    rows = 0
    for table in TABLES:
        with (folder / table).open("wb") as file, db.cursor() as cursor:
            with cursor.copy(f"copy meuplano_{table} to stdout") as copy:
                for block in copy:
                    file.write(block)
            rows += cursor.rowcount
    return rows


def _put_back(db: psycopg.Connection, folder: Path, *, triggers: bool = True) -> float:
    """Seconds that one transaction takes which copies the files into the emptied tables."""
    _empty(db)
    began = perf_counter()
    with db.cursor() as cursor:
        if not triggers:
            cursor.execute("set local session_replication_role = replica")
        for table in TABLES:
            with (folder / table).open("rb") as file, cursor.copy(f"copy meuplano_{table} from stdin") as copy:
                while block := file.read(1 << 16):
                    copy.write(block)
    db.commit()
    return perf_counter() - began


def _empty(db: psycopg.Connection) -> None:
    db.execute("truncate meuplano_user, meuplano_account cascade")
    db.commit()


def _short(n: int) -> str:
    return f"{n // 1000}k" if n % 1000 == 0 else str(n)


if __name__ == "__main__":
    sys.exit(main())
