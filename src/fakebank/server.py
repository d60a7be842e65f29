"""The bank's door: HTTP on loopback, a thread for each connection, with the ways in which an answer can break."""

import hmac
import json
import socket
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fakebank import api, faults, pages, remittances, titles
from fakebank.bank import Bank, Config, Refused, open_bank
from fakebank.notices import Courier
from fakebank.wire import Answer, as_json

MAX_BODY = 100_000
REMITTANCES, RETURNS = "/v1/remittances", "/v1/returns/"
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
AFTER = ("timeout_after", "error_after", "hang_midway")  # what breaks once the work is done


class Broken(Exception):
    """The connection ends without an answer."""


class Handler(BaseHTTPRequestHandler):
    """One request: read it, break it if a fault says so, answer it whole."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "BancoDemo", ""
    timeout = 60
    disable_nagle_algorithm = True  # headers and body are two writes
    server: "Server"

    def do_GET(self) -> None:
        self._handle({})

    def do_POST(self) -> None:
        size = self.headers.get("content-length", "")
        most = remittances.LARGEST if urlsplit(self.path).path == REMITTANCES else MAX_BODY
        if not size.isdigit() or int(size) > most:
            self.close_connection = True
            self._send(as_json(413 if size else 411, _problem("bad_size", "Pedido sem tamanho ou grande demais.")))
            return
        self._handle({"body": self.rfile.read(int(size))})

    def _handle(self, sent: dict[str, bytes]) -> None:
        try:
            self._send(self._answer(sent.get("body")))
        except (Broken, ConnectionError, TimeoutError):
            self.close_connection = True

    def _answer(self, body: bytes | None) -> Answer:
        path = urlsplit(self.path).path
        try:
            if path.startswith(("/v1/", "/control/")):
                return self._machine(path, body)
            return pages.answer(self.server.bank, path, self._query(), None if body is None else _form(body))
        except Refused as refusal:
            if path.startswith(("/v1/", "/control/")):
                return as_json(refusal.status, _problem(refusal.code, refusal.text))
            return pages.problem(self.server.bank, refusal)

    def _machine(self, path: str, body: bytes | None) -> Answer:
        self._check_caller(path)
        if path == REMITTANCES and body is not None:
            return as_json(200, {"titles": titles.take(self.server.bank, body)})
        number = path.removeprefix(RETURNS)
        if number != path and number.isdigit() and body is None:
            return Answer(200, "application/octet-stream", titles.content_of(self.server.bank, int(number)))
        asked = self._query() if body is None else _json(body)
        command, broken = None, None
        if path.startswith("/v1/"):
            command = _command(path, body)
            broken = faults.of_answer(
                self.server.bank.books, command, _key(self.server.bank, path, asked), _cents(asked)
            )
        if broken and broken not in AFTER:
            return self._break(broken)
        answer = as_json(*self._call(path, asked, post=body is not None))
        return self._break(broken, answer) if broken else answer

    def _call(self, path: str, asked: dict[str, Any], *, post: bool) -> tuple[int, Any]:
        bank = self.server.bank
        found = (api.POST if post else api.GET).get(path)
        if found:
            return found(bank, asked)
        parts = path.split("/")  # "", "v1", "charges", id, what
        if post and parts[:3] == ["", "v1", "charges"] and len(parts) == 5 and parts[4] in api.POST_TO_CHARGE:
            return api.POST_TO_CHARGE[parts[4]](bank, asked, parts[3])
        raise Refused("unknown_address", "Não há nada neste endereço.", 404)

    def _check_caller(self, path: str) -> None:
        if path.startswith("/control/"):
            if _host(self.headers) not in LOCAL_NAMES or self.client_address[0] not in ("127.0.0.1", "::1"):
                raise Refused("not_local", "Só desta máquina.", 403)
            return
        given = self.headers.get("authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, b"Bearer " + self.server.bank.config.secret.encode()):
            raise Refused("unauthorized", "Falta o segredo certo.", 401)

    def _break(self, fault: str, answer: Answer | None = None) -> Answer:
        if fault in ("error_before", "error_after"):
            return as_json(500, _problem("internal", "Erro interno do banco."))
        if fault == "hang_midway" and answer:
            self._send(answer, only_half=True)
        self.server.bank.closing.wait(self.server.bank.config.hang)
        raise Broken

    def _query(self) -> dict[str, Any]:
        return dict(parse_qsl(urlsplit(self.path).query))

    def _send(self, answer: Answer, *, only_half: bool = False) -> None:
        self.send_response(answer.status)
        for name, value in _headers(answer).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if only_half else answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the books tell what happened."""


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only, so that no other machine reaches it. Raises OSError when the port is taken."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, config: Config) -> None:
        super().__init__(("127.0.0.1", config.port), Handler)
        self.port = int(self.server_address[1])
        self.bank: Bank = open_bank(config, self.port)
        self._threads_of_bank = [
            Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, name="door", daemon=True),
            Courier(self.bank),
        ]

    def server_bind(self) -> None:
        """Bind without the lookup of the host's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def start(self) -> None:
        """Serve and deliver, each in its thread."""
        for thread in self._threads_of_bank:
            thread.start()

    def stop(self) -> None:
        """End both, let hanging answers go, close the books."""
        self.bank.closing.set()
        self.bank.news.set()
        self.shutdown()
        self.server_close()
        for thread in self._threads_of_bank:
            thread.join(timeout=1)
        self.bank.books.close()


def _command(path: str, body: bytes | None) -> str:
    last = path.rsplit("/", 1)[-1]
    names = {"cancel": "cancel", "refunds": "refund", "due-date": "due-date", "events": "events"}
    return names.get(last) or ("fetch" if body is None else "charge")


def _key(bank: Bank, path: str, asked: dict[str, Any]) -> str:
    """Our customer's key of the charge that a command is about, "" if it is about none."""
    parts = path.split("/")
    if len(parts) == 5:
        row = bank.books.row("select key from charges where id = ?", parts[3])
        return str(row["key"]) if row else ""
    return str(asked.get("key", ""))


def _cents(asked: dict[str, Any]) -> int:
    value = asked.get("amount")
    return value if type(value) is int else 0


def _host(headers: Message) -> str:
    return str(headers.get("host", "")).rsplit(":", 1)[0]


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refused("bad_json", "O corpo não é um objeto JSON.", 400)
    return value


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _problem(code: str, text: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "text": text}}


def _headers(answer: Answer) -> dict[str, str]:
    headers = {
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
        "X-Content-Type-Options": "nosniff",
    }
    if answer.location:
        headers["Location"] = answer.location
    if answer.kind.startswith("text/html"):
        headers |= {
            "Content-Security-Policy": pages.POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }
    return headers
