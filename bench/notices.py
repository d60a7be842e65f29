"""P7: webhooks in. Durable acknowledgements a second ÷ bare commits a second, four clients each.

`python -m bench.notices` serves as in production (granian), and four clients bring signed notices, each a new one, over
connections that stay open; by turns with four connections that commit one row at a time.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from bench.scratch import scratch
from bench.sides import ROUNDS
from dev.running import free_port, wait_for_port
from fakebank.notices import sign

CLIENTS, EACH = 4, 150
GOAL, PATIENCE = 0.25, 30.0
SECRET = "segredo-da-medida"


def main() -> int:
    """Measure and print."""
    os.environ |= {"MEUPLANO_FAKE_BANK_URL": "http://127.0.0.1:9", "MEUPLANO_FAKE_BANK_SECRET": SECRET}
    with scratch() as address:
        print(json.dumps(measure(address)))
    return 0


def measure(address: str) -> dict[str, Any]:
    """ROUNDS of both, by turns."""
    with psycopg.connect(address) as db:
        db.execute("create table floor_commit (client int, n int)")
    port = free_port()
    command = [sys.executable, "-m", "meuplano.cli", "serve", "--prepared", "--port", str(port), "--workers", "2"]
    quiet = os.environ | {"MEUPLANO_LOG_LEVEL": "CRITICAL", "MEUPLANO_HOSTS": "127.0.0.1"}
    quiet["MEUPLANO_MOVABLE_CLOCK"] = "0"  # as in production: time is not asked of the database
    with subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for_port(port, PATIENCE)
            _rate(partial(bring, port, written(-1)))  # every process and thread has its connection by then
            taken = []
            for turn in range(ROUNDS):
                notices = written(turn)  # the banks' own work is not what is measured
                taken.append((_rate(partial(commit, address)), _rate(partial(bring, port, notices))))
        finally:
            server.terminate()
    with psycopg.connect(address) as db:
        (kept,) = db.execute("select count(*) from meuplano_notice").fetchone() or (0,)
    assert kept == (ROUNDS + 1) * CLIENTS * EACH, f"{kept} notices were kept"
    ratio = round(median(ours / floor for floor, ours in taken), 2)
    return {
        "figure": "P7",
        "acknowledged_to_commits": ratio,
        "acknowledged_per_s": [round(ours) for _, ours in taken],
        "commits_per_s": [round(floor) for floor, _ in taken],
        "goals": {"acknowledged_to_commits": GOAL},
        "goals_met": ratio >= GOAL,
    }


def written(turn: int) -> list[list[tuple[bytes, dict[str, str]]]]:
    """EACH notices for each client, signed: body and headers."""
    notices = []
    for client in range(CLIENTS):
        mine = []
        for n in range(EACH):
            name, now = f"evt_{turn}_{client}_{n}", int(time.time())
            body = json.dumps({"id": name, "type": "charge.paid", "data": {"id": "ch_1"}}).encode()
            headers = {"webhook-id": name, "webhook-timestamp": str(now)}
            mine.append((body, headers | {"webhook-signature": sign(SECRET, name, now, body)}))
        notices.append(mine)
    return notices


def bring(port: int, notices: list[list[tuple[bytes, dict[str, str]]]], client: int) -> None:
    """One client's notices, each acknowledged before the next."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body, headers in notices[client]:
        connection.request("POST", "/avisos/fake/", body, headers)
        answer = connection.getresponse()
        assert answer.status == 202, (answer.status, answer.read()[:200])
        answer.read()
    connection.close()


def commit(address: str, client: int) -> None:
    """EACH commits of one row."""
    with psycopg.connect(address, autocommit=True) as db:
        for n in range(EACH):
            db.execute("insert into floor_commit values (%s, %s)", [client, n])


def _rate(work: Callable[[int], None]) -> float:
    """What CLIENTS do together, a second."""
    began = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(work, range(CLIENTS)))
    return CLIENTS * EACH / (perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
