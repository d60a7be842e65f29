"""What happened: audit log, customer timeline and outbox in one; and the mails that followed."""

from django.db import models
from django.db.models import Q

from meuplano.records.models.account import Account


class Event(models.Model):
    """One change of state: who, when, what. Appended in the transaction of the change, never edited."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="events", db_index=False)
    name = models.CharField(max_length=60)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="timeline"),
            models.Index(fields=["name", "-id"], condition=Q(account__isnull=True), name="events_of_no_account"),
        ]


class Mail(models.Model):
    """A message to one person about one event: written once, sent once, or dropped when what it says is over (R-25)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "to"], name="an_event_is_told_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True), name="a_dropped_mail_was_not_sent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], condition=Q(sent_at__isnull=True, dropped_at__isnull=True), name="mails_to_send"
            )
        ]


class Task(models.Model):
    """Something a person of the finance team has to look at."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="tasks")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    amount_centavos = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)  # not before this day; none: now
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)  # what was done

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="who_did_a_task_says_when",
            )
        ]
        indexes = [models.Index(fields=["made_on"], condition=Q(done_at__isnull=True), name="tasks_open")]
