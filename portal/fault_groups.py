"""Gathers open faults and warnings by cause, so that a person sees tasks and not rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select, type_coerce
from sqlalchemy.orm import Session

from jobs.models import Document, Fault, Ledger
from jobs.plumbing.db import Money
from jobs.wording import Words
from portal.telling import tell_cause, tell_fault

SHOWN = 6  # documents listed in a card; the rest are one link away


@dataclass(frozen=True)
class Stopped:
    """One document (or connection) a cause has stopped."""

    fault: Fault
    document: Document | None
    words: Words


@dataclass(frozen=True)
class Group:
    """Everything that one cause has stopped, the newest few of it in *stopped*."""

    code: str
    kind: str
    heading: str
    words: Words
    count: int
    times: int
    value: Decimal | None  # net in the ledger's currency; None when documents in another one are among them
    since: datetime
    last: datetime
    newest: int
    stopped: Sequence[Stopped]

    @property
    def about_documents(self) -> bool:
        return self.stopped[0].document is not None


@dataclass(frozen=True)
class Totals:
    """What the heading says: how many of each, and how many causes."""

    faults: int
    warnings: int
    causes: int


def find_groups(session: Session, ledger: Ledger) -> list[Group]:
    """Open faults by cause, then open warnings by cause; the cause that struck last stands first. Two queries."""
    totals = session.execute(
        select(
            Fault.code,
            Fault.kind,
            func.count().label("documents"),
            func.sum(Fault.count).label("times"),
            type_coerce(func.sum(Document.net), Money).label("value"),
            func.sum(case((Document.currency != ledger.base_currency, 1), else_=0)).label("foreign"),
            func.min(Fault.first_at).label("since"),
            func.max(Fault.last_at).label("last"),
            func.max(Fault.id).label("newest"),
        )
        .outerjoin(Document, Document.id == Fault.document_id)
        .where(*_open(ledger))
        .group_by(Fault.code, Fault.kind)
    ).all()
    newest = _newest_of_each(session, ledger)
    groups = [
        Group(
            code=row.code,
            kind=row.kind,
            heading=_heading(row.code, row.documents, newest[row.code, row.kind]),
            words=newest[row.code, row.kind][0].words,
            count=row.documents,
            times=int(row.times),
            value=None if row.foreign or row.value is None else row.value,
            since=row.since,
            last=row.last,
            newest=row.newest,
            stopped=newest[row.code, row.kind],
        )
        for row in totals
    ]
    return sorted(groups, key=lambda group: (group.kind == "warning", -group.newest))


def _newest_of_each(session: Session, ledger: Ledger) -> dict[tuple[str, str], list[Stopped]]:
    place = func.row_number().over(partition_by=(Fault.code, Fault.kind), order_by=Fault.id.desc())
    ranked = select(Fault.id, place.label("place")).where(*_open(ledger)).subquery()
    rows = session.execute(
        select(Fault, Document)
        .join(ranked, ranked.c.id == Fault.id)
        .outerjoin(Document, Document.id == Fault.document_id)
        .where(ranked.c.place <= SHOWN)
        .order_by(Fault.id.desc())
    )
    found: dict[tuple[str, str], list[Stopped]] = {}
    for fault, document in rows:
        found.setdefault((fault.code, fault.kind), []).append(Stopped(fault, document, tell_fault(fault)))
    return found


def _heading(code: str, count: int, stopped: Sequence[Stopped]) -> str:
    titles = {each.words.title for each in stopped}
    return titles.pop() if len(titles) == 1 else tell_cause(code)


def _open(ledger: Ledger) -> list[ColumnElement[bool]]:
    return [Fault.workspace_id == ledger.workspace_id, Fault.closed_at.is_(None)]


def count_open(session: Session, workspace_id: int) -> Totals:
    """How many faults and warnings are open, and how many causes the faults have. One query."""
    row = session.execute(
        select(
            func.coalesce(func.sum(case((Fault.kind == "fault", 1), else_=0)), 0).label("faults"),
            func.coalesce(func.sum(case((Fault.kind == "warning", 1), else_=0)), 0).label("warnings"),
            func.count(func.distinct(case((Fault.kind == "fault", Fault.code)))).label("causes"),
        ).where(Fault.workspace_id == workspace_id, Fault.closed_at.is_(None))
    ).one()
    return Totals(int(row.faults), int(row.warnings), int(row.causes))


def of_document(session: Session, document: Document) -> list[Fault]:
    """The open faults and warnings of one document, newest first."""
    return list(
        session.scalars(
            select(Fault)
            .where(Fault.document_id == document.id, Fault.closed_at.is_(None))
            .order_by(Fault.kind, Fault.id.desc())
        )
    )
