"""A long return under fire: `python -m tests.lives.long_return --lines 10000 --kills 40`.

One file with every awkward case is read by processes that are ended by SIGKILL, at random moments and at named points,
and read on by others. At the end each line has one fate, each centavo came once, and the checker finds nothing. Prints
one JSON line; status 1 with findings.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from fakebank.returns import return_file
from tests.lives.ground import Ground, close_connections, ended, was_killed
from tests.lives.kills import killed_at, wait

FIRST_DAY = date(2027, 3, 10)
ORDERS = 30  # of one account
POINTS = ("between_lines", "between_receipt_and_payment")
AGREEMENT = {
    "bank": "756", "name": "Prancheta Software Ltda", "document": "26841057000107", "agency": "4042", "agency_dv": "8",
    "account": "61900", "account_dv": "0", "agreement": "1234567", "wallet": "1", "variation": "", "modality": "01",
    "post": "", "transmission": "", "production": True,
}  # fmt: skip

# After its registration (02): movement, the amount paid of the title's 100, and the fate of the line.
LIVES: dict[str, tuple[tuple[str, int, str], ...]] = {
    "paid": (("06", 100, "done"), ("28", 0, "nothing")),
    "under": (("06", 60, "done"), ("28", 0, "nothing")),
    "over": (("06", 130, "done"), ("28", 0, "nothing")),
    "twice": (("06", 100, "done"), ("06", 100, "done"), ("28", 0, "nothing")),
    "in parts": (("06", 40, "done"), ("06", 35, "done"), ("06", 25, "done")),
    "after the write-off": (("09", 0, "done"), ("17", 100, "done"), ("28", 0, "nothing")),
    "written off twice": (("09", 0, "done"), ("09", 0, "known")),
    "told twice": (("02", 0, "known"), ("11", 0, "nothing")),
    "refused, never asked": (("26", 0, "known"), ("30", 0, "known")),
    "moved, never asked": (("14", 0, "known"),),
    "taken back": (("06", 100, "done"), ("44", 100, "done")),
    "without an amount": (("06", 0, "failed"),),
    "of another's number": (("06", 100, "failed"),),
    "nobody's": (("06", 100, "unknown_title"), ("28", 0, "nothing")),
}


class LongReturn:
    """The titles, the file about them, and what must come of it."""

    def __init__(self, ground: Ground, chance: Random) -> None:
        self.ground, self.chance = ground, chance
        self.expected: Counter[str] = Counter()
        self.money = 0  # centavos that come in
        self.back = 0  # that are taken back
        self.killed: Counter[str] = Counter()
        self.half_way = 0  # kills after which a part of the lines was there

    def make(self, lines: int) -> int:
        """Titles at the bank, and a return of so many lines about them; returns the kept file's id."""
        from meuplano.actions.bank_files import receive, remit, set_up
        from meuplano.records.models import BankTitle
        from tests import world

        self.ground.move(0)
        agreement = set_up.set_up(AGREEMENT, world.act(FIRST_DAY))
        plan = self._plan(lines)
        self._order(len(plan))
        made = remit.remit(agreement.pk, world.act(FIRST_DAY))
        assert made is not None
        content = bytes(made.content).split(b"\r\n")
        entries = [line.decode() for line in content if line[13:14] == b"P"]
        places = {line[195:220].strip(): line[37:57] for line in entries}
        titles = list(BankTitle.objects.order_by("pk").select_related("charge"))
        rows = [
            row for title, life in zip(titles, plan, strict=True) for row in self._rows(title, life, places, titles)
        ]
        while len(rows) < lines:  # a number that is none of ours, and nothing happened with it
            rows.append(self._row("", f"{10**9 + len(rows):010d}".ljust(20), "11", 100, 0))
            self.expected["nothing"] += 1
        file = return_file(content, 1, FIRST_DAY + timedelta(1), rows)  # type: ignore[arg-type]
        return receive.receive("longo.ret", file, world.act(FIRST_DAY)).file.pk

    def _plan(self, lines: int) -> list[str]:
        names, plan, planned = list(LIVES), [], 0
        while len(plan) < max(lines // 8, len(names)):  # the rest of the file says nothing that we act on
            life = names[len(plan) % len(names)]
            planned += 1 + len(LIVES[life])
            plan.append(life)
        assert planned <= lines
        return plan

    def _order(self, titles: int) -> None:
        """So many orders by boleto, of as few accounts as that takes."""
        from meuplano.actions import change_plan, pay_invoice
        from meuplano.records.models import Charge
        from tests import world

        act = world.act(FIRST_DAY)
        for number in range(titles):
            if number % ORDERS == 0:
                account = world.account(f"L{number:05d}", on=FIRST_DAY)
            account.refresh_from_db()
            seen = change_plan.preview(account, added={"licence": 1}, act=act).quote.fingerprint()
            order = change_plan.confirm(
                account.pk, added={"licence": 1}, method="boleto", seen=seen, draft_key=account.draft_key, act=act
            )
            pay_invoice.send(Charge.objects.get(account=account, invoice=order.invoice).pk, act)

    def _rows(self, title: Any, life: str, places: dict[str, str], titles: list[Any]) -> list[dict[str, Any]]:
        own, place, amount = title.own_id, places[title.own_id], title.amount_centavos
        rows = [self._row(own, place, "02", amount, 0)]
        self.expected["done"] += 1
        if life == "nobody's":
            own, place = "", f"{9 * 10**8 + title.pk:010d}".ljust(20)
        if life == "of another's number":
            place = next(places[other.own_id] for other in titles if other.pk != title.pk)
        for movement, share, fate in LIVES[life]:
            paid = amount * share // 100
            rows.append(self._row(own, place, movement, amount, paid))
            self.expected[fate] += 1
            if fate in ("done", "unknown_title"):
                self.money += paid if movement != "44" else 0
                self.back += paid if movement == "44" else 0
        return rows

    def _row(self, own: str, place: str, movement: str, amount: int, paid: int) -> dict[str, Any]:
        return {
            "own": own, "place": place, "document": "X", "movement": movement, "reasons": "", "amount": amount,
            "late": 0, "paid": paid, "fee": 180 if movement == "28" else 0, "due_on": FIRST_DAY.isoformat(),
            "on_day": FIRST_DAY.isoformat(), "paid_at": "000000000",
        }  # fmt: skip

    def read(self, file_id: int, lines: int, kills: int) -> None:
        """Have it read, end the reader so many times on the way, and have it read to the end."""
        from meuplano.actions.bank_files import read
        from meuplano.records.models import ReturnLine
        from tests import world

        def work() -> None:
            read.read(file_id, world.act(FIRST_DAY))

        step = max(lines // (kills + 1), 1)
        for turn in range(kills):
            if turn % 2:
                point, count = POINTS[turn // 2 % len(POINTS)], self.chance.randint(1, 2 * step)
                status = wait(self.ground.fork(lambda p=point, c=count: killed_at(p, c, work)))  # type: ignore[misc]
                self.killed[point] += was_killed(status)
            else:
                self._kill_after(self.ground.fork(work), file_id, self.chance.randint(1, 2 * step))
            self.half_way += 0 < ReturnLine.objects.filter(file=file_id).count() < lines
        work()

    def _kill_after(self, pid: int, file_id: int, more: int) -> None:
        """End the reader when it has read so many lines more, wherever it is then."""
        from meuplano.records.models import ReturnLine

        begun = ReturnLine.objects.filter(file=file_id).count()
        while ended(pid) is None:
            if ReturnLine.objects.filter(file=file_id).count() >= begun + more:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                self.killed["anywhere"] += 1
                return
            time.sleep(self.chance.uniform(0, 0.02))

    def findings(self, file_id: int, lines: int) -> dict[str, Any]:
        """What is not as it must be."""
        from django.db import connection
        from django.db.models import Sum

        from checker.run import check
        from meuplano.records.models import BankReturn, Receipt, ReturnLine

        there = ReturnLine.objects.filter(file=file_id)
        fates = Counter(there.values_list("fate", flat=True))
        came = Counter(dict(Receipt.objects.values_list("kind").annotate(n=Sum("amount_centavos"))))
        found: dict[str, Any] = {}
        if fates != self.expected:
            found["fates"] = [dict(fates), dict(self.expected)]
        if there.count() != lines or BankReturn.objects.get(pk=file_id).state != "read":
            found["lines"] = there.count()
        if (came["payment"], came["reversal"]) != (self.money, self.back):
            found["money"] = [dict(came), self.money, self.back]
        with connection.cursor() as cursor:
            found |= {name: words for name, words in check(cursor).items() if words}
        return found


def main(arguments: list[str] | None = None) -> int:
    """Make it, read it under fire, look."""
    parser = argparse.ArgumentParser(prog="long_return", description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1, help="where it is killed")
    options = parser.parse_args(arguments)
    os.environ |= {"MEUPLANO_GATEWAY_BOLETO": "bank_cnab"}
    chance = Random(options.seed)
    with (
        tempfile.TemporaryDirectory(prefix="meuplano-return-") as folder,
        Ground.standing(Path(folder), FIRST_DAY, chance) as ground,
    ):
        life = LongReturn(ground, chance)
        file_id = life.make(options.lines)
        began = time.monotonic()
        life.read(file_id, options.lines, options.kills)
        seconds = time.monotonic() - began
        findings = life.findings(file_id, options.lines)
        close_connections()
    result = {
        "lines": options.lines,
        "fates": life.expected,
        "killed": life.killed,
        "half_way": life.half_way,
        "reading_seconds": round(seconds, 1),
        "findings": findings,
    }
    sys.stdout.write(json.dumps(result, ensure_ascii=False, default=str) + "\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
