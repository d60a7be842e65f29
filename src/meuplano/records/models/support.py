"""Requests: what an account and the finance team write to each other."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.account import User
from meuplano.records.models.base import AccountRow, Moves, centavos, one_of, within_account
from meuplano.records.models.catalogue import Plan
from meuplano.records.models.file import KeptFile, whole_file
from meuplano.records.same_account import account_key, same_account
from meuplano.rules import lifecycle
from meuplano.rules.periods import Cycle

KINDS = ("conversas", "fiscal_note", "billing", "details", "other")  # U22
CUSTOMER, FINANCE = "customer", "finance"


class SupportRequest(Moves, AccountRow):
    """One conversation. Its protocol number is made of the year and its id (`documents.request_words.protocol`)."""

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    invoice = within_account("meuplano.Invoice", null=True)  # what it is about, if not the account as a whole
    order = within_account("meuplano.Order", null=True)
    status = models.CharField(max_length=20, default="open")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # of the finance team
    waits_since = models.DateTimeField(null=True)  # for the finance team
    due_on = models.DateField(null=True)  # the day at whose end it should have answered
    said_at = models.DateTimeField()  # the last message that both sides see
    last_answer = models.BigIntegerField(default=0)  # ids of the last message of each side that both see
    last_written = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            account_key("supportrequest"),
            *same_account("supportrequest", "invoice", "order"),
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.WITH_FINANCE, waits_since__isnull=False, due_on__isnull=False)
                | (~Q(status__in=lifecycle.WITH_FINANCE) & Q(waits_since__isnull=True, due_on__isnull=True)),
                name="a_request_waits_while_finance_has_it",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_request_has_a_title"),
            one_of("a_request_has_a_known_status", "status", lifecycle.states(lifecycle.REQUEST)),
            one_of("a_request_has_a_known_kind", "kind", KINDS),
        ]
        indexes = [
            models.Index(fields=["account", "-said_at"], name="requests_of_an_account"),
            models.Index(fields=["due_on", "waits_since"], condition=Q(due_on__isnull=False), name="requests_due"),
            models.Index(fields=["-said_at"], name="requests_by_last_word"),
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.REQUEST, self.status, event)
        return self._compare_and_set("status", target, changes)


class Message(AccountRow):
    """What somebody wrote; `key` is the form's or the mail's own, so that the same message is kept once."""

    request = within_account("meuplano.SupportRequest", related_name="messages")
    side = models.CharField(max_length=10)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    text = models.TextField()
    internal = models.BooleanField(default=False)  # a note among the finance team, never shown to the customer
    by_mail = models.BooleanField(default=False)
    key = models.UUIDField()

    class Meta:
        constraints = [
            account_key("message"),
            *same_account("message", "request"),
            models.UniqueConstraint(fields=["account", "key"], name="a_message_is_kept_once"),
            models.CheckConstraint(condition=~Q(text=""), name="a_message_says_something"),
            models.CheckConstraint(condition=Q(internal=False) | Q(side=FINANCE), name="only_finance_writes_notes"),
            one_of("a_message_is_of_one_side", "side", (CUSTOMER, FINANCE)),
        ]
        indexes = [models.Index(fields=["account", "request", "id"], name="messages_of_a_request")]


class Attachment(KeptFile, AccountRow):
    """A file of a message, of a kind that its bytes show; they are kept here (docs/decisions)."""

    message = within_account("meuplano.Message", related_name="attachments")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            *same_account("attachment", "message"),
            models.UniqueConstraint(fields=["account", "message", "position"], name="an_attachment_has_its_place"),
            *whole_file("an_attachment"),
        ]


class RequestReading(AccountRow):
    """Up to which message a person has read a request."""

    request = within_account("meuplano.SupportRequest", related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_message = models.BigIntegerField()

    class Meta:
        constraints = [
            *same_account("requestreading", "request"),
            models.UniqueConstraint(fields=["account", "request", "user"], name="a_person_reads_a_request_once"),
        ]


class Proposal(Moves, AccountRow):
    """What a finance answer offers: an order that the owner makes with one confirmation, and prices that follow (U24).

    Expired is asked of the calendar, never stored. What was shown when it was made is kept, so that a change is told.
    """

    request = within_account("meuplano.SupportRequest", related_name="proposals")
    message = within_account("meuplano.Message", related_name="proposals")
    status = models.CharField(max_length=20, default="offered")
    added = models.JSONField()  # item → how many more
    cycle = models.PositiveSmallIntegerField(null=True)  # a longer one
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")  # another one (D48)
    at_renewal = models.BooleanField(default=False)  # the plan waits for what is paid to be used
    terms = models.JSONField(default=list)  # prices to agree, in the words of actions.requests.offer
    due_now_centavos = centavos()  # as it was when it was made
    valid_until = models.DateField()
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    order = within_account("meuplano.Order", null=True)  # what it became
    scheduled = within_account("meuplano.ScheduledChange", null=True)  # or this, of a plan at the renewal

    class Meta:
        constraints = [
            *same_account("proposal", "request", "message", "order", "scheduled"),
            models.UniqueConstraint(fields=["account", "message"], name="a_message_offers_once"),
            models.UniqueConstraint(
                fields=["account", "request"], condition=Q(status="offered"), name="one_proposal_of_a_request_is_open"
            ),
            models.UniqueConstraint(fields=["account", "order"], name="an_order_is_of_one_proposal"),
            models.CheckConstraint(
                condition=Q(status="accepted", at_renewal=False, order__isnull=False, scheduled__isnull=True)
                | Q(status="accepted", at_renewal=True, order__isnull=True, scheduled__isnull=False)
                | (~Q(status="accepted") & Q(order__isnull=True, scheduled__isnull=True)),
                name="an_accepted_proposal_has_its_order",
            ),
            models.CheckConstraint(
                condition=Q(at_renewal=False) | Q(plan__isnull=False, cycle__isnull=True),
                name="only_a_plan_waits_for_the_renewal",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", ended_at__isnull=True)
                | (~Q(status="offered") & Q(ended_at__isnull=False)),
                name="a_proposal_is_open_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(cycle__isnull=True) | Q(cycle__in=[int(cycle) for cycle in Cycle]),
                name="a_proposal_has_a_known_cycle",
            ),
            one_of("a_proposal_has_a_known_status", "status", lifecycle.states(lifecycle.PROPOSAL)),
        ]

    def move(self, event: str, **changes: object) -> bool:
        """True for the one caller whose move won."""
        target = lifecycle.advance(lifecycle.PROPOSAL, self.status, event)
        return self._compare_and_set("status", target, changes)
