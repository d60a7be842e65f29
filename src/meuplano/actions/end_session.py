"""Ending one of one's own sessions, on this device or another."""

from allauth.usersessions.models import UserSession

from meuplano.records.models import User


def end_session(user: User, pk: int) -> bool:
    """That device has to sign in again; False for a session that is not theirs or has ended already."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True
