"""The HTTP door against sockets that misbehave: what certainly never left, and what may have."""

import socket
import threading
import time

import pytest
import requests
import responses
from plumbing.raw_server import ok
from urllib3.exceptions import InsecureRequestWarning

from jobs.plumbing import deadlines, http
from jobs.plumbing.errors import OutcomeUnknown, Unreachable


@pytest.fixture
def door():
    return http.Door()


def say(*parts):
    """An answer made of *parts*, after which the connection is closed."""

    def answer(sock, _request):
        for part in parts:
            sock.sendall(part)
        return "close"

    return answer


def seconds_of(call):
    began = time.monotonic()
    with pytest.raises((Unreachable, OutcomeUnknown)) as caught:
        call()
    return time.monotonic() - began, caught.value


def test_any_status_is_an_answer_and_header_names_ignore_case(serve, door):
    server = serve(say(b"HTTP/1.1 503 Away\r\nContent-Length: 4\r\nRetry-After: 7\r\n\r\nlate"))
    answer = door.call("PUT", server.url, body=b"x", writes=True)
    assert (answer.status, answer.headers["retry-after"], answer.body) == (503, "7", b"late")


def test_redirects_are_answers_and_not_followed(serve, door):
    server = serve(say(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"))
    assert door.call("GET", server.url, writes=False).status == 302
    assert len(server.requests) == 1


def test_bytes_of_a_body_arrive_as_they_were_given(serve, door):
    server = serve(say(ok()))
    body = b'{"Amount": 10.10}' * 200_000  # 3.4 MB
    door.call("POST", server.url, headers={"X-Key": "k"}, params={"a": "b c"}, body=body, writes=True)
    head, sent = server.requests[0].split(b"\r\n\r\n", 1)
    assert sent == body
    assert head.startswith(b"POST /?a=b+c HTTP/1.1")
    assert b"X-Key: k" in head


def test_connections_are_kept(serve, door):
    server = serve(lambda sock, _request: sock.sendall(ok()))
    for _ in range(5):
        door.call("GET", server.url, writes=False)
    assert server.connections == 1


def test_connections_that_lay_idle_are_not_trusted_with_a_write(serve, door, monkeypatch):
    server = serve(lambda sock, _request: sock.sendall(ok()))
    door.call("PUT", server.url, body=b"1", writes=True)
    monkeypatch.setattr(deadlines, "IDLE", 0.0)
    door.call("PUT", server.url, body=b"2", writes=True)
    assert server.connections == 2


@pytest.mark.parametrize("writes", [True, False])
def test_nobody_listening_means_it_never_left(door, silence, writes):
    with pytest.raises(Unreachable):
        door.call("PUT", silence, body=b"x", writes=writes)


def test_unknown_host_means_it_never_left(door):
    with pytest.raises(Unreachable):
        door.call("PUT", "http://no-such-host.invalid/", body=b"x", writes=True)


def test_address_without_a_scheme_means_it_never_left(door):
    with pytest.raises(Unreachable):
        door.call("PUT", "api.xero.example/Invoices", body=b"x", writes=True)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([], id="nothing"),
        pytest.param([b"HTTP/1.1 20"], id="half a status line"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", b"half"], id="half a body"),
        pytest.param([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"], id="half a chunk"),
        pytest.param([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"], id="no last chunk"),
        pytest.param([b"no HTTP at all\r\n\r\n"], id="another language"),
        pytest.param([ok(b"not gzip", b"Content-Encoding: gzip\r\n")], id="unreadable packing"),
    ],
)
def test_broken_replies_leave_a_write_unknown_and_fail_a_read(serve, door, parts):
    server = serve(say(*parts))
    with pytest.raises(OutcomeUnknown) as caught:
        door.call("PUT", server.url, body=b"x", writes=True)
    assert caught.value.replied is False
    with pytest.raises(Unreachable):
        door.call("GET", server.url, writes=False)
    assert len(server.requests) <= 2  # neither was repeated


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"", id="status line"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Long: ", id="headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", id="body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", id="chunk sizes"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="body without an end"),
    ],
)
def test_dripping_reply_ends_within_the_total_limit(serve, door, before):
    server = serve(lambda sock, _request: (sock.sendall(before), server.drip(sock, b"1" * 100)))
    took, error = seconds_of(lambda: door.call("PUT", server.url, body=b"x", writes=True, limit=0.6))
    assert isinstance(error, OutcomeUnknown)
    assert error.said == "no answer in time"
    assert 0.5 < took < 2.0
    took, error = seconds_of(lambda: door.call("GET", server.url, writes=False, limit=0.6))
    assert isinstance(error, Unreachable)
    assert 0.5 < took < 2.0


def test_one_byte_a_second_ends_within_the_total_limit_too(serve, door):
    server = serve(lambda sock, _request: server.drip(sock, b"HTTP/1.1 200 OK\r\n", every=1.0))
    took, error = seconds_of(lambda: door.call("PUT", server.url, body=b"x", writes=True, limit=2.5))
    assert isinstance(error, OutcomeUnknown)
    assert 2.4 < took < 4.0


def test_endless_interim_replies_end_within_the_total_limit(serve, door):
    def answer(sock, _request):
        while not server.stopped.wait(0.05):
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    server = serve(answer)
    took, _ = seconds_of(lambda: door.call("GET", server.url, writes=False, limit=0.5))
    assert took < 2.0


def test_a_receiver_that_stops_reading_ends_within_the_total_limit(door):
    with socket.create_server(("127.0.0.1", 0)) as listener:  # accepts in the kernel, never reads
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        took, error = seconds_of(lambda: door.call("PUT", url, body=b"x" * 30_000_000, writes=True, limit=0.7))
    assert isinstance(error, OutcomeUnknown)
    assert took < 2.0


def test_a_call_that_timed_out_leaves_no_late_reply_for_the_next(serve, door):
    def answer(sock, request):
        if b"first" in request:
            server.stopped.wait(0.4)
        sock.sendall(ok(b"first" if b"first" in request else b"second"))

    server = serve(answer)
    seconds_of(lambda: door.call("PUT", server.url, body=b"first", writes=True, limit=0.2))
    assert door.call("PUT", server.url, body=b"second", writes=True).body == b"second"


def test_three_threads_share_a_door(serve, door):
    server = serve(lambda sock, request: sock.sendall(ok(request.split(b"\r\n\r\n", 1)[1])))
    wrong = []

    def work(name):
        for number in range(50):
            body = f"{name}-{number}".encode()
            if door.call("PATCH", server.url, body=body, writes=True).body != body:
                wrong.append(body)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert wrong == []
    assert server.connections <= 3


def test_every_call_is_shown_to_the_watcher(serve, silence):
    calls = []
    door = http.Door(on_call=calls.append)
    server = serve(say(ok()))
    door.call("PUT", server.url, headers={"A": "b"}, body=b"x", writes=True)
    with pytest.raises(Unreachable):
        door.call("GET", silence, writes=False)
    assert [(call.method, call.url, call.status) for call in calls] == [
        ("PUT", server.url, 200),
        ("GET", silence, None),
    ]
    assert calls[0].request_headers == {"A": "b"}
    assert calls[0].request_body == b"x"


def test_proxies_and_passwords_of_the_environment_are_not_obeyed(serve, door, monkeypatch, tmp_path):
    server = serve(say(ok()))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert door.call("GET", server.url, writes=False).status == 200
    assert b"Authorization" not in server.requests[0]


@responses.activate
@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (requests.ConnectTimeout(), Unreachable),
        (requests.exceptions.SSLError(), Unreachable),
        (requests.ReadTimeout(), OutcomeUnknown),
        (requests.ConnectionError("reset"), OutcomeUnknown),
        (requests.exceptions.ChunkedEncodingError(), OutcomeUnknown),
    ],
)
def test_errors_are_sorted_by_what_happens_next(door, raised, expected):
    responses.put("https://api.xero.example/Invoices", body=raised)
    with pytest.raises(expected):
        door.call("PUT", "https://api.xero.example/Invoices", body=b"x", writes=True)


@pytest.fixture
def trusting():
    with pytest.warns(InsecureRequestWarning):
        yield http.Door(verify=False)


def test_stranger_behind_tls_means_it_never_left(serve, door, certificate):
    server = serve(say(ok()), wrap=lambda sock: certificate.context.wrap_socket(sock, server_side=True))
    with pytest.raises(Unreachable):
        door.call("PUT", server.url.replace("http:", "https:"), body=b"x", writes=True)
    assert server.requests == []


def test_tls_that_breaks_after_sending_leaves_a_write_unknown(serve, trusting, certificate):
    raw = []

    def wrap(sock):
        raw.append(sock.dup())
        return certificate.context.wrap_socket(sock, server_side=True)

    def answer(_wrapped, _request):
        raw[0].sendall(b"\x17\x03\x03\x00\x20" + b"!" * 32)  # a record that nobody encrypted
        return "close"

    server = serve(answer, wrap=wrap)
    with pytest.raises(OutcomeUnknown):
        trusting.call("PUT", server.url.replace("http:", "https:"), body=b"x", writes=True)
    raw[0].close()


def test_one_greeting_is_enough_under_tls(serve, trusting, certificate):
    server = serve(
        lambda sock, _request: sock.sendall(ok()),
        wrap=lambda sock: certificate.context.wrap_socket(sock, server_side=True),
    )
    for _ in range(3):
        trusting.call("GET", server.url.replace("http:", "https:"), writes=False)
    assert server.connections == 1


def test_dripping_reply_under_tls_ends_within_the_total_limit(serve, trusting, certificate):
    server = serve(
        lambda sock, _request: server.drip(sock, b"HTTP/1.1 200 OK\r\nX-Long: " + b"1" * 100),
        wrap=lambda sock: certificate.context.wrap_socket(sock, server_side=True),
    )
    url = server.url.replace("http:", "https:")
    took, error = seconds_of(lambda: trusting.call("PUT", url, body=b"x", writes=True, limit=0.6))
    assert isinstance(error, OutcomeUnknown)
    assert took < 2.0


def test_server_that_never_finishes_the_tls_greeting_means_it_never_left(serve, door):
    server = serve(say(), wrap=lambda sock: (server.stopped.wait(5), sock)[1])
    url = server.url.replace("http:", "https:")
    took, error = seconds_of(lambda: door.call("PUT", url, body=b"x", writes=True, limit=0.5))
    assert isinstance(error, Unreachable)
    assert took < 2.0


def test_oauth_session_reads_a_token_and_keeps_to_the_limit(serve):
    token = b'{"access_token": "a", "refresh_token": "r", "expires_in": 1800, "token_type": "Bearer"}'
    server = serve(say(ok(token, b"Content-Type: application/json\r\n")))
    session = http.oauth_session(client_id="c", client_secret="s")
    assert session.refresh_token(server.url, refresh_token="old")["access_token"] == "a"
    assert b"grant_type=refresh_token" in server.requests[0]

    slow = serve(lambda sock, _request: slow.drip(sock, b"HTTP/1.1 200 OK\r\nX-Long: " + b"1" * 100))
    session = http.oauth_session(limit=0.5, client_id="c", client_secret="s")
    took, error = seconds_of(lambda: session.refresh_token(slow.url, refresh_token="old"))
    assert isinstance(error, Unreachable)
    assert took < 2.0
