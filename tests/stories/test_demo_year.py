"""The first weeks of the demo's year: its people buy, pay, pay late, come back, and nothing goes wrong (D63)."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import override_settings

from checker.run import check
from meuplano import clock
from meuplano.actions import move_time
from meuplano.actions.seed_demo import STAFF
from meuplano.jobs import cast, demo, scenes
from meuplano.jobs.schedule import automatic
from meuplano.records.models import Event, FiscalNote, Invoice, Member, Order, Subscription, SupportRequest
from meuplano.rules.periods import Cycle
from tests import world
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
    asked = SupportRequest.objects.order_by("account__code").values_list("account__code", "status")
    assert list(asked) == [("C1001", "waiting"), ("C1006", "resolved")]
    assert Order.objects.get(number=1, account__code="C1001").status == "applied"
    assert Member.objects.filter(account__code="C1001", has_access=True).count() == 4
    assert Subscription.objects.get(account__code="C1010").status == "active", "paid after 57 days"
    assert Subscription.objects.get(account__code="C1013").method == "card"
    assert Subscription.objects.get(account__code="C1018").status == "suspended", "never pays"
    notes = FiscalNote.objects.select_related("invoice__account")
    assert {note.invoice.account.code for note in notes} >= {"C1001", "C1006", "C1010"}
    assert all(note.files.count() == 2 and note.amount_centavos for note in notes)
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


KNOWN = {"dia", "conta", "compra", "por", "meses", "cartao", "padrao", "desiste", "saem", "entram", "usa_gb",
         "cartao_sem_limite", *scenes.PLAYS}  # fmt: skip


def test_every_word_of_the_script_is_played() -> None:
    assert {word for scene in cast.script().scenes for word in scene} == KNOWN


@pytest.mark.first_day("2027-03-24")
def test_each_kind_of_scene_changes_what_it_says(story: Story) -> None:
    story.opens("2027-03-24", cycle=Cycle.QUARTERLY)
    story.pays(story.buys(by="pix", licence=1)).tick().expect(
        "order.agreed", "charge.pending", "payment.received", "order.applied"
    )
    told = {
        "reduz_para": 1, "renova": "active", "cancela": "Fechamos", "fica": True, "convida": "nova@c1001.example",
        "credito_reais": 35, "reajuste": 483, "cortesia": 5000, "paga_de_novo": True, "chegam_reais": 1234,
        "pede": {"assunto": "Juros", "texto": "São devidos?"}, "respondem": "São os de cinco dias.",
    }  # fmt: skip
    world.user(STAFF[1])
    for word, value in told.items():
        scenes.PLAYS[word](story.account, value, story.act())
    story.expect(
        "cycle.scheduled", "policy.changed", "cancellation.scheduled", "cancellation.undone", "user.invited",
        "credit.granted", "prices.adjusted", "courtesy.given", "request.opened", "request.answered",
    )  # fmt: skip
    story.tick().expect("payment.received", "credit.granted")
    scenes.PLAYS["quer_de_volta"](story.account, "Pagamos duas vezes", story.act())
    story.expect("refund.asked")
    assert sorted(story.tasks()) == ["receipt_unmatched", "refund", "surplus"]
    assert set(scenes.PLAYS) == {*told, "quer_de_volta"}
