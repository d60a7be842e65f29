"""What the demo's outsiders do: its payers at the fake bank, and the vendor's product that measures space (D63)."""

from meuplano.actions.open_charge import gateway
from meuplano.gateways.fake import FakeBank
from meuplano.records.models import Account, BankTitle, Charge, UsageReport
from meuplano.rules.act import Act


def pay_at_the_bank(charge: Charge) -> None:
    """The payer pays a boleto or a Pix, and not twice. Raises GatewayError."""
    if charge.gateway == "bank_cnab":
        title = BankTitle.objects.get(account=charge.account_id, charge=charge)
        _bank().arrange("title", own=title.own_id, once=True)
        return
    _bank().arrange("pay", key=charge.key, once=True)


def type_card(charge: Charge, number: str) -> None:
    """The payer types a card on the bank's page. Raises GatewayError."""
    _bank().arrange("card", key=charge.key, number=number)


def empty_the_card() -> None:
    """The next charge of a stored card finds no limit on it; the one after that does. Raises GatewayError."""
    _bank().arrange("faults", fault="insufficient_funds", command="charge", times=1)


def measure_space(account: Account, used_bytes: int, act: Act) -> None:
    """The product tells how much space the account uses."""
    UsageReport.objects.create(account=account, used_bytes=used_bytes, measured_at=act.at)


def _bank() -> FakeBank:
    bank = gateway("fake")
    assert isinstance(bank, FakeBank)
    return bank
