"""The first weeks of the demo's year: its people buy, pay, pay late, come back, and nothing goes wrong (D63)."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import override_settings

from checker.run import check
from meuplano import clock
from meuplano.actions import move_time
from meuplano.jobs import cast, demo
from meuplano.jobs.schedule import automatic
from meuplano.records.models import Event, Invoice, Member, Order, Subscription
from tests.stories.conftest import Story


@pytest.mark.first_day("2026-11-24")
def test_the_first_weeks_of_the_demo(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    troubles: list[str] = []
    act_on = cast.act_on
    monkeypatch.setattr(cast, "act_on", lambda act: troubles.extend(act_on(act)))
    monkeypatch.setattr(move_time, "later", lambda task: None)  # nobody works beside this test
    with override_settings(DEMO=True):
        demo.seed()
        move_time.ask_for_days(16, automatic())
        assert demo.live_days(story._drain) == 16
    assert clock.today() == demo.FIRST_DAY + timedelta(16)
    assert troubles == []

    happened = set(Event.objects.values_list("name", flat=True))
    assert {"order.applied", "payment.received", "method.changed", "period.began"} <= happened
    assert Order.objects.get(number=1, account__code="C1001").status == "applied"
    assert Member.objects.filter(account__code="C1001", has_access=True).count() == 4
    assert Subscription.objects.get(account__code="C1010").status == "active", "paid after 57 days"
    assert Subscription.objects.get(account__code="C1013").method == "card"
    assert Subscription.objects.get(account__code="C1018").status == "suspended", "never pays"
    paid = Invoice.objects.filter(account__code="C1007", kind="renewal", status="paid")
    assert paid.exists(), "a renewal by Pix is paid on its day"
    with connection.cursor() as cursor:
        assert not {name: words for name, words in check(cursor).items() if words}


def test_the_script_names_accounts_and_days_that_exist() -> None:
    with (demo.WORLD / "contas.csv").open(encoding="utf-8") as file:
        codes = {row["conta"] for row in csv.DictReader(file, delimiter=";")}
    script = cast.script()
    assert set(script.habits) - {"padrao"} <= codes
    for scene in script.scenes:
        assert scene["conta"] in codes
        assert demo.FIRST_DAY < scene["dia"] <= demo.FIRST_DAY + timedelta(365)
