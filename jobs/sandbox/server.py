"""Serves both vendors from one process: two ports of this machine, threads, connections kept open."""

import logging
import threading
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from jobs.sandbox.store import World


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are recorded in the world, not printed."""


def serve(app: Flask, port: int) -> BaseWSGIServer:
    """Start serving in threads; the server's `port` tells where."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Handler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def kept_port(folder: Path | None, name: str, asked: int) -> int:
    """The port asked for, else the one used before, else 0: any free one."""
    if asked or folder is None:
        return asked
    path = folder / f"port-{name}"
    return int(path.read_text()) if path.exists() else 0


def keep_port(folder: Path | None, name: str, port: int) -> None:
    if folder is not None:
        (folder / f"port-{name}").write_text(str(port))


def address(port: int) -> str:
    """A browser sees localhost only: Xero refuses 127.0.0.1 as a redirect address."""
    return f"http://localhost:{port}"


__all__ = ["World", "address", "keep_port", "kept_port", "serve"]
