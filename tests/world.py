"""A small named world for tests: Prancheta's catalogue and Agência Aurora, on 24/03/2027.

Prices are those of the golden scenarios: licence R$ 89,90, GB R$ 1,50, Conversas R$ 29,90; half-yearly 10 % off, yearly
20 % off.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records.contract import units_to_json
from meuplano.records.models import (
    Account,
    BillingDetails,
    CycleTerms,
    LicenceEntry,
    Member,
    Module,
    ModulePrice,
    Plan,
    PlanPrice,
    PriceNotice,
    PriceVersion,
    Subscription,
    SubscriptionPeriod,
    User,
)
from meuplano.records.pricing import price_list_on
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle, period_containing

TODAY = date(2027, 3, 24)


def act(on: date = TODAY, by: str = "Marina Duarte", at: time = time(12, 0)) -> Act:
    """Somebody does something at noon in São Paulo (15:00 UTC)."""
    return Act(by=by, at=datetime.combine(on, time(at.hour + 3, at.minute), tzinfo=UTC))


def catalogue() -> Plan:
    """The price list of golden.md; the same again is the same."""
    plan, new = Plan.objects.get_or_create(
        code="profissional",
        defaults={"name": "Profissional", "minimum_licences": 3, "included_gb": 20, "gb_per_licence": 2},
    )
    if new:
        conversas = Module.objects.create(code="conversas", name="Conversas")
        version = PriceVersion.objects.create(valid_from=date(2026, 1, 1), gb_centavos=150)
        PlanPrice.objects.create(version=version, plan=plan, licence_centavos=8990)
        ModulePrice.objects.create(version=version, module=conversas, licence_centavos=2990)
        for cycle, discount in ((1, 0), (3, 0), (6, 1000), (12, 2000)):
            CycleTerms.objects.create(
                version=version,
                cycle=cycle,
                discount=discount,
                boleto_instalments=10 if cycle == 12 else 1,
                card_instalments=12 if cycle == 12 else 1,
            )
    return plan


def list_without_modules(account: Account) -> None:
    """A newer price list that sells no module any more, of which the account was told in time (D38)."""
    newer = PriceVersion.objects.create(valid_from=date(2027, 4, 1), gb_centavos=150)
    PlanPrice.objects.create(version=newer, plan=Plan.objects.get(), licence_centavos=8990)
    CycleTerms.objects.create(version=newer, cycle=1, discount=0)
    PriceNotice.objects.create(account=account, version=newer, notified_on=date(2027, 2, 20))


def user(email: str, name: str = "") -> User:
    """A person who cannot sign in by a password yet."""
    return User.objects.create_user(email, name=name)


def account(
    code: str = "C1001",
    *,
    licences: int = 10,
    active: int = 8,
    gb: int = 0,
    conversas: int = 0,
    cycle: Cycle = Cycle.MONTHLY,
    anchor: date = date(2027, 3, 5),
    on: date = TODAY,
    method: str = "boleto",
    complete: bool = True,
    included_gb: int = 20,
    minimum: int = 3,
    **subscription: Any,
) -> Account:
    """An agency in the middle of a paid period, with its owner Marina and `active` users in all."""
    plan = catalogue()
    Plan.objects.filter(pk=plan.pk).update(included_gb=included_gb, minimum_licences=minimum, gb_per_licence=0)
    account = Account.objects.create(code=code, name="Agência Aurora", created_on=anchor)
    for n in range(active):
        owner = n == 0
        email = f"marina@{code}.example" if owner else f"pessoa{n}@{code}.example"
        person = user(email, "Marina Duarte" if owner else f"Pessoa {n}")
        Member.objects.create(
            account=account, user=person, has_access=True, is_admin=owner, is_owner=owner, last_access_on=on
        )
    address = (
        {"postal_code": "05433010", "street": "Rua Aspicuelta", "number": "215", "city": "São Paulo", "state": "SP"}
        if complete
        else {}
    )
    BillingDetails.objects.create(
        account=account,
        legal_name="Agência Aurora Comunicação Ltda",
        tax_id="41738920000199",
        finance_emails=[f"financeiro@{code.lower()}.example"],
        **address,
    )
    period = period_containing(anchor, cycle, on)
    kept = Subscription(
        account=account,
        plan=plan,
        cycle=cycle,
        anchor=anchor,
        period_start=period.start,
        period_end=period.end,
        method=method,
        **subscription,
    )
    set_renewal_dates(kept)
    kept.save()
    listed = price_list_on(period.start, plan)
    SubscriptionPeriod.objects.create(
        account=account,
        subscription=kept,
        start=period.start,
        end=period.end,
        cycle=cycle,
        price_version_id=listed.version_id,
        unit_prices=units_to_json(listed.prices.units(cycle)),
    )
    for item, quantity in (("licence", licences), ("storage", gb), ("conversas", conversas)):
        LicenceEntry.objects.create(
            account=account,
            subscription=kept,
            item=item,
            on=period.start,
            now=quantity,
            at_renewal=quantity,
            why="start",
        )
    return account
