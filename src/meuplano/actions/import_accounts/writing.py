"""Writing the accounts that were accepted: a page of them at a time, each table by one COPY."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.db.models.functions import Lower

from meuplano.actions.import_accounts.catalogue import Units
from meuplano.actions.import_accounts.catalogue_rows import CatalogueRows
from meuplano.actions.import_accounts.copying import copy_in, number, take_statistics
from meuplano.actions.import_accounts.decide import NewAccount
from meuplano.actions.import_accounts.opening import credit_rows, open_renewal
from meuplano.actions.renewal_dates import set_renewal_dates
from meuplano.records.models import (
    Account,
    BillingDetails,
    Credit,
    CreditUse,
    Event,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LicenceEntry,
    Member,
    Subscription,
    SubscriptionPeriod,
    User,
)
from meuplano.rules import statements
from meuplano.rules.act import Act
from meuplano.rules.periods import Cycle

WRITTEN = (
    *(Account, User, Member, BillingDetails, Subscription, SubscriptionPeriod, LicenceEntry),
    *(Credit, Invoice, InvoiceLine, CreditUse, LedgerEntry, Event),
)


class Writer:
    """Writes pages of accounts within the import's transaction."""

    def __init__(self, rows: CatalogueRows, act: Act) -> None:
        self.rows = rows
        self.act = act
        self.units = Units()

    def write(self, page: Sequence[NewAccount]) -> None:
        """Everything of these accounts: people, contract, credit, the invoice of an unpaid period, one event each."""
        accounts = [self._account(new) for new in page]
        copy_in(number(accounts))
        self._people(page, accounts)
        copy_in(number([_billing(new, account) for new, account in zip(page, accounts, strict=True)]))
        subscriptions = [self._subscription(new, account) for new, account in zip(page, accounts, strict=True)]
        copy_in(number(subscriptions))
        copy_in(number([self._period(new, kept) for new, kept in zip(page, subscriptions, strict=True)]))
        copy_in(number(_entries(page, subscriptions)))
        credits, postings = credit_rows(page, accounts, self.act)
        copy_in(number(credits))
        copy_in(number(postings))
        copy_in(number([self._event(new, account) for new, account in zip(page, accounts, strict=True)]))
        for new, account, kept in zip(page, accounts, subscriptions, strict=True):
            if not new.paid_outside:
                open_renewal(new, account, kept, self.act)

    def finish(self) -> None:
        """After the last page: constraints checked at the end must not be planned for the tables as they were."""
        take_statistics(WRITTEN)

    def _account(self, new: NewAccount) -> Account:
        return Account(code=new.line.code, name=new.line.name, created_on=new.line.anchor)

    def _people(self, page: Sequence[NewAccount], accounts: Sequence[Account]) -> None:
        """One person for each address: who belongs to another account already becomes a member of this one too."""
        wanted: dict[str, str] = {}
        for new in page:
            for user in new.users:
                wanted.setdefault(user.email, user.name)
        known: QuerySet[Any] = User.objects.annotate(address=Lower("email"))
        people: dict[str, User] = {user.email.lower(): user for user in known.filter(address__in=list(wanted))}
        fresh = [
            User(email=email, name=name, password=UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20))
            for email, name in wanted.items()
            if email not in people
        ]
        copy_in(number(fresh))
        people |= {user.email: user for user in fresh}
        members = [
            Member(
                account=account,
                user=people[user.email],
                has_access=user.has_access,
                is_admin=user.is_admin,
                is_owner=user.email == new.line.owner_email,
                last_access_on=user.last_access_on,
            )
            for new, account in zip(page, accounts, strict=True)
            for user in new.users
        ]
        copy_in(number(members))

    def _subscription(self, new: NewAccount, account: Account) -> Subscription:
        kept = Subscription(
            account=account,
            plan=self.rows.plans[new.line.plan],
            cycle=new.line.cycle,
            anchor=new.line.anchor,
            period_start=new.period.start,
            period_end=new.period.end,
            renewal_policy=new.line.policy,
            method=new.line.method,
            statement_on=statements.next_look(self.act.today),
        )
        set_renewal_dates(kept)
        return kept

    def _period(self, new: NewAccount, kept: Subscription) -> SubscriptionPeriod:
        return SubscriptionPeriod(
            account_id=kept.account_id,
            subscription=kept,
            start=new.period.start,
            end=new.period.end,
            cycle=kept.cycle,
            price_version=self.rows.versions[new.prices.valid_from],
            unit_prices=self.units.of(new.prices, new.line.plan, Cycle(kept.cycle)),
            paid_outside=new.paid_outside,
        )

    def _event(self, new: NewAccount, account: Account) -> Event:
        data = {
            "plan": new.line.plan,
            "cycle": new.line.cycle,
            "start": new.period.start.isoformat(),
            "end": new.period.end.isoformat(),
            "paid_outside": new.paid_outside,
            "contracted": new.line.quantities,
            "quantities": new.quantities,
            "users": len(new.users),
            "credit": new.line.credit,
        }
        return Event(account=account, name="account.imported", by=self.act.by, at=self.act.at, data=data)


def _billing(new: NewAccount, account: Account) -> BillingDetails:
    line = new.line
    return BillingDetails(
        account=account,
        legal_name=line.legal_name,
        tax_id=line.tax_id,
        postal_code=line.postal_code,
        street=line.street,
        number=line.number,
        complement=line.complement,
        district=line.district,
        city=line.city,
        state=line.state,
        phone=line.phone,
        finance_emails=line.finance_emails,
    )


def _entries(page: Sequence[NewAccount], subscriptions: Sequence[Subscription]) -> list[LicenceEntry]:
    return [
        LicenceEntry(
            account_id=kept.account_id,
            subscription=kept,
            item=item,
            on=new.period.start,
            now=quantity,
            at_renewal=quantity,
            why="import",
        )
        for new, kept in zip(page, subscriptions, strict=True)
        for item, quantity in new.quantities.items()
    ]
