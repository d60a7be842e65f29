"""The access log: the day on which a user was here last. The one thing that looking at a page writes."""

from datetime import date

from django.db.models import Q

from meuplano.records.models import Member


def note_access(member_id: int, today: date) -> None:
    """Once a day and user; no event, for nothing of the account changes."""
    earlier = Q(last_access_on__isnull=True) | Q(last_access_on__lt=today)
    Member.objects.filter(earlier, pk=member_id).update(last_access_on=today)
