"""`meuplano worker`: the background jobs and the schedule; may run many times, on many hosts."""

import argparse
import os
from typing import Any

from meuplano.cli import ground


def run(arguments: list[str]) -> int:
    """Work until SIGINT or SIGTERM; a job in hand may finish within the grace time."""
    parser = argparse.ArgumentParser(prog="meuplano worker", description="Do the background work.")
    parser.add_argument("--concurrency", type=int, help="jobs at the same time (4)")
    parser.add_argument(
        "--poll", type=float, help="seconds between looks for work; 1 behind a pooler that loses notifications (5)"
    )
    parser.add_argument("--prepared", action="store_true", help="the database runs and is up to date: do not look")
    options = parser.parse_args(arguments)
    ground.begin(direct=True, migrate=not options.prepared, server=not options.prepared)
    from procrastinate.contrib.django import app

    wishes: dict[str, Any] = {"concurrency": options.concurrency, "fetch_job_polling_interval": options.poll}
    wishes["name"] = f"worker-{os.getpid()}"
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(**{name: value for name, value in wishes.items() if value is not None})
    return 0
