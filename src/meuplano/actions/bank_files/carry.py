"""The demo's courier: what a person does at a real bank's internet page, done with the fake bank by itself."""

from django.conf import settings
from django.db import transaction

from meuplano.actions.bank_files import receive, remit
from meuplano.actions.bank_files.titles import in_use
from meuplano.actions.open_charge import gateway
from meuplano.gateways import base
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import GatewayCursor
from meuplano.rules.act import Act

CURSOR = "bank_files"


def carry(act: Act) -> int:
    """Fetch the bank's new returns, gather what waits and deliver it; how many files went either way.

    Nothing where no fake bank or no agreement is: files of real banks are carried by a person (or the bank's own VAN).
    """
    agreement = in_use()
    if agreement is None or "fake" not in settings.GATEWAYS:
        return 0
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    try:
        came = _fetch(bank, act)
        remit.remit(agreement.pk, act)
        return came + _deliver(bank, agreement.pk, act)
    except (base.Unreachable, base.Unknown):
        return 0  # the next minute tries again


def _fetch(bank: FakeBank, act: Act) -> int:
    kept, _ = GatewayCursor.objects.get_or_create(gateway=CURSOR)
    came = bank.returns_since(int(kept.cursor or 0))
    for number, content in came:
        receive.receive(f"retorno-{number:06d}.ret", content, act)
        GatewayCursor.objects.filter(pk=kept.pk).update(cursor=str(number))
    return len(came)


def _deliver(bank: FakeBank, agreement_id: int, act: Act) -> int:
    """Oldest first. A file that the bank says it has is one whose answer was lost."""
    count = 0
    for file in remit.undelivered(agreement_id):
        try:
            bank.deliver_file(bytes(file.content))
        except base.Rejected as refused:
            if refused.code != "file_came_before":
                raise
        with transaction.atomic():
            remit.taken(file.pk, act)
        count += 1
    return count
