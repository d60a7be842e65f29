"""Moving accounts to this screen little by little: which ones a percentage reaches, always the same (F23)."""

from hashlib import sha256

PLACES = 100


def place_of(code: str) -> int:
    """The account's place from 0 to 99: by its code alone, so that it is the same on every day and every machine."""
    return int.from_bytes(sha256(code.encode()).digest()[:8]) % PLACES


def is_reached(code: str, percent: int) -> bool:
    """Whether the account is among the first `percent` of a hundred: who is reached by 10 % is reached by 20 % too."""
    return place_of(code) < percent
