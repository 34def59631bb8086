"""Makes people outside the sign-up page: support staff, who need a second factor from the first day."""

import pyotp

from jobs.models import Member
from jobs.plumbing import clock, db


def add_staff(email: str, password_hash: str) -> str:
    """Add a support person; returns the key for their authenticator app, which is shown this once."""
    key = pyotp.random_base32()
    with db.unit_of_work() as session:
        session.add(
            Member(
                email=email.strip().lower(),
                name=email.split("@")[0],
                password_hash=password_hash,
                is_staff=True,
                totp_secret=key,
                created_at=clock.now(),
            )
        )
    return key
