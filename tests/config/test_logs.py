"""One line a request, with an id to follow it by and nothing about a person."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from meuplano.config import logs


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Key (email)=(ana.b@agencia-aurora.example.br) exists", "Key (email)=(<e-mail>) exists"),
        ("CPF 529.982.247-25", "CPF <CPF>"),
        ("CNPJ 12.ABC.345/01DE-35 e 26.841.057/0001-07", "CNPJ <CNPJ> e <CNPJ>"),
        ("payer 52998224725, 26841057000107", "payer <documento>, <documento>"),
        ("GET /entrar/login/?next=/plano/&chave=1 HTTP", "GET /entrar/login/?<query> HTTP"),
        (
            "invoice 1234, R$ 1.234,56, 2026-11-24T10:00:00.123456Z",
            "invoice 1234, R$ 1.234,56, 2026-11-24T10:00:00.123456Z",
        ),
    ],
)
def test_personal_data_are_struck_out(text: str, clean: str) -> None:
    assert logs.scrub(text) == clean


@pytest.fixture
def lines() -> Iterator[Callable[[], list[Any]]]:
    """What was logged as JSON."""
    stream, configuration = io.StringIO(), logs.configure(as_json=True)
    configuration["handlers"]["out"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def answer(request: HttpRequest, status: int = 200) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = ResolverMatch(view, (), {}, url_name="invoice")
        return HttpResponse(status=status)

    return logs.RequestLog(view)(request)


def test_a_request_is_one_line_with_the_routes_name_and_no_address(lines: Any) -> None:
    request = RequestFactory().get("/faturas/17/?email=ana@aurora.example", headers={"X-Request-Id": "proxy-1.a"})
    response = answer(request)
    (line,) = lines()
    assert response["X-Request-Id"] == line["request_id"] == "proxy-1.a"
    assert (line["method"], line["route"], line["status"], line["level"]) == ("GET", "invoice", 200, "info")
    assert line["ms"] >= 0
    assert "17" not in json.dumps({**line, "ms": 0, "timestamp": ""})
    assert "aurora" not in json.dumps(line)


@pytest.mark.parametrize("forged", ["", "a" * 65, 'x"\n{"level": "info"}', "ana@aurora.example"])
def test_an_id_that_is_none_is_not_taken(forged: str) -> None:
    request = RequestFactory().get("/", headers={"X-Request-Id": forged})
    made = answer(request)["X-Request-Id"]
    assert made != forged
    assert len(made) == 32


def test_a_fault_is_an_error_with_its_traceback_and_without_the_person(lines: Any) -> None:
    log, request = logs.RequestLog(HttpResponse), RequestFactory().post("/")
    try:
        raise ValueError("no user ana@aurora.example with 529.982.247-25")
    except ValueError as error:
        log.process_exception(request, error)
    answer(request, status=500)
    fault, line = lines()
    assert "ValueError: no user <e-mail> with <CPF>" in fault["exception"]
    assert (line["status"], line["level"]) == (500, "error")


def test_static_files_are_not_logged(lines: Any) -> None:
    answer(RequestFactory().get("/static/portal/portal.css"))
    assert lines() == []


def test_lines_of_other_libraries_have_the_same_form(lines: Any) -> None:
    logging.getLogger("somebody.else").warning("mail to %s", "ana@aurora.example")
    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == ("mail to <e-mail>", "somebody.else", "warning")


def test_every_answer_of_the_site_carries_its_id(client: Client) -> None:
    assert client.get("/saude/").content == b"ok\n"
    assert len(client.get("/saude/")["X-Request-Id"]) == 32


def test_a_refusal_is_no_fault_of_ours(lines: Callable[[], list[Any]]) -> None:
    log = logs.RequestLog(lambda _: HttpResponse())
    for refusal in (Http404(), PermissionDenied()):
        log.process_exception(RequestFactory().get("/"), refusal)
    assert lines() == []
    log.process_exception(RequestFactory().get("/"), KeyError("ours"))
    assert [line["event"] for line in lines()] == ["failed"]
