"""`dev demo`: the whole product with a seeded world, in the foreground, on one machine, until Ctrl-C."""

import argparse
import fcntl
import json
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import IO

from dev import ROOT, Trouble
from dev.supervisor import Supervisor, die_with_parent
from meuplano import database
from meuplano.cli.ground import port_is_taken

FIRST_DAY = "2026-11-24"  # the demo's, whatever the real date (D63)
SECRET = "segredo-da-demonstracao"
PAGE = "/entrar/login/"
PATIENCE = 60.0  # seconds until the page must answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--bank-port", type=int, help="of the fake bank; else the first free one after --port")
    parser.add_argument("--year", action="store_true", help="live the first year at the start, until 24/11/2027")
    parser.add_argument(
        "--boleto",
        choices=["online", "files"],
        default="online",
        help="how new boletos go to the bank: at once, or by a file every evening",
    )
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one ends")


def run(options: argparse.Namespace) -> int:
    """Start everything, say where, wait; 0 when asked to stop, 1 when something ended by itself."""
    begun = time.monotonic()
    if options.with_parent:
        die_with_parent(parent=os.getppid())
    supervisor = Supervisor()
    _refuse_busy(options.port)
    bank_port = options.bank_port or next(
        p for p in range(options.port + 1, 65536) if not port_is_taken("localhost", p)
    )
    _refuse_busy(bank_port)
    environment = demo_environment(options.port, bank_port)
    if options.boleto == "files":
        environment["MEUPLANO_GATEWAY_BOLETO"] = "bank_cnab"
    os.environ |= {name: environment[name] for name in ("MEUPLANO_DATA", "MEUPLANO_DEMO")}
    if os.environ.pop("DATABASE_URL", None):
        print("DATABASE_URL is not used: the demo has a database of its own.", flush=True)
    lock = _only_one()
    started = False
    try:
        print("Meu Plano: starting …", flush=True)
        _forget_another_versions_world()
        started = database.ensure_running(dies_with_me=True)
        status = _live(supervisor, options.port, bank_port, environment, begun, year=options.year)
    except database.DatabaseError as error:
        raise Trouble(str(error)) from error
    finally:
        supervisor.stop()
        if started:
            database.stop()
        lock.close()
    return status


def demo_environment(port: int, bank_port: int) -> dict[str, str]:
    """The environment of every process of a demo, whose data are kept away from those of real use."""
    environment = os.environ | {
        "MEUPLANO_DATA": os.environ.get("MEUPLANO_DATA") or str(ROOT / ".data/demo"),
        "MEUPLANO_DEMO": "1",
        "MEUPLANO_URL": f"http://localhost:{port}",
        "MEUPLANO_FAKE_BANK_URL": f"http://localhost:{bank_port}",
        "MEUPLANO_FAKE_BANK_SECRET": SECRET,
        "FAKEBANK_SECRET": SECRET,
        "FAKEBANK_CALLBACK": f"http://127.0.0.1:{port}/avisos/fake/",
        "FAKEBANK_DATE": FIRST_DAY,
        "PYTHONUNBUFFERED": "1",
    }
    environment["MEUPLANO_DEMO_READY"] = str(Path(environment["MEUPLANO_DATA"]) / "logins.json")
    environment.pop("DATABASE_URL", None)
    return environment


def _live(
    supervisor: Supervisor, port: int, bank_port: int, environment: dict[str, str], begun: float, *, year: bool
) -> int:
    data, logins = Path(environment["MEUPLANO_DATA"]), Path(environment["MEUPLANO_DEMO_READY"])
    logins.unlink(missing_ok=True)
    python = sys.executable
    meuplano, bank = [python, "-m", "meuplano.cli"], ["--port", str(bank_port), "--data", str(data / "bank")]
    supervisor.start("bank", [python, "-m", "fakebank", *bank], environment)
    application = ["--application", "dev.wsgi:application"]  # waits for the logins, which are written last
    supervisor.start("web", [*meuplano, "serve", "--prepared", "--port", str(port), *application], environment)
    if not _finish(supervisor, "prepare", [python, "-m", "dev.prepare", str(logins)], environment):
        return 0 if supervisor.stopping else 1
    # A killed worker's jobs run again; a job in its hands must not outlive us.
    supervisor.start("worker", [*meuplano, "worker", "--prepared"], environment, at_our_death=signal.SIGKILL)
    if _page_answers(supervisor, port):
        _tell(port, json.loads(logins.read_text()), time.monotonic() - begun)
        if year:
            _finish(supervisor, "year", [python, "-m", "dev.year"], environment)
        if (name := supervisor.wait()) is None:
            print("\nMeu Plano: stopping …", flush=True)
            return 0
    elif supervisor.stopping:
        return 0
    else:
        name = supervisor.ended()
    print(f"dev demo: {f'the {name} ended by itself' if name else 'the page did not answer'}.", file=sys.stderr)
    return 1


def _finish(supervisor: Supervisor, name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run a child to its end; True if it succeeded and nobody asked us to stop meanwhile."""
    child = supervisor.start(name, command, environment, at_our_death=signal.SIGKILL)
    while child.poll() is None and not supervisor.stopping:
        time.sleep(0.02)
    if child.poll() is None:
        return False
    del supervisor.children[name]
    return child.returncode == 0


def _page_answers(supervisor: Supervisor, port: int) -> bool:
    """Wait for the sign-in page; False if a child ended, we were asked to stop, or it took too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not supervisor.ended() and not supervisor.stopping:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}", timeout=10) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            print(f"dev demo: {PAGE} answers {error.code}; the lines above say why.", file=sys.stderr)
            return False
        except OSError:
            time.sleep(0.05)
    return False


def _tell(port: int, logins: list[tuple[str, str, str]], seconds: float) -> None:
    width = max((len(label) for label, *_ in logins), default=0)
    print(f"\n  Meu Plano is ready after {seconds:.1f} s:  http://localhost:{port}\n")
    for label, email, password in logins:
        print(f"    {label:<{width}}  {email}  {password}")
    print("\n  Ctrl-C stops it; the data stay. make demo PORT=… chooses another port.\n", flush=True)


def _refuse_busy(port: int) -> None:
    if port_is_taken("localhost", port):
        raise Trouble(f"port {port} is in use: stop what listens there, or say make demo PORT={port + 10}.")


def _forget_another_versions_world() -> None:
    """The first migration is rewritten until the first release: a world made by another one cannot be brought along."""
    folder = database.data_folder()
    stamp, migrations = folder / "version", sorted((ROOT / "src/meuplano/records/migrations").glob("0*.py"))
    version = sha256(b"".join(migration.read_bytes() for migration in migrations)).hexdigest()
    if (folder / "postgres").exists() and not stamp.exists():
        raise Trouble(f"{folder} holds data that are no demo's: give MEUPLANO_DATA another folder.")
    if stamp.exists() and stamp.read_text() != version:
        print("The demo's world was made by another version of the tables: it begins anew.", flush=True)
        database.stop()
        shutil.rmtree((folder / "postgres").resolve(), ignore_errors=True)
        for leftover in (folder / "postgres", folder / "bank"):
            leftover.unlink() if leftover.is_symlink() else shutil.rmtree(leftover, ignore_errors=True)
    stamp.write_text(version)


def _only_one() -> IO[str]:
    """Hold the data folder until the file is closed: two demos on one set of books would not understand each other."""
    folder = database.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Trouble(f"a demo already runs with the data in {folder}.") from None
    return lock
