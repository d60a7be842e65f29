"""P4 and P10: what the pages cost beside an empty page behind the same login, and the bytes of a first visit.

`python -m bench.pages` prints one JSON object: per page p50 in ms, the ratio to the empty page, and the queries.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.scratch import scratch

CALLS = 60
ROUNDS = 3
HISTORY = 24  # invoices that the account already has
GOALS = {"plan": 5, "invoices": 5, "change": 5, "confirm": 12}  # P4: p50 ÷ the empty page's
MOST_QUERIES = 8
MOST_BYTES = 25_000  # P10: gzip, without the font


def main() -> int:
    """Measure and print."""
    with scratch():
        print(json.dumps(measure(), indent=2))
    return 0


def measure() -> dict[str, Any]:
    """Every page in turn, ROUNDS times, so that what slows the machine slows all."""
    client = _world()
    pages: dict[str, Callable[[], Any]] = {
        "empty": lambda: client.get("/vazia/"),
        "plan": lambda: client.get("/plano/"),
        "invoices": lambda: client.get("/faturas/"),
        "change": lambda: client.get("/plano/alteracao/?licencas=2"),
        "confirm": _confirm(client),
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, visit in pages.items():
            times[name].append(_p50(visit, CALLS if name != "confirm" else 20))
    empty = median(times["empty"])
    figures: dict[str, Any] = {
        name: {
            "p50_ms": round(median(taken) * 1000, 2),
            "ratio": round(median(taken) / empty, 2),
            "goal": GOALS.get(name),
            "queries": queries(pages[name]),
        }
        for name, taken in times.items()
    }
    weight = first_visit(client)
    figures["first_visit_gzip_bytes"] = weight
    figures["first_visit_goal"] = MOST_BYTES
    met = all(figures[name]["ratio"] <= goal for name, goal in GOALS.items())
    few = all(figures[name]["queries"] <= MOST_QUERIES for name in ("plan", "invoices", "change"))
    figures["goals_met"] = met and few and sum(weight.values()) <= MOST_BYTES
    return figures


def _world() -> Any:
    from django.conf import settings
    from django.contrib.auth.decorators import login_required
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path
    from tests import world

    from meuplano.actions.grant_credit import grant_credit
    from meuplano.config import urls
    from meuplano.records.models import Clock, Member
    from meuplano.rules.money import Money

    urls.urlpatterns.append(path("vazia/", login_required(lambda _: HttpResponse("<!doctype html><title>x</title>"))))
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    settings.ALLOWED_HOSTS = ["*"]
    account = world.account()
    history(account, HISTORY)
    grant_credit(account.pk, Money(100_000), "Para as confirmações", world.act())
    Clock.move(world.act().at - _system_now())
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(Member.objects.get(account=account, is_owner=True).user)
    return client


def _system_now() -> Any:
    from meuplano import clock

    return clock.system_now()


def history(account: Any, invoices: int) -> None:
    """So many orders, each paid by Pix, so that pages have something to show."""
    from tests import world

    from meuplano.actions import change_plan
    from meuplano.actions.settle_payment import settle
    from meuplano.gateways.base import Receipt
    from meuplano.records.models import Charge

    for number in range(invoices):
        account.refresh_from_db()
        offer = change_plan.preview(account, added={"licence": 1}, act=world.act())
        order = change_plan.confirm(
            account.pk,
            added={"licence": 1},
            method="pix",
            seen=offer.quote.fingerprint(),
            draft_key=account.draft_key,
            act=world.act(),
        )
        charge = Charge.objects.get(account=account, invoice=order.invoice)
        receipt = Receipt("fake", f"pago {number}", charge.key, charge.amount_centavos, world.TODAY, "pix")
        assert settle(receipt, world.act()) == "settled"


def _confirm(client: Any) -> Callable[[], Any]:
    """A confirmation through the page's own form, for what an order's credit covers."""
    from django.db import transaction

    def confirm() -> Any:
        with transaction.atomic():
            page = _confirm_page(client)
            began = perf_counter()
            answer = client.post("/plano/alteracao/", page)
            confirm.seconds = perf_counter() - began  # type: ignore[attr-defined]
            assert answer.status_code == 302, answer.content[:500]
            transaction.set_rollback(True)
        return answer

    return confirm


def _confirm_page(client: Any) -> dict[str, str]:
    html = client.get("/plano/alteracao/?licencas=2&pagamento=pix", headers={"accept-encoding": ""}).content.decode()
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', html)
    values = {}
    for field in fields:
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name and value:
            values[name[1]] = value[1]
    return values | {"licencas": "2", "pagamento": "pix"}


def _p50(visit: Callable[[], Any], calls: int) -> float:
    visit()
    taken = []
    for _ in range(calls):
        began = perf_counter()
        visit()
        whole = perf_counter() - began
        taken.append(getattr(visit, "seconds", whole))
    return median(taken)


def queries(visit: Callable[[], Any]) -> int:
    """How many statements the database is sent for a visit."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        visit()
    return len(captured)


def first_visit(client: Any) -> dict[str, int]:
    """Bytes over the wire of the page and of what it loads, compressed as the server does it; no font."""
    import gzip

    from django.contrib.staticfiles import finders

    page = client.get("/plano/")
    weight = {"/plano/": len(page.content)}
    html = gzip.decompress(page.content).decode()
    for address in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', html))):
        relative = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", address.removeprefix("/static/"))
        found = finders.find(relative)
        assert isinstance(found, str), address
        weight[address] = len(gzip.compress(Path(found).read_bytes(), 9))
    return weight


if __name__ == "__main__":
    sys.exit(main())
