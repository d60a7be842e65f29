"""The address by which one person answers one request by e-mail: signed, so that nobody can make one up."""

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "meuplano.requests.reply"
NAME = "solicitacao"
TEAM = 0  # instead of a person: anybody of the finance team
SHAPE = re.compile(r"solicitacao\+(\d{1,18})\.(\d{1,18})\.([a-z2-7]{20})@(.+)")


def reply_address(request_id: int, user_id: int) -> str:
    """solicitacao+318.7.…@domain, 64 characters at most before the @; "" where replies by e-mail are not set up."""
    if not settings.REPLY_DOMAIN:
        return ""
    return f"{NAME}+{request_id}.{user_id}.{_signature(request_id, user_id)}@{settings.REPLY_DOMAIN}"


def read_address(address: str) -> tuple[int, int] | None:
    """The request and the person whom an address of ours means; None for any other. Case does not matter in mail."""
    found = SHAPE.fullmatch(address.strip().lower())
    if not found or not settings.REPLY_DOMAIN or found[4] != settings.REPLY_DOMAIN.lower():
        return None
    request_id, user_id = int(found[1]), int(found[2])
    return (request_id, user_id) if constant_time_compare(_signature(request_id, user_id), found[3]) else None


def _signature(request_id: int, user_id: int) -> str:
    """100 bits: a mail server is no place to try many."""
    digest = salted_hmac(SALT, f"{request_id}.{user_id}", algorithm="sha256").digest()
    return base64.b32encode(digest)[:20].decode().lower()
