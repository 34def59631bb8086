"""The door to the mail server: one message, one connection, and a plain answer whether to try again."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from jobs.plumbing import clock
from jobs.plumbing.config import Settings, SettingsError

LIMIT = 20  # seconds for each step


class MailRefused(Exception):
    """The server will never take this mail to this address."""


class MailDelayed(Exception):
    """The server is away, or asks to try later."""


def send(settings: Settings, to: str, subject: str, text: str, html: str | None = None) -> None:
    """Hand one mail to the server named by SMTP_URL. Raises MailRefused or MailDelayed."""
    message = _compose(settings, to, subject, text, html)
    try:
        with _connect(settings) as server:
            server.send_message(message, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = error.recipients[to]
        kind = MailRefused if 500 <= code < 600 else MailDelayed
        raise kind(f"{code} {said.decode(errors='replace')}") from error
    except smtplib.SMTPResponseException as error:
        kind = MailRefused if 550 <= error.smtp_code <= 554 else MailDelayed
        raise kind(f"{error.smtp_code} {error.smtp_error!r}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayed(str(error)) from error


def _compose(settings: Settings, to: str, subject: str, text: str, html: str | None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, " ".join(subject.split())
    message["Date"], message["Message-ID"] = formatdate(clock.now().timestamp()), make_msgid(domain="tallystick")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def _connect(settings: Settings) -> smtplib.SMTP:
    """Open smtp://user:secret@host:port, the same with ?starttls=1, or smtps://."""
    parts = urlsplit(settings.smtp_url or "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("SMTP_URL must look like smtp://host:port or smtps://user:secret@host.")
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            parts.hostname, parts.port or 465, timeout=LIMIT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=LIMIT)
        if parse_qs(parts.query).get("starttls") == ["1"]:
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
