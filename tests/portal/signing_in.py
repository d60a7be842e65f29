"""Signing in as people do, with the password typed again a moment ago."""

from django.test import Client

from meuplano.records.models import Account, Member, User

PASSWORD = "correta-cavalo-bateria"


def owner_of(account: Account) -> User:
    return Member.objects.get(account=account, is_owner=True).user


def with_password(user: User) -> Client:
    """Signed in by the password; pages that ask for it again still do."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    client.post("/entrar/login/", {"login": user.email, "password": PASSWORD})
    return client


def asked_again(user: User) -> Client:
    """And typed it again just now."""
    client = with_password(user)
    client.post("/entrar/reauthenticate/", {"password": PASSWORD})
    return client
