"""The first contract (D39): an account with its owner, its plan and what it buys, and the invoice that begins it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from meuplano.actions.apply_order import apply_order
from meuplano.actions.begin_subscription import (
    Wanted,
    agree_contract,
    new_subscription,
    quote_contract,
    start,
)
from meuplano.actions.lock import locked
from meuplano.actions.methods import methods_for
from meuplano.actions.refused import Refused
from meuplano.brazil.tax_ids import TaxIdError, parse
from meuplano.records import events
from meuplano.records.models import Account, BillingDetails, Member, Plan, PriceVersion, User
from meuplano.rules import quotes
from meuplano.rules.act import Act
from meuplano.rules.lines import UnknownItem
from meuplano.rules.money import ZERO
from meuplano.rules.orders import BOLETO, PIX
from meuplano.rules.periods import Cycle, nth_period
from meuplano.rules.prices import LICENCE


@dataclass(frozen=True, slots=True)
class Customer:
    """The company and its owner; `address` are the fields of BillingDetails that a boleto needs besides."""

    code: str
    name: str
    owner_name: str
    owner_email: str
    legal_name: str
    tax_id: str
    finance_emails: tuple[str, ...] = ()
    address: Mapping[str, str] = field(default_factory=dict)


def make_contract(
    customer: Customer,
    *,
    plan: str,
    cycle: Cycle,
    quantities: Mapping[str, int],
    method: str,
    key: UUID,
    act: Act,
    policy: str = "all",
    paid_elsewhere_from: date | None = None,
) -> Account:
    """A new account that begins with its first payment, or began on a day given when that was paid elsewhere.

    The same `key` again gives the same account (R-16). Raises Refused: code_taken, wrong_tax_id, incomplete,
    unknown_plan, unknown_item, too_few, too_many, wrong_day, unknown_method.
    """
    known = Account.objects.filter(public_id=key).first()
    if known is not None:
        return known
    wanted = Wanted(_plan(plan), cycle, {item: n for item, n in quantities.items() if n}, policy)
    _check(customer, wanted, method, paid_elsewhere_from, act.today)
    with transaction.atomic():
        account = _account(customer, key, act)
        with locked(account.pk, act) as account:
            events.record(
                "contract.made",
                act,
                account,
                plan=plan,
                cycle=int(cycle),
                quantities=dict(wanted.quantities),
                owner=customer.owner_email,
                begun_on=paid_elsewhere_from.isoformat() if paid_elsewhere_from else None,
            )
            try:
                if paid_elsewhere_from is not None:
                    _paid_elsewhere(account, wanted, method, paid_elsewhere_from, act)
                else:
                    _to_be_paid(account, wanted, method, act)
            except (UnknownItem, quotes.NothingAdded):
                raise Refused("unknown_item") from None
    return account


def _to_be_paid(account: Account, wanted: Wanted, method: str, act: Act) -> None:
    quote = quote_contract(account, wanted, act)
    offered = methods_for(BillingDetails.objects.filter(account=account).first(), quote.due_now, act)
    way = offered.get(method)
    if quote.due_now > ZERO and (way is None or not way.offered):
        method, way = PIX, offered.get(PIX)  # no billing details for a boleto, or too small for it (D49, D50)
        if way is None or not way.offered:
            raise Refused("unknown_method")
    order = agree_contract(account, wanted, quote, way, method=method, draft_key=account.draft_key, act=act)
    if quote.due_now == ZERO:
        apply_order(account, order, act)


def _paid_elsewhere(account: Account, wanted: Wanted, method: str, first_day: date, act: Act) -> None:
    subscription = new_subscription(account, wanted, nth_period(first_day, wanted.cycle, 0), method, "active")
    try:
        start(account, subscription, wanted.quantities, first_day, first_day, act)
    except PriceVersion.DoesNotExist:
        raise Refused("wrong_day") from None


def _account(customer: Customer, key: UUID, act: Act) -> Account:
    if Account.objects.filter(code=customer.code).exists():
        raise Refused("code_taken")
    account = Account.objects.create(
        public_id=key, code=customer.code, name=customer.name.strip(), created_on=act.today
    )
    email = customer.owner_email.strip().lower()
    owner = User.objects.filter(email__iexact=email).first()
    owner = owner or User.objects.create_user(email, name=customer.owner_name.strip())
    Member.objects.create(account=account, user=owner, has_access=True, is_admin=True, is_owner=True)
    BillingDetails.objects.create(
        account=account,
        legal_name=customer.legal_name.strip(),
        tax_id=parse(customer.tax_id).canonical,
        finance_emails=list(customer.finance_emails),
        **customer.address,
    )
    return account


def _plan(code: str) -> Plan:
    plan = Plan.objects.filter(code=code).first()
    if plan is None:
        raise Refused("unknown_plan")
    return plan


def _check(customer: Customer, wanted: Wanted, method: str, begun_on: date | None, today: date) -> None:
    said = (customer.code, customer.name, customer.owner_name, customer.owner_email, customer.legal_name)
    if not all(text.strip() for text in said):
        raise Refused("incomplete")
    try:
        parse(customer.tax_id)
    except TaxIdError:
        raise Refused("wrong_tax_id") from None
    if method not in (BOLETO, PIX):
        raise Refused("unknown_method")
    if wanted.quantities.get(LICENCE, 0) < max(wanted.plan.minimum_licences, 1):
        raise Refused("too_few")
    if max(wanted.quantities.values()) > settings.BILLING["largest_addition"] or min(wanted.quantities.values()) < 0:
        raise Refused("too_many")
    if begun_on is not None and today not in nth_period(begun_on, wanted.cycle, 0):
        raise Refused("wrong_day")
