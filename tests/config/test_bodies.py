"""A request that says it is huge is refused before anything reads it."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from meuplano.config.bodies import RefuseHugeBodies


@pytest.mark.parametrize(
    ("length", "status"),
    [("1000000000", 413), ("30000001", 413), ("-1", 413), ("30000000", 200), ("0", 200), ("", 200)],
)
def test_only_what_is_huge_is_refused(length: str, status: int, settings: Any) -> None:
    reached = []

    def page(request: object) -> HttpResponse:
        reached.append(request)
        return HttpResponse()

    request = RequestFactory().post("/solicitacoes/nova/", b"", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = length
    answer = RefuseHugeBodies(page)(request)
    assert (answer.status_code, len(reached)) == (status, status == 200)
    assert status == 200 or "arquivos menores" in answer.content.decode()
