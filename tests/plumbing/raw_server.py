"""A server of bare sockets that may misbehave byte by byte."""

import socket
import threading
from contextlib import suppress


class RawServer:
    """Answers every connection with *answer(socket, request bytes)* in a thread of its own; counts connections."""

    def __init__(self, answer, wrap=lambda sock: sock):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.answer, self.wrap = answer, wrap
        self.connections = 0
        self.requests = []
        self.stopped = threading.Event()
        self.open = []
        self.threads = []
        self._start(self._accept)

    def _start(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self):
        while not self.stopped.is_set():
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            self.open.append(sock.dup())
            self._start(self._serve, sock)

    def _serve(self, sock):
        try:
            with sock, self.wrap(sock) as wrapped:
                while request := read_request(wrapped):
                    self.requests.append(request)
                    if self.answer(wrapped, request) == "close":
                        sock.shutdown(socket.SHUT_RDWR)
                        return
        except OSError:
            return

    def drip(self, sock, data, every=0.1):
        """One byte at a time, until the other side or the test has had enough."""
        for byte in data:
            if self.stopped.wait(every):
                return
            sock.sendall(bytes([byte]))

    def close(self):
        self.stopped.set()
        for sock in (self.listener, *self.open):  # wakes the threads that wait on them
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self.threads:
            thread.join(5)


def read_request(sock):
    """One whole request: head, and as much body as it promises."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return b""
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body


def ok(body=b"{}", extra=b""):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s" % (len(body), extra, body)
