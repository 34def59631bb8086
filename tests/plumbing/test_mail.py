"""Mail through a real SMTP server: what arrives, what is refused for ever, and what may be tried again."""

import socket
import ssl
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from jobs.plumbing import mail
from jobs.plumbing.config import Settings, SettingsError


class Box:
    """Keeps what arrives; *answers* says what the server replies to an address."""

    def __init__(self):
        self.mails, self.answers = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "data" in self.answers:
            return self.answers["data"]
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def start():
    """start(box, **options) runs a server and returns its port."""
    running = []

    def begin(box, **options):
        controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return controller.port

    yield begin
    for controller in running:
        controller.stop()


@pytest.fixture
def box():
    return Box()


def settings(url):
    return Settings("", "", "", (), "http://localhost", Path(), smtp_url=url, mail_from="Tally <tally@example.test>")


def send(port, to="ada@example.test", subject="Hello", **options):
    mail.send(settings(f"smtp://127.0.0.1:{port}"), to, subject, "Plain – words", **options)


def test_mail_arrives_as_text_and_html(start, box):
    send(start(box), html="<p>Words</p>")
    ((to, message),) = box.mails
    assert to == ["ada@example.test"]
    assert (message["From"], message["Subject"]) == ("Tally <tally@example.test>", "Hello")
    assert message["Message-ID"].endswith("@example.test>")
    assert message["Date"]
    assert message.get_body(("plain",)).get_content().strip() == "Plain – words"
    assert message.get_body(("html",)).get_content().strip() == "<p>Words</p>"


def test_subject_cannot_smuggle_headers(start, box):
    send(start(box), subject="Hello\r\nBcc: eve@example.test")
    ((to, message),) = box.mails
    assert to == ["ada@example.test"]
    assert message["Bcc"] is None


@pytest.mark.parametrize("to", ["ada@example.test\nBcc: eve@example.test", "a\r\nb@example.test"])
def test_address_with_a_line_break_is_refused(start, box, to):
    with pytest.raises(mail.MailRefused):
        send(start(box), to=to)
    assert box.mails == []


@pytest.mark.parametrize(
    ("where", "answer", "expected"),
    [
        ("ada@example.test", "550 no such person", mail.MailRefused),
        ("ada@example.test", "450 try later", mail.MailDelayed),
        ("data", "554 we never take this", mail.MailRefused),
        ("data", "451 disk is full", mail.MailDelayed),
    ],
)
def test_refusals_for_ever_and_for_now_are_told_apart(start, box, where, answer, expected):
    box.answers[where] = answer
    with pytest.raises(expected, match=answer.split(" ", 1)[1]):
        send(start(box))


def test_server_that_is_away_delays(start):
    with pytest.raises(mail.MailDelayed):
        send(free_port())


def test_address_that_the_server_cannot_carry_is_refused(start, box):
    with pytest.raises(mail.MailRefused):
        send(start(box, enable_SMTPUTF8=False), to="jürgen@example.test")


def test_log_in_is_made_and_a_wrong_one_delays(start, box):
    def check(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"tally", b"p@ss/word")
        return AuthResult(success=right, handled=right)  # unhandled, the server says no itself

    port = start(box, authenticator=check, auth_require_tls=False)
    mail.send(settings(f"smtp://tally:p%40ss%2Fword@127.0.0.1:{port}"), "ada@example.test", "Hello", "Words")
    assert len(box.mails) == 1
    with pytest.raises(mail.MailDelayed):
        mail.send(settings(f"smtp://tally:wrong@127.0.0.1:{port}"), "ada@example.test", "Hello", "Words")
    assert len(box.mails) == 1


@pytest.mark.parametrize("url", ["smtps://127.0.0.1:{}", "smtp://127.0.0.1:{}?starttls=1"])
def test_tls_is_checked_before_anything_is_told(start, box, url, certificate, monkeypatch):
    secure = url.startswith("smtps")
    port = start(box, **{"ssl_context" if secure else "tls_context": certificate.context})
    with pytest.raises(mail.MailDelayed):  # nobody vouches for this server
        mail.send(settings(url.format(port)), "ada@example.test", "Hello", "Words")
    assert box.mails == []
    trusting = ssl.create_default_context(cafile=certificate.path)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    mail.send(settings(url.format(port)), "ada@example.test", "Hello", "Words")
    assert len(box.mails) == 1


def test_mail_that_was_taken_is_sent_however_badly_the_server_says_goodbye(serve):
    replies = iter([b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"])
    taken = []

    def talk(sock):
        sock.sendall(b"220 hello\r\n")
        for reply in replies:
            sock.recv(65536)
            sock.sendall(reply)
        data = b""
        while not data.endswith(b"\r\n.\r\n"):
            data += sock.recv(65536)
        taken.append(data)
        sock.sendall(b"250 taken\r\n")
        sock.recv(65536)
        sock.sendall(b"421 no goodbye from me\r\n")
        return sock

    server = serve(lambda _sock, _request: "close", wrap=talk)
    send(server.port)
    assert len(taken) == 1


def test_dripping_server_delays_within_the_limit(serve, monkeypatch):
    monkeypatch.setattr(mail, "LIMIT", 0.6)
    server = serve(lambda *_: "close", wrap=lambda sock: (server.drip(sock, b"220 " + b"x" * 100), sock)[1])
    began = time.monotonic()
    with pytest.raises(mail.MailDelayed):
        send(server.port)
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize("url", [None, "mail.example.test", "http://mail.example.test"])
def test_wrong_setting_is_said_in_one_sentence(url):
    with pytest.raises(SettingsError, match="SMTP_URL must look like"):
        mail.send(settings(url), "ada@example.test", "Hello", "Words")
