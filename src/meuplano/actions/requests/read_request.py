"""Somebody has read a request up to a message: its mark as unread is gone for this person."""

from django.db import transaction

from meuplano.records.models import Message, RequestReading, SupportRequest, User


def read_request(request: SupportRequest, user: User, message_id: int) -> bool:
    """False if nothing changes: read before, or no message of this request. No business row: no lock, no event."""
    seen = {"account_id": request.account_id, "request": request, "user": user}
    if not Message.objects.filter(account=request.account_id, request=request, pk=message_id).exists():
        return False
    with transaction.atomic():
        reading, new = RequestReading.objects.select_for_update().get_or_create(
            **seen, defaults={"last_message": message_id}
        )
        if new or reading.last_message >= message_id:
            return new
        reading.last_message = message_id
        reading.save(update_fields=["last_message"])
    return True
