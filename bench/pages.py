"""P4 and P10: what the pages cost beside an empty page behind the same login, and the bytes of a first visit.

`python -m bench.pages` prints one JSON object: per page the p50 ÷ that of the empty page, and the queries.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, and what has to be asked before it; only the request is measured."""

    request: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None


def measure() -> dict[str, Any]:
    """Every page by turns, so that what slows the machine slows all; the median of ROUNDS."""
    client = _world()
    pages = {"empty": Visit(lambda _: client.get("/vazia/"))} | visits(client)
    rounds = [_p50(pages) for _ in range(ROUNDS)]
    ratios = {name: round(median(taken[name] / taken["empty"] for taken in rounds), 2) for name in GOALS}
    counts = {name: queries(pages[name]) for name in GOALS}
    weight = first_visit(client)
    return {
        "figure": "P4, P10",
        "ratio_to_an_empty_page": ratios,
        "queries": counts,
        "p50_ms": {name: round(median(taken[name] for taken in rounds) * 1000, 2) for name in pages},
        "first_visit_gzip_bytes": sum(weight.values()),
        "bytes_of": weight,
        "goals": {"ratio_to_an_empty_page": GOALS, "queries": MOST_QUERIES, "first_visit_gzip_bytes": MOST_BYTES},
        "goals_met": all(ratios[name] <= goal for name, goal in GOALS.items())
        and all(count <= MOST_QUERIES for name, count in counts.items() if name != "confirm")
        and sum(weight.values()) <= MOST_BYTES,
    }


def visits(client: Any) -> dict[str, Visit]:
    """The pages that P4 names. A confirmation is one that credit covers, and is committed as it would be."""
    return {
        "plan": Visit(lambda _: client.get("/plano/")),
        "invoices": Visit(lambda _: client.get("/faturas/")),
        "change": Visit(lambda _: client.get("/plano/alteracao/?licencas=2")),
        "confirm": Visit(lambda fields: client.post("/plano/alteracao/", fields), lambda: _filled_in(client)),
    }


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
    grant_credit(account.pk, Money(5_000_000), "Para as confirmações", world.act())
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


def _filled_in(client: Any) -> dict[str, str]:
    """The fields of the change page's own form."""
    html = client.get("/plano/alteracao/?licencas=2&pagamento=pix", headers={"accept-encoding": ""}).content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    assert hidden
    return dict(hidden) | {"licencas": "2", "pagamento": "pix"}


def _p50(pages: Mapping[str, Visit]) -> dict[str, float]:
    """The median seconds of each page, of CALLS calls by turns."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(CALLS):
        for name, visit in pages.items():
            prepared = visit.prepare()
            began = perf_counter()
            answer = visit.request(prepared)
            taken[name].append(perf_counter() - began)
            assert answer.status_code in (200, 302), answer.content[:500]
    return {name: median(seconds) for name, seconds in taken.items()}


def queries(visit: Visit) -> int:
    """How many statements the database is sent for a visit."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    prepared = visit.prepare()
    with CaptureQueriesContext(connection) as captured:
        visit.request(prepared)
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
