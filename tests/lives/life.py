"""A life: some accounts, their bank and a moved clock, lived day by day with everything going wrong that can.

What happens is drawn from one seed. Nothing is stubbed: the real actions write the real database, and the bank is the
fake bank with its own books. `Crash` breaks the work off at one of the named points, as a kill would.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from checker.run import check
from meuplano import clock
from meuplano.actions import open_charge, read_notice
from meuplano.actions.bank_files import carry
from meuplano.gateways.base import GatewayError
from meuplano.jobs.schedule import automatic, due
from meuplano.records import faults
from meuplano.records.models import Account, Parking, Plan, PlanPrice, PriceVersion
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle
from tests import world
from tests.lives.bank import SECRET, HouseBank
from tests.lives.people import People

METHODS = ("boleto", "pix", "card")
BANK_FAULTS = (
    "timeout_before", "timeout_after", "error_before", "error_after", "hang_midway", "tell_twice", "tell_late",
    "tell_five_times", "tell_never", "forge_first", "lie", "lie_out_of_order", "paid_twice", "tell_out_of_order",
    "insufficient_funds", "card_declined", "ask_3ds",
)  # fmt: skip
ANSWER_FAULTS = BANK_FAULTS[:5]
STATES = [
    "select 'invoice ' || kind || ' ' || status, count(*) from meuplano_invoice group by 1",
    *(
        f"select '{what} ' || {state}, count(*) from meuplano_{table} group by 1"
        for what, table, state in (
            ("Order", "order", "status"), ("Invoice", "invoice", "status"), ("Charge", "charge", "state"),
            ("Subscription", "subscription", "status"), ("Scheduled change", "scheduledchange", "status"),
            ("Notice", "notice", "state"), ("Refund", "refund", "state"), ("Instalment", "instalment", "status"),
            ("Release on trust", "trust", "state"), ("Proposal", "proposal", "status"),
        )
    ),
]  # fmt: skip
QUIET = 12  # days after the last year's end in which nothing new goes wrong, so that everything lands


class Crash(BaseException):
    """The process was killed here."""


class Life:
    """`accounts` of them live `days` from a first day that the seed draws. `live()` returns what the checker found.

    `busy` is how often the people of an account do something on a day, `crashes` how often a point breaks the work off.
    """

    def __init__(
        self, seed: int, *, accounts: int = 50, days: int = 365, busy: float = 0.015, crashes: float = 0.006
    ) -> None:
        self.seed, self.accounts, self.days, self.busy, self._crashes = seed, accounts, days, busy, crashes
        self.chance = Random(f"{seed} what people do")
        self._broken = Random(f"{seed} what breaks")
        self.first_day = date(2027, 1, 1) + timedelta(self.chance.randrange(730))
        self.by_file = seed % 2 == 0  # every other life's boletos go to the bank by file
        self._down = self._broken.choice((0.03, 0.3, 0.6))  # on how many days our whole system is down
        self.seen: Counter[str] = Counter()  # what this life consisted of
        self.found: Counter[str] = Counter()  # what people could not do and should have been able to

    @property
    def years(self) -> float:
        """Account-years lived."""
        return self.accounts * self.days / 365

    def live(self) -> dict[str, list[str]]:
        """Everything, from the first day to the checker's word. Raises what an action raises and nobody expects."""
        with self._ground():
            self._open_accounts()
            if self.by_file:
                carry.open_agreement(automatic())
            self.people = People(self)
            for account_id in self.ids[::4]:
                self.people.begins_with_a_card(account_id)
            faults.hook = self._at_a_point
            for _ in range(self.days):
                self._day(self.today + timedelta(1))
            faults.hook = None
            self._settle_down()
            return self._findings()

    # One day

    def _day(self, day: date) -> None:
        self.walk(carry.bring_remittance)
        self._move(day)
        self.walk(carry.fetch_returns)
        self._order_faults()
        if self._broken.random() >= self._down:
            self.tick()
        self.people.act()
        self.deliver()
        self.people.pay()
        self.deliver()
        self.drain()
        if self._broken.random() < 0.1:
            self.tick()
        if day.day % 10 == 0:
            self._look()

    def _look(self) -> None:
        """Count what is in which state today."""
        with connection.cursor() as cursor:
            for query in STATES:
                cursor.execute(query)
                self.seen.update(dict(cursor.fetchall()))

    def _move(self, day: date) -> None:
        self.today = day
        self._ahead = datetime.combine(day, time(15), tzinfo=UTC) - clock.system_now()
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into meuplano_clock (id, ahead) values (1, make_interval(secs => %s)) "
                "on conflict (id) do update set ahead = excluded.ahead", [self._ahead.total_seconds()],
            )  # fmt: skip
        assert self.bank.control("date", date=day.isoformat()) is not None

    def walk(self, errand: Callable[[Act], int]) -> None:
        """Somebody goes to the bank with files, or for them; who is stopped on the way goes again tomorrow."""
        if not self.by_file:
            return
        try:
            self.seen[errand.__name__] += errand(automatic())
        except (Crash, GatewayError) as problem:
            self.seen[f"errand again after {type(problem).__name__}"] += 1
        self.drain()

    def tick(self) -> None:
        """The worker's schedule until it comes through, and its jobs."""
        for _ in range(6):
            try:
                for entry in due(automatic()):
                    entry.run(automatic())
                break
            except Crash:
                continue
        self.drain()

    def drain(self) -> None:
        """The jobs that wait, each tried once, and those that they ask for; what fails stays for the next time."""
        tried: set[int] = set()
        while jobs := [job for job in self._jobs() if job[0] not in tried]:
            for number, name, arguments in jobs:
                tried.add(number)
                try:
                    app.tasks[name].func(**arguments)
                except (Crash, GatewayError) as problem:
                    self.seen[f"job again after {type(problem).__name__}"] += 1
                    continue
                with connection.cursor() as cursor:
                    cursor.execute("delete from procrastinate_jobs where id = %s", [number])

    def _jobs(self) -> list[tuple[int, str, dict[str, Any]]]:
        with connection.cursor() as cursor:
            cursor.execute("select id, task_name, args from procrastinate_jobs order by id")
            rows = cursor.fetchall()
        return [(pk, name, args if isinstance(args, dict) else json.loads(args)) for pk, name, args in rows]

    def deliver(self) -> None:
        """The bank's notices knock at our door; one that is not answered comes again."""
        for number, headers, body in self.bank.deliveries():
            try:
                read_notice.verify("fake", headers, body, clock.system_now())
                read_notice.receive("fake", headers, body, Act(by="fake", at=clock.now()))
            except read_notice.BadSignature:
                self.bank.refused(number)
            except Crash:
                continue
            else:
                self.bank.delivered(number)
        self.drain()

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """What somebody asks for may be killed in the middle; they see an error page."""
        try:
            yield
        except Crash:
            self.seen["request killed"] += 1

    # The ground

    @contextmanager
    def _ground(self) -> Iterator[None]:
        clock_of_the_database, clock._offset = clock._offset, lambda: self._ahead  # asked some thousand times a year
        before = {name: getattr(settings, name) for name in ("GATEWAYS", "METHOD_GATEWAYS", "MAILERS", "BILLING")}
        settings.GATEWAYS = {"fake": {"url": "http://localhost:8001", "secret": SECRET}}
        settings.METHOD_GATEWAYS = dict.fromkeys(METHODS, "fake")
        if self.by_file:
            settings.GATEWAYS |= {"bank_cnab": {}}
            settings.METHOD_GATEWAYS |= {"boleto": "bank_cnab"}
        settings.BILLING = settings.BILLING | {
            "release": self.chance.choice(("payment", "payment", "confirmation")),
            "regret_for_all": True,
        }
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
        open_charge._registry.cache_clear()
        with tempfile.TemporaryDirectory(prefix="meuplano-life-", dir=_memory()) as folder:
            self.bank = HouseBank(Path(folder), self.first_day, self._broken, tells=self._broken.random() < 0.6)
            gateway: Any = open_charge.gateway("fake")
            gateway._http = self.bank.client()
            try:
                yield
            finally:
                faults.hook, clock._offset = None, clock_of_the_database
                gateway.close()
                self.bank.close()
                open_charge._registry.cache_clear()
                for name, value in before.items():
                    setattr(settings, name, value)

    def _open_accounts(self) -> None:
        self._move(self.first_day)
        of_each_cycle = self.chance.choice(((3, 4, 4, 4), (1, 2, 5, 6)))
        for number in range(self.accounts):
            licences = self.chance.randint(3, 30)
            world.account(
                f"V{number:04d}",
                licences=licences,
                active=self.chance.randint(1, min(licences, 6)),
                gb=self.chance.choice((0, 0, 5, 30)),
                conversas=self.chance.choice((0, 0, 0, 2, 10)),
                cycle=self.chance.choices(list(Cycle), of_each_cycle)[0],
                anchor=self.first_day - timedelta(self.chance.randrange(1, 400)),
                on=self.first_day,
                method=self.chance.choice(("boleto", "boleto", "pix")),
                renewal_policy=self.chance.choice(("all", "active")),
                complete=self.chance.random() < 0.9,
                instalments=self.chance.choice((1, 1, 4, 10)),
            )
        another_plan()
        self.ids = list(Account.objects.order_by("pk").values_list("pk", flat=True))

    def _at_a_point(self, name: str) -> None:
        often = 1 if name.endswith("commit") else 4  # every lock has a commit, few calls a gateway
        if self._broken.random() < self._crashes * often:
            self.seen[f"crash {name}"] += 1
            raise Crash(name)

    def _order_faults(self) -> None:
        for fault in self._broken.sample(BANK_FAULTS, k=self._broken.choice((0, 0, 0, 1, 2))):
            if fault.startswith("lie") and self._broken.random() < 0.8:
                continue  # a bank seldom takes back what it said
            commands = ("charge", "fetch", "cancel", "refund", "events") if fault in ANSWER_FAULTS else ("charge",)
            self.bank.control("faults", fault=fault, command=self._broken.choice(commands), times=1)
            self.seen[f"fault {fault}"] += 1
        self.bank.unreachable = self._broken.choice((0, 0, 0, 0, 0.2))

    # The end

    def _settle_down(self) -> None:
        """Some weeks without faults and without people: what is on its way arrives."""
        self.bank.control("faults", clear=True)
        self.bank.unreachable = 0
        for _ in range(QUIET):
            self.walk(carry.bring_remittance)
            self._move(self.today + timedelta(1))
            self.walk(carry.fetch_returns)
            self.deliver()
            self.tick()
        self.deliver()
        self.tick()

    def _findings(self) -> dict[str, list[str]]:
        with connection.cursor() as cursor:
            found = {name: words for name, words in check(cursor, bank=self.bank.file).items() if words}
            cursor.execute("select name, count(*) from meuplano_event group by name")
            self.seen.update({f"event {name}": count for name, count in cursor.fetchall()})
        self._look()
        parked = [f"account {p.account_id}: {p.work}: {p.reason}" for p in Parking.objects.filter(cleared_at=None)]
        left = [f"{name} {arguments}" for _, name, arguments in self._jobs()]
        more = {"parked": parked, "jobs left": left, "people": [f"{n} × {what}" for what, n in self.found.items()]}
        return found | {name: words for name, words in more.items() if words}


def another_plan() -> None:
    """A smaller one of the same price list, which finance offers (D48)."""
    plan = Plan.objects.create(code="essencial", name="Essencial", minimum_licences=1, included_gb=10)
    PlanPrice.objects.create(version=PriceVersion.objects.get(), plan=plan, licence_centavos=5990)


def _memory() -> str | None:
    """A folder in memory where there is one: the bank's books are thrown away after the life."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
