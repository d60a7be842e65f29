"""Terms and who accepted them are appended and never touched, whoever tries by raw SQL (D53)."""

import pytest
from django.db import connection

from checker.run import check
from meuplano.records.models import Account, TermsAcceptance, TermsVersion
from tests import world
from tests.portal.test_terms import an_order
from tests.records.test_guards import refused, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateways")]


@pytest.fixture
def accepted() -> TermsAcceptance:
    version = TermsVersion.objects.create(number=1, text="Pago em dia.", published_at=world.act().at, by="Rafael")
    return TermsAcceptance.objects.create(
        account=world.account(), version=version, moment="contract", by="Marina", at=world.act().at
    )


@pytest.mark.parametrize(
    "statement",
    [
        "update meuplano_termsversion set text = 'outro'",
        "delete from meuplano_termsversion",
    ],
)
def test_d53_a_published_version_is_never_edited(accepted: TermsAcceptance, statement: str) -> None:
    refused("termsversion_is_append_only", sql(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "update meuplano_termsacceptance set by = 'Outra pessoa'",
        "update meuplano_termsacceptance set at = at - interval '1 year'",
        "delete from meuplano_termsacceptance",
    ],
)
def test_d53_an_acceptance_is_never_edited(accepted: TermsAcceptance, statement: str) -> None:
    refused("termsacceptance_is_append_only", sql(statement))


def test_a_version_says_something_under_a_number_of_its_own(accepted: TermsAcceptance) -> None:
    insert = "insert into meuplano_termsversion (number, text, published_at, by) values (%s, %s, now(), 'x')"
    refused("terms_say_something", sql(insert, 2, ""))
    refused("meuplano_termsversion_number_key", sql(insert, 1, "x"))
    refused("terms_are_counted_from_one", sql(insert, 0, "x"))


def test_an_acceptance_is_by_somebody_at_a_known_moment(accepted: TermsAcceptance) -> None:
    insert = (
        "insert into meuplano_termsacceptance (account_id, version_id, moment, by, at) "
        f"values ({accepted.account_id}, {accepted.version_id}, %s, %s, now())"
    )
    refused("terms_are_accepted_by_somebody", sql(insert, "card", ""))
    refused("terms_are_accepted_at_a_known_moment", sql(insert, "sunday", "x"))


def test_an_acceptance_points_to_its_own_accounts_order(accepted: TermsAcceptance) -> None:
    """And where the database let it through, i12 finds it."""
    stranger: Account = world.account("C2002")
    order = an_order(stranger)
    insert = (
        "insert into meuplano_termsacceptance (account_id, version_id, moment, order_id, by, at) "
        f"values ({accepted.account_id}, {accepted.version_id}, 'order', {order.pk}, 'x', now())"
    )
    refused("termsacceptance_order_same_account", sql(insert))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table meuplano_termsacceptance drop constraint termsacceptance_order_same_account")
        cursor.execute(insert)
        found = check(cursor)
    assert any("terms accepted → order" in line for lines in found.values() for line in lines)
