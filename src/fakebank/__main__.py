"""`python -m fakebank`: run the bank until it is told to stop.

Every option may also come from the environment as FAKEBANK_<OPTION>; the secret preferably does.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

from fakebank.bank import DEFAULT_RETRIES, Config
from fakebank.server import Server


def seconds(text: str) -> tuple[float, ...]:
    """ "1,2,5" as seconds."""
    return tuple(float(part) for part in text.split(",") if part)


# option: (how it is read, default, help)
OPTIONS: dict[str, tuple[Callable[[str], Any], str, str]] = {
    "port": (int, "8001", "on 127.0.0.1; 0 takes a free one and prints it"),
    "data": (Path, "", "folder of the books (required)"),
    "secret": (str, "", "of the API and of the notices' signature (required)"),
    "callback": (str, "", "where notices are sent; none without it"),
    "url": (str, "", "how a browser reaches the bank, if not http://localhost:<port>"),
    "date": (date.fromisoformat, "", "the day on which new books begin, if not today"),
    "hang": (float, "30", "seconds for which a hanging answer hangs"),
    "retries": (seconds, ",".join(map(str, DEFAULT_RETRIES)), "seconds between the tries of a notice"),
    "prefix": (str, "", "fixed part of every id of new books, for runs that must repeat exactly"),
}


def read_config(arguments: Sequence[str]) -> Config:
    """The command line, then the environment, then the defaults. Exits with status 2 when something is wrong."""
    parser = argparse.ArgumentParser(prog="fakebank", description="A bank for demonstrations and tests.")
    for name, (kind, default, text) in OPTIONS.items():
        value = os.environ.get(f"FAKEBANK_{name.upper()}", default)
        parser.add_argument(f"--{name}", type=kind, default=value or None, help=text, metavar=name.upper())
    parser.add_argument("--hybrid", action="store_true", help="print a Pix beside every boleto")
    given = parser.parse_args(arguments)
    if not given.data or not given.secret:
        parser.error("--data and --secret are needed")
    return Config(
        data=given.data,
        secret=given.secret,
        callback=given.callback or "",
        port=given.port,
        url=given.url or "",
        hang=given.hang,
        retries=given.retries,
        prefix=given.prefix or "",
        first_day=given.date,
        hybrid=given.hybrid,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 1 when the port is taken."""
    config, stop = read_config(sys.argv[1:] if arguments is None else arguments), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        server = Server(config)
    except OSError as problem:
        sys.stderr.write(f"fakebank: port {config.port} cannot be used: {problem.strerror}\n")
        return 1
    server.start()
    sys.stdout.write(f"fakebank: http://127.0.0.1:{server.port}\n")
    sys.stdout.flush()
    stop.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
