"""The vendor's account and agreement at the bank, put into use once a boleto could be made with it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from meuplano.brazil import agreement as agreements
from meuplano.records import events
from meuplano.records.models import BankAgreement
from meuplano.rules.act import Act

COUNTERS = ("last_number", "last_nsa")  # what the bank knows already of an agreement that was used before


class Unfit(ValueError):
    """No boleto could be made with it; `problems` are the entries that are wrong, each with a sentence."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("\n".join(text for _, text in problems))
        self.problems = problems


def set_up(values: Mapping[str, Any], act: Act) -> BankAgreement:
    """Put an agreement into use; the one before it goes on reading the returns of its titles.

    The same bank, account and agreement again corrects the entry and goes on with its numbers. Raises Unfit when no
    boleto could be made with it.
    """
    fine, interest = settings.BILLING["fine"], settings.BILLING["interest"]
    counters = {name: int(values.get(name) or 0) for name in COUNTERS}
    values = {name: value for name, value in values.items() if name not in COUNTERS}
    entered = agreements.Agreement(**values, fine=fine, interest=interest)
    problems = agreements.problems(entered, act.today)
    if not problems and counters["last_number"] >= agreements.largest_sequence(entered):
        problems = [("last_number", f"A numeração deste convênio vai até {agreements.largest_sequence(entered)}.")]
    if problems:
        raise Unfit(problems)
    identity = {name: values[name] for name in ("bank", "agency", "account", "agreement", "wallet")}
    with transaction.atomic():
        BankAgreement.objects.filter(in_use=True).update(in_use=False)
        kept = BankAgreement.objects.select_for_update().filter(**identity).first()
        agreement = kept or BankAgreement(made_on=act.today)
        for name, value in values.items():
            setattr(agreement, name, value)
        for name, value in counters.items():  # numbers are never given out again
            setattr(agreement, name, max(getattr(agreement, name), value))
        agreement.in_use = True
        agreement.save()
        events.record("bank_agreement.set_up", act, None, agreement=agreement.pk, bank=agreement.bank)
    return agreement
