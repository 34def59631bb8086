"""The door to the mail server: one message, one connection, and a plain answer whether to try again."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from functools import partial
from urllib.parse import parse_qs, unquote, urlsplit

from jobs.plumbing import clock, deadlines
from jobs.plumbing.config import Settings, SettingsError

LIMIT = 30.0  # seconds for one mail in total, however slowly the server talks


class MailRefused(Exception):
    """The server will never take this mail to this address."""


class MailDelayed(Exception):
    """The server is away, or asks to try later."""


def send(settings: Settings, to: str, subject: str, text: str, html: str | None = None) -> None:
    """Hand one mail to the server named by SMTP_URL. Raises MailRefused or MailDelayed."""
    message = _compose(settings, to, subject, text, html)
    try:
        with deadlines.within(LIMIT), _server(settings) as server:
            server.send_message(message, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = error.recipients[to]
        kind = MailRefused if 500 <= code < 600 else MailDelayed
        raise kind(f"{code} {_plain(said)}") from error
    except smtplib.SMTPNotSupportedError as error:  # an address with letters that this server cannot carry
        raise MailRefused(str(error)) from error
    except smtplib.SMTPResponseException as error:
        # 55x speaks of this mail; 535 and its kin of our log-in, which somebody will mend.
        kind = MailRefused if 550 <= error.smtp_code <= 554 else MailDelayed
        raise kind(f"{error.smtp_code} {_plain(error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayed(str(error)) from error


def _plain(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _compose(settings: Settings, to: str, subject: str, text: str, html: str | None) -> EmailMessage:
    message = EmailMessage()
    sender = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    try:
        message["From"], message["To"], message["Subject"] = settings.mail_from, to, " ".join(subject.split())
    except ValueError as error:  # a line break in an address
        raise MailRefused(f"{to!r} is no address") from error
    message["Date"], message["Message-ID"] = formatdate(clock.now().timestamp()), make_msgid(domain=sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


class _Hurried(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = deadlines.reader(self.sock)
        return super().getreply()


class _HurriedSecure(_Hurried, smtplib.SMTP_SSL):
    pass


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Speak to smtp://user:secret@host:port, the same with ?starttls=1, or smtps://."""
    parts = urlsplit(settings.smtp_url or "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("SMTP_URL must look like smtp://host:port or smtps://user:secret@host.")
    secure = parts.scheme == "smtps"
    kind = partial(_HurriedSecure, context=ssl.create_default_context()) if secure else _Hurried
    server = kind(parts.hostname, parts.port or (465 if secure else 25), timeout=LIMIT)
    try:
        if parse_qs(parts.query).get("starttls") == ["1"]:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
    finally:
        # What the server took is taken, however badly it says goodbye.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()
