"""Serves a pretended vendor over HTTP: keep-alive, one thread a connection, able to hang up or cut a reply."""

import contextlib
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from jobs.sandbox.front import Front
from jobs.sandbox.wire import HangUp, Reply, Request

BIGGEST_BODY = 10_000_000  # Xero refuses more than 10 MB (limits page, read 2026-11)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True
    timeout = 300
    server: "Server"

    def serve(self) -> None:
        """Answer one request; the connection stays open unless the trouble of the day closes it."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > BIGGEST_BODY or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._write(Reply(413 if length > BIGGEST_BODY else 411, (), b""))
            return
        body = self.rfile.read(length) if length else b""
        try:
            self._write(self.server.front.answer(self._request(body)))
        except (HangUp, ConnectionError):
            self._hang_up()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = serve  # noqa: N815 (http.server's names)

    def _request(self, body: bytes) -> Request:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.server.front.vendor, self.command, unquote(path), query, headers, body)

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        has_body = reply.status >= 200 and reply.status not in (204, 304)
        if has_body:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.wfile.flush()
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the request log tells more."""


class Server(ThreadingHTTPServer):
    """Listens on this machine only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, front: Front) -> None:
        self.front = front
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours; anything else is a fault of the sandbox and is printed."""
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            super().handle_error(request, client_address)
