"""`meuplano serve`: the pages, by granian; the database is started and brought up to date first."""

import argparse
import sys

from meuplano.cli import ground


def run(arguments: list[str]) -> int:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="meuplano serve", description="Serve the pages.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")
    parser.add_argument("--threads", type=int, default=4, help="requests at the same time in each process (4)")
    parser.add_argument("--application", default="meuplano.config.wsgi:application", help=argparse.SUPPRESS)
    parser.add_argument("--prepared", action="store_true", help="the database runs and is up to date: do not look")
    options = parser.parse_args(arguments)
    if ground.port_is_taken(options.host, options.port):
        print(f"meuplano serve: port {options.port} is in use; choose another with --port.", file=sys.stderr)
        return 1
    if not options.prepared:
        ground.begin()
    _granian(options)
    return 0


def _granian(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        options.application,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    ).serve()
