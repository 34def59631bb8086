"""The tiers that a workspace may choose from; a table, so that staff can change it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.models import Plan
from jobs.plumbing import db

# invoices a month, minutes between sweeps
TIERS = (("Starter", 100, 60), ("Standard", 500, 15), ("Business", 2000, 5), ("Unlimited", None, 1))


def make_sure_of_plans() -> None:
    """Fill an empty table with the tiers a new installation begins with."""
    with db.unit_of_work() as session:
        if session.scalar(select(Plan.id).limit(1)) is not None:
            return
        for place, (name, invoices, minutes) in enumerate(TIERS):
            session.add(Plan(name=name, invoices_a_month=invoices, minutes_between_sweeps=minutes, sort_order=place))


def unlimited(session: Session) -> int:
    """The plan without a limit, swept most often."""
    return (
        session.scalars(
            select(Plan.id).order_by(Plan.invoices_a_month.is_not(None), Plan.minutes_between_sweeps)
        ).first()
        or 0
    )
