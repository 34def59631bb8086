"""Sends the mail that is due: a server that is down delays a mail and never loses it."""

from datetime import timedelta

from sqlalchemy import select

from jobs import clients
from jobs.models import Mail
from jobs.plumbing import clock, db, mail

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
AT_A_TIME = 10


def send_due() -> int:
    """Send what is due, oldest first; without SMTP_URL mails stay on the outbox page. Returns how many went."""
    settings = clients.runtime().settings
    if not settings.smtp_url:
        return 0
    with db.reading() as session:
        due = list(
            session.scalars(
                select(Mail)
                .where(Mail.sent_at.is_(None), Mail.refused_said.is_(None), Mail.due_at <= clock.now())
                .order_by(Mail.id)
                .limit(AT_A_TIME)
            )
        )
    return sum(_send(each.id) for each in due)


def _send(mail_id: int) -> bool:
    settings = clients.runtime().settings
    with db.unit_of_work() as session:
        row = session.get_one(Mail, mail_id)
        # Due again later whatever happens: a process killed here sends twice at worst, never not at all.
        row.due_at = clock.now() + WAITS[min(row.tries, len(WAITS) - 1)]
        row.tries += 1
    try:
        mail.send(settings, row.to, row.subject, row.text, row.html)
    except mail.MailRefused as error:
        _note(mail_id, refused=str(error))
        return False
    except mail.MailDelayed:
        return False
    _note(mail_id)
    return True


def _note(mail_id: int, refused: str | None = None) -> None:
    with db.unit_of_work() as session:
        row = session.get_one(Mail, mail_id)
        if refused is None:
            row.sent_at = clock.now()
        else:
            row.refused_said = refused[:500]
