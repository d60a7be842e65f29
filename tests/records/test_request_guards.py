"""What the database refuses of requests by itself, attacked by raw SQL."""

from uuid import uuid4

import pytest

from meuplano.records.models import Account, Attachment, Member, Message, SupportRequest
from tests import world
from tests.records.test_guards import refused, sql

pytestmark = pytest.mark.django_db
R, M, A = "meuplano_supportrequest", "meuplano_message", "meuplano_attachment"


@pytest.fixture
def request_of_aurora() -> SupportRequest:
    account = world.account()
    marina = Member.objects.get(account=account, is_owner=True).user
    request = SupportRequest.objects.create(
        account=account, kind="other", title="Pergunta", opened_at=world.act().at, opened_by=marina,
        said_at=world.act().at, waits_since=world.act().at, due_on=world.TODAY,
    )  # fmt: skip
    message = Message.objects.create(
        account=account, request=request, side="customer", author=marina, by="Marina", at=world.act().at, text="Oi",
        key=uuid4(),
    )  # fmt: skip
    Attachment.objects.create(
        account=account, message=message, position=1, name="a.txt", content_type="text/plain", size=2, content=b"oi"
    )
    return request


@pytest.fixture
def breu(request_of_aurora: SupportRequest) -> Account:
    return world.account("C2002")


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("a_request_waits_while_finance_has_it", f"update {R} set due_on = null"),
        ("a_request_waits_while_finance_has_it", f"update {R} set status = 'resolved'"),
        ("a_request_has_a_known_status", f"update {R} set status = 'closed', due_on = null, waits_since = null"),
        ("a_request_is_about_one_thing", f"update {R} set title = 'Outra'"),
        ("a_request_is_about_one_thing", f"update {R} set opened_at = now()"),
        ("supportrequest_is_never_deleted", f"delete from {R}"),
        ("message_is_append_only", f"update {M} set text = 'outra coisa'"),
        ("message_is_append_only", f"delete from {M}"),
        ("attachment_is_append_only", f"update {A} set name = 'b.txt'"),
        ("attachment_is_append_only", f"delete from {A}"),
    ],
)
def test_what_was_said_stays(request_of_aurora: SupportRequest, name: str, statement: str) -> None:
    refused(name, sql(statement))


INSERT = (
    f"insert into {M} (account_id, request_id, side, author_id, by, at, text, internal, by_mail, key) "
    f"select {{account}}, request_id, {{side}}, author_id, by, at, {{text}}, {{internal}}, by_mail, {{key}} from {M}"
)
AS_IT_IS = {"account": "account_id", "side": "side", "text": "text", "internal": "internal", "key": "gen_random_uuid()"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a_message_is_kept_once", {"key": "key"}),
        ("a_message_says_something", {"text": "''"}),
        ("a_message_is_of_one_side", {"side": "'bank'"}),
        ("only_finance_writes_notes", {"internal": "true"}),
        ("message_request_same_account", {"account": "(select id from meuplano_account where code = 'C2002')"}),
    ],
)
def test_a_message_belongs_to_its_request(breu: Account, name: str, change: dict[str, str]) -> None:
    refused(name, sql(INSERT.format(**AS_IT_IS | change)))


FILE = (
    f"insert into {A} (account_id, message_id, position, name, content_type, size, sha256, content) "
    f"select {{account}}, message_id, {{position}}, {{name}}, {{kind}}, {{size}}, '', {{content}} from {A}"
)
A_FILE = {
    "account": "account_id",
    "position": "2",
    "name": "name",
    "kind": "content_type",
    "size": "2",
    "content": "content",
}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("an_attachment_has_its_place", {"position": "1"}),
        ("an_attachment_is_as_long_as_it_says", {"size": "3"}),
        ("an_attachment_is_not_huge", {"size": "0", "content": "''::bytea"}),
        ("an_attachment_is_not_huge", {"size": "10000001", "content": "convert_to(repeat('a', 10000001), 'UTF8')"}),
        ("an_attachment_has_a_plain_name", {"name": "'../a.txt'"}),
        ("an_attachment_has_a_plain_name", {"name": "''"}),
        ("an_attachment_is_of_a_known_kind", {"kind": "'text/html'"}),
        ("attachment_message_same_account", {"account": "(select id from meuplano_account where code = 'C2002')"}),
    ],
)
def test_a_file_is_what_it_says(breu: Account, name: str, change: dict[str, str]) -> None:
    refused(name, sql(FILE.format(**A_FILE | change)))


OFFER = (
    "insert into meuplano_proposal (account_id, request_id, message_id, status, added, cycle, terms, due_now_centavos, "
    "valid_until, made_by, made_at, ended_at, order_id, at_renewal) "
    "select {account}, request_id, {message}, {status}, '{{}}', "
    f"{{cycle}}, '[]', 100, current_date, 'Rafael', now(), {{ended}}, {{order}}, {{renewal}} from {M} limit 1"
)
AN_OFFER = {"account": "account_id", "message": "id", "status": "'offered'", "cycle": "12", "ended": "null"}
AN_OFFER |= {"order": "null", "renewal": "false"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("an_accepted_proposal_has_its_order", {"status": "'accepted'", "ended": "now()"}),
        ("a_proposal_is_open_or_has_ended", {"status": "'declined'"}),
        ("a_proposal_is_open_or_has_ended", {"ended": "now()"}),
        ("a_proposal_has_a_known_status", {"status": "'expired'", "ended": "now()"}),
        ("a_proposal_has_a_known_cycle", {"cycle": "2"}),
        ("only_a_plan_waits_for_the_renewal", {"renewal": "true"}),
        ("proposal_request_same_account", {"account": "(select id from meuplano_account where code = 'C2002')"}),
    ],
)
def test_a_proposal_is_open_or_what_became_of_it(breu: Account, name: str, change: dict[str, str]) -> None:
    refused(name, sql(OFFER.format(**AN_OFFER | change)))


def test_a_request_has_one_open_proposal_and_none_is_edited(breu: Account) -> None:
    sql(OFFER.format(**AN_OFFER))()
    refused("a_message_offers_once", sql(OFFER.format(**AN_OFFER | {"status": "'declined'", "ended": "now()"})))
    sql(INSERT.format(**AS_IT_IS))()
    last = f"(select max(id) from {M})"
    refused("one_proposal_of_a_request_is_open", sql(OFFER.format(**AN_OFFER | {"message": last})))
    refused("a_proposal_is_fixed", sql("update meuplano_proposal set due_now_centavos = 1"))
    refused("a_proposal_is_fixed", sql("update meuplano_proposal set terms = '[1]'"))
    refused("proposal_is_never_deleted", sql("delete from meuplano_proposal"))


def test_a_request_is_about_its_own_accounts_things(request_of_aurora: SupportRequest, breu: Account) -> None:
    reading = (
        "insert into meuplano_requestreading (account_id, request_id, user_id, last_message) values (%s, %s, %s, 1)"
    )
    marina = request_of_aurora.opened_by_id
    refused("requestreading_request_same_account", sql(reading, breu.pk, request_of_aurora.pk, marina))
    sql(reading, request_of_aurora.account_id, request_of_aurora.pk, marina)()
    refused("a_person_reads_a_request_once", sql(reading, request_of_aurora.account_id, request_of_aurora.pk, marina))
