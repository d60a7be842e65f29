"""What is logged and how: one line a request, JSON in production, readable in the demo, no personal data in either.

The URL's path and query, e-mails and tax numbers stay out: a line names the route. `LOGGING` is built here, and
`RequestLog` is the outermost middleware: it takes or makes the request id, binds it to every line and answers it.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SECRETS = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"\b[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/[0-9A-Z]{4}-?\d{2}\b"), "<CNPJ>"),
    (re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"), "<CPF>"),
    (re.compile(r"(?<![\d.-])(\d{14}|\d{11})(?![\d.-])"), "<documento>"),
    (re.compile(r"(?<=[\w/])\?[\w%.-]+=\S*"), "?<query>"),
)

Event = MutableMapping[str, Any]


def scrub(text: str) -> str:
    """The text without e-mails, CPF, CNPJ and query strings."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def without_personal_data(_logger: Any, _method: str, event: Event) -> Event:
    """The last processor before a line is written; our own ids and times are left as they are."""
    for key, value in event.items():
        if isinstance(value, str) and key not in ("timestamp", "request_id"):
            event[key] = scrub(value)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def configure(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Set structlog up; returns the dictionary for Django's LOGGING."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_personal_data, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # Their messages carry the path; RequestLog says the same with the route's name.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "_granian": {"level": "WARNING", "propagate": True},
        },
    }


class RequestLog:
    """One line for each request that is not a static file: method, route, status, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.stdlib.get_logger("meuplano.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        start = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        if not request.path.startswith(settings.STATIC_URL):
            milliseconds = round((time.perf_counter() - start) * 1000, 1)
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            self.log.log(
                level,
                "request",
                method=request.method,
                route=route(request),
                status=response.status_code,
                ms=milliseconds,
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A fault of ours: the traceback, without the request's data. To refuse is none."""
        if isinstance(exception, (Http404, PermissionDenied)):
            return
        self.log.error("failed", method=request.method, route=route(request), exc_info=exception)


def route(request: HttpRequest) -> str:
    """The name of the page, never its address: addresses carry numbers and one-time keys."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"
