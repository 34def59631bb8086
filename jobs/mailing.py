"""Sends the mail that is due: a server that is down delays a mail and never loses it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from jobs import clients
from jobs.models import Mail
from jobs.plumbing import clock, db, mail

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
AT_A_TIME = 10


def send_due() -> int:
    """Send what is due, oldest first; without SMTP_URL mails stay on the outbox page. Returns how many went."""
    if not clients.runtime().settings.smtp_url:
        return 0
    sent = 0
    for mail_id in _due():
        if not _claim(mail_id):
            continue
        try:
            sent += _send(mail_id)
        except mail.MailDelayed:
            # The next would wait as long for the same server, and nothing is rung for meanwhile.
            _put_off()
            break
    return sent


def _due() -> Sequence[int]:
    with db.reading() as session:
        return session.scalars(select(Mail.id).where(*_are_due()).order_by(Mail.id).limit(AT_A_TIME)).all()


def _are_due() -> tuple[ColumnElement[bool], ...]:
    return Mail.sent_at.is_(None), Mail.refused_said.is_(None), Mail.due_at <= clock.now()


def _claim(mail_id: int) -> bool:
    """Take one mail that is still due; False when another scheduler has it.

    Due again later whatever happens: a process killed here sends twice at worst, never not at all.
    """
    now = clock.now()
    with db.unit_of_work() as session:
        row = session.get_one(Mail, mail_id, with_for_update=True)
        if row.sent_at is not None or row.due_at is None or row.due_at > now:
            return False
        row.due_at = now + WAITS[min(row.tries, len(WAITS) - 1)]
        row.tries += 1
    return True


def _send(mail_id: int) -> bool:
    """Hand it over; False when it is refused for ever. Raises MailDelayed."""
    with db.reading() as session:
        row = session.get_one(Mail, mail_id)
    try:
        mail.send(clients.runtime().settings, row.to, row.subject, row.text, row.html)
    except mail.MailRefused as error:
        _note(mail_id, refused_said=str(error)[:500])
        return False
    _note(mail_id, sent_at=clock.now())
    return True


def _put_off() -> None:
    with db.unit_of_work() as session:
        session.execute(update(Mail).where(*_are_due()).values(due_at=clock.now() + WAITS[0]))


def _note(mail_id: int, **outcome: str | datetime) -> None:
    with db.unit_of_work() as session:
        session.execute(update(Mail).where(Mail.id == mail_id).values(**outcome))
