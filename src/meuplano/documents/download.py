"""A file that somebody sent us, as an answer: saved under its name, never shown or run by a browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(name: str, content_type: str, content: bytes | memoryview) -> HttpResponse:
    """Always an attachment; a browser neither guesses another type (nosniff is on every answer) nor runs anything."""
    answer = HttpResponse(bytes(content), content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
