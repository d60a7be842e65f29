"""Signed notices in the Standard Webhooks form: HMAC-SHA256 over `id.timestamp.body`, base64, version `v1`."""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from meuplano.gateways.base import MAX_AGE_SECONDS, BadSignature


def check(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raise BadSignature unless one signature of the headers is right and its timestamp near `now` (an aware instant).

    A secret that begins with `whsec_` is base64, as in the standard; any other is taken as it is.
    Takes the same time whatever is wrong with the signature; header names in any case.
    """
    given = {name.lower(): value for name, value in headers.items()}
    event, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    signed = b".".join((_bytes(event), _bytes(timestamp), body))
    right = base64.b64encode(hmac.new(_key(secret), signed, sha256).digest())
    found = False
    for signature in given.get("webhook-signature", "").split()[:10]:
        version, _, value = signature.partition(",")
        found |= hmac.compare_digest(_bytes(value), right) and version == "v1"
    if not found or not event:
        raise BadSignature("the signature does not belong to these bytes")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise BadSignature("the timestamp is no number of seconds")
    if abs(now.timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise BadSignature(f"the notice is more than {MAX_AGE_SECONDS} s from now")


def _key(secret: str) -> bytes:
    return base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
