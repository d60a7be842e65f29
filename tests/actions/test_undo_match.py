"""Two people undo the same wrong match, and two match it again, at the same moment: each once (R-11)."""

import pytest

from meuplano.actions.match_receipt import match_receipt
from meuplano.actions.receipts import keep_unmatched
from meuplano.actions.refused import Refused
from meuplano.actions.undo_match import undo_match
from meuplano.gateways import base
from meuplano.records.models import Event, Invoice, Payment, Receipt, Task
from tests import world
from tests.actions.test_concurrency import at_once
from tests.portal.test_invoices import renewal

pytestmark = pytest.mark.django_db(transaction=True)


def test_undone_once_and_matched_again_once(settings):
    settings.GATEWAYS = {"manual": {}, "fake": {"url": "http://127.0.0.1:9", "secret": "s"}}
    settings.METHOD_GATEWAYS = dict.fromkeys(("boleto", "pix", "card"), "fake")
    accounts = [world.account("C1001"), world.account("C2002")]
    for account in accounts:
        renewal(account, world.TODAY)
    keep_unmatched(base.Receipt("fake", "pay_9", None, 90000, world.TODAY, "pix"), world.act(), None)
    receipt = Receipt.objects.get()
    match_receipt(accounts[0].pk, 1, receipt.pk, "Extrato", world.act())
    wrong = Payment.objects.get()

    results = at_once(8, lambda _: undo_match(accounts[0].pk, wrong.pk, "Era de outra", world.act()))
    assert sorted(map(str, results)) == ["False"] * 7 + ["True"]
    assert Payment.objects.count() == 2
    assert Event.objects.filter(name="match.undone").count() == 1
    assert Task.objects.filter(kind="receipt_unmatched", done_at=None).count() == 1

    results = at_once(8, lambda i: match_receipt(accounts[i % 2].pk, 1, receipt.pk, "Extrato", world.act()))
    assert [result for result in results if result is True] == [True]
    assert all(result in (True, False) or isinstance(result, Refused) for result in results), results
    assert (Payment.objects.count(), Invoice.objects.filter(status="paid").count()) == (3, 1)
