"""EMV's tag, length, value: two digits, two digits, and so many characters, nested one in another."""


class TlvError(ValueError):
    """The text is not a row of tag, length and value."""


def split(text: str) -> dict[str, str]:
    """The values by tag, in their order. Raises TlvError for a torn field, a tag twice, a length that is no number."""
    fields: dict[str, str] = {}
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise TlvError(f"no tag and length at position {place + 1}")
        tag, length = head[:2], int(head[2:])
        value = text[place + 4 : place + 4 + length]
        if len(value) < length:
            raise TlvError(f"field {tag} says {length} characters, only {len(value)} are left")
        if tag in fields:
            raise TlvError(f"field {tag} appears twice")
        fields[tag] = value
        place += 4 + length
    return fields


def join(fields: dict[str, str]) -> str:
    """The text of the fields in their order. Raises TlvError when a value is longer than 99 characters."""
    for tag, value in fields.items():
        if len(value) > 99:
            raise TlvError(f"field {tag} has {len(value)} characters, 99 fit")
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields.items())
