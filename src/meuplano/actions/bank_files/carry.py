"""Who goes to the bank in the demo: brings each evening's remittance there, and each morning's returns home (D63).

In real use a person does both, on the finance team's page.
"""

from django.conf import settings

from meuplano.actions.bank_files import remit
from meuplano.actions.bank_files.receive import receive
from meuplano.actions.bank_files.set_up import set_up
from meuplano.actions.open_charge import gateway
from meuplano.gateways import base
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import BankAgreement, BankReturn
from meuplano.rules.act import Act

# The vendor's agreement at the demo's bank, as its letter says it.
AGREEMENT = {
    "bank": "756",
    "name": "Prancheta Software Ltda",
    "document": "26841057000107",
    "agency": "4042",
    "agency_dv": "8",
    "account": "61900",
    "account_dv": "0",
    "agreement": "1234567",
    "wallet": "1",
    "variation": "",
    "modality": "01",
    "post": "",
    "transmission": "",
    "production": True,
}


def by_file() -> bool:
    """Whether the demo's boletos go by file: `make demo BOLETO=files`."""
    return settings.METHOD_GATEWAYS["boleto"] == "bank_cnab"


def open_agreement(act: Act) -> None:
    """Enter the vendor's agreement, if none is in use."""
    if not BankAgreement.objects.filter(in_use=True).exists():
        set_up(AGREEMENT, act)


def bring_remittance(act: Act) -> int:
    """Make a file of what waits and bring the bank all that it does not have yet; returns how many it took.

    Also what somebody has downloaded: nobody carries that to a bank that is none.
    """
    agreement = BankAgreement.objects.get(in_use=True)
    remit.remit(agreement.pk, act)
    taken = 0
    for file in remit.undelivered(agreement.pk):
        try:
            _bank().take_remittance(bytes(file.content))
            taken += 1
        except base.Rejected as refusal:
            if refusal.code != "file_came_before":  # it waits for its answer, or we were killed before we noted it
                raise
        remit.taken(file.pk, act)
    return taken


def fetch_returns(act: Act) -> int:
    """Receive the returns that were made since the last one; returns how many."""
    agreement = BankAgreement.objects.get(in_use=True)
    numbers = BankReturn.objects.filter(agreement=agreement).values_list("nsa", flat=True)
    since = max((int(number) for number in numbers if number.isdigit()), default=0)
    made = _bank().returns_after(since)
    for number in made:
        receive(f"cob-{agreement.bank}-{number:06d}.ret", _bank().return_file(number), act)
    return len(made)


def _bank() -> FakeBank:
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    return bank
