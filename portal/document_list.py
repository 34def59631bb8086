"""Finds documents for the list: filtered, counted by disposition, and paged by id however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, load_only

from jobs.models import Document, Fault, Ledger, SweepState
from jobs.models.documents import DISPOSITIONS
from portal import reading

PAGE = 50
COUNTED = 10_000  # counting stops here, so that a tab never costs a walk through a million rows
KINDS = {"invoice": "Invoice", "credit_note": "Credit note"}
SHOWN: tuple[InstrumentedAttribute[Any], ...] = (
    Document.number,
    Document.autotask_id,
    Document.target_kind,
    Document.company_name,
    Document.dated_on,
    Document.net,
    Document.tax,
    Document.currency,
    Document.xero_number,
    Document.xero_id,
    Document.disposition,
    Document.reason,
    Document.reason_detail,
    Document.collected_at,
    Document.changed_at,
)


@dataclass(frozen=True)
class Filter:
    """What the reader asked for; *wrong* says, by field, what could not be read."""

    disposition: str = ""
    q: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)

    def as_args(self, **other: Any) -> dict[str, str]:
        """The filter as it stands in the address, without empty parts."""
        parts = {
            "disposition": self.disposition,
            "q": self.q,
            "kind": self.kind,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
        } | other
        return {name: str(value) for name, value in parts.items() if value not in ("", None)}

    @property
    def narrows(self) -> bool:
        """Whether anything but a tab was chosen."""
        return bool(self.q or self.kind or self.since or self.until)


@dataclass(frozen=True)
class Page:
    """Rows newest first; *older* and *newer* are the ids to go on from, None at either end."""

    rows: Sequence[Document]
    older: int | None
    newer: int | None


def read_filter(args: Mapping[str, str]) -> Filter:
    """Read the address; a day that is none is reported and left out."""
    wrong: dict[str, str] = {}
    days = {name: reading.day(args, name, wrong) for name in ("from", "to")}
    disposition, kind = args.get("disposition", ""), args.get("kind", "")
    return Filter(
        disposition=disposition if disposition in DISPOSITIONS else "",
        q=reading.words(args, "q"),
        kind=kind if kind in KINDS else "",
        since=days["from"],
        until=days["to"],
        wrong=wrong,
    )


def find_page(
    session: Session,
    ledger: Ledger,
    asked: Filter,
    *,
    before: int | None = None,
    after: int | None = None,
    upto: int | None = None,
) -> Page:
    """One page: the newest, or those before or after an id; *upto* is the newest row the reader already has."""
    if after is not None:
        rows = _walk(session, ledger, asked, Document.id > after, newest_first=False)
        more = len(rows) > PAGE
        rows = rows[:PAGE][::-1]
        return Page(rows, older=rows[-1].id if rows else None, newer=rows[0].id if more else None)
    begin: ColumnElement[bool] = true()
    if before is not None:
        begin = Document.id < before
    elif upto is not None:
        begin = Document.id <= upto
    rows = _walk(session, ledger, asked, begin, newest_first=True)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, older=rows[-1].id if more else None, newer=rows[0].id if before is not None and rows else None)


def _walk(
    session: Session, ledger: Ledger, asked: Filter, begin: ColumnElement[bool], *, newest_first: bool
) -> list[Document]:
    """The next rows and one more. Each disposition is a short walk along the index, which has it before the id."""
    order = Document.id.desc() if newest_first else Document.id.asc()
    parts = []
    for disposition in _dispositions(asked):
        wanted = _conditions(ledger, asked, (disposition,))
        some = select(Document.id).where(*wanted, begin).order_by(order).limit(PAGE + 1).subquery()
        parts.append(select(some.c.id))
    chosen = select(Document).where(Document.id.in_(union_all(*parts))).order_by(order).limit(PAGE + 1)
    return list(session.scalars(chosen.options(load_only(*SHOWN))))


def _dispositions(asked: Filter) -> Sequence[str]:
    return (asked.disposition,) if asked.disposition else DISPOSITIONS


def _conditions(ledger: Ledger, asked: Filter, dispositions: Sequence[str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Document.workspace_id == ledger.workspace_id,
        Document.ledger_id == ledger.id,
        Document.disposition.in_(dispositions),
        Document.hidden.is_(False),
    ]
    if asked.kind:
        found.append(Document.target_kind == asked.kind)
    if asked.since:
        found.append(Document.dated_on >= asked.since)
    if asked.until:
        found.append(Document.dated_on <= asked.until)
    if asked.q:
        found.append(_says(asked.q))
    return found


def _says(text: str) -> ColumnElement[bool]:
    """Rows in which *text* is part of a number or a name, or is the Autotask id."""
    places = [Document.number, Document.company_name, Document.xero_number]
    hits = [place.icontains(text, autoescape=True) for place in places]
    autotask_id = reading.row_id(text.removeprefix("INV:").removeprefix("CN:"))
    if autotask_id is not None:
        hits.append(Document.autotask_id == autotask_id)
    return or_(*hits)


def count_by_disposition(session: Session, ledger: Ledger, asked: Filter) -> dict[str, int]:
    """How many documents each tab has under the other filters; a count above COUNTED means "more than that"."""
    parts = []
    for disposition in DISPOSITIONS:
        some = select(Document.id).where(*_conditions(ledger, asked, (disposition,))).limit(COUNTED + 1).subquery()
        parts.append(select(literal(disposition).label("disposition"), func.count().label("n")).select_from(some))
    return dict(session.execute(union_all(*parts)).all())


def count_newer(session: Session, ledger: Ledger, asked: Filter, than: int) -> int:
    """How many documents of the filter came in after the newest one shown."""
    wanted = _conditions(ledger, asked, _dispositions(asked))
    chosen = select(Document.id).where(*wanted, Document.id > than).limit(COUNTED + 1)
    return session.scalar(select(func.count()).select_from(chosen.subquery())) or 0


def count_outside(session: Session, workspace_id: int) -> SweepState | None:
    """The sweep's record of how many unstamped invoices lie before the window; None before the first count."""
    return session.scalar(
        select(SweepState).where(
            SweepState.workspace_id == workspace_id, SweepState.flow == "invoices", SweepState.left_outside > 0
        )
    )


def find_faults(session: Session, rows: Sequence[Document]) -> dict[int, Fault]:
    """The newest open fault of each row in fault, in one query."""
    ids = [row.id for row in rows if row.disposition == "fault"]
    if not ids:
        return {}
    open_ones = select(Fault).where(Fault.document_id.in_(ids), Fault.closed_at.is_(None), Fault.kind == "fault")
    return {fault.document_id: fault for fault in session.scalars(open_ones.order_by(Fault.id)) if fault.document_id}
