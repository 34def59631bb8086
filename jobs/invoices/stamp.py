"""Hop 8: the web service date (and the number, if chosen) written back to Autotask, then seen there."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from jobs.autotask.client import Autotask
from jobs.autotask.records import Invoice
from jobs.delivery import settling
from jobs.faults import close_faults, warn_document
from jobs.history import tell
from jobs.models import Document, Fault
from jobs.plumbing import clock, db
from jobs.plumbing.errors import NotFound, OutcomeUnknown, RateLimited, Rejected, VendorError
from jobs.translation.dates import instant
from jobs.translation.options import InvoiceOptions

AT_ONCE = 3  # Autotask takes three calls at once per endpoint (ThreadLimiting page)
CHUNK = 60
READ_LASTS = timedelta(seconds=50)
CLAIM_LASTS = timedelta(seconds=180)
READ_MOST = 500
ABOUT_STAMPS = ("STAMP_REFUSED", "DATE_CLEARED")
LOOK_FIELDS = ("id", "companyID", "invoiceTotal", "invoiceDateTime", "webServiceDate", "invoiceNumber", "isVoided")


class Stamper:
    """Stamps one workspace's posted rows; *alive* renews the sweep's lease and raises when it is lost."""

    def __init__(
        self, autotask: Autotask, workspace_id: int, alive: Callable[[], None], *, at_once: int = AT_ONCE
    ) -> None:
        self.autotask, self.workspace_id, self.alive, self.at_once = autotask, workspace_id, alive, at_once
        self._seen: dict[int, Invoice] = {}
        self._read_at: datetime | None = None

    def stamp_chunk(self, options: Callable[[int], InvoiceOptions]) -> int:
        """Stamp up to sixty due rows; returns how many were looked at (0: nothing is due)."""
        self.alive()
        rows = self._due()
        if not rows:
            return 0
        self._read(rows)
        settled = self._settle_seen(rows)
        token = secrets.token_hex(16)
        claimed = self._claim([row for row in rows if row.id not in settled], token)
        if claimed:
            self._write(claimed, token, options)
        return len(rows)

    def _due(self) -> list[Document]:
        with db.reading() as session:
            now = db.database_now(session)
            return list(
                session.scalars(
                    select(Document)
                    .where(
                        Document.workspace_id == self.workspace_id,
                        Document.disposition == "posted",
                        or_(Document.due_at.is_(None), Document.due_at <= now),
                        or_(Document.stamp_token.is_(None), Document.stamp_until <= now),
                    )
                    .order_by(Document.pressed_at.is_(None), Document.id)
                    .limit(CHUNK)
                )
            )

    def _read(self, rows: Sequence[Document]) -> None:
        """Read what Autotask holds now, for these rows and the next few hundred, unless that is fresh."""
        fresh = self._read_at is not None and clock.now() < self._read_at + READ_LASTS
        if fresh and all(row.autotask_id in self._seen for row in rows):
            return
        with db.reading() as session:
            others = session.scalars(
                select(Document.autotask_id)
                .where(Document.workspace_id == self.workspace_id, Document.disposition == "posted")
                .order_by(Document.pressed_at.is_(None), Document.id)
                .limit(READ_MOST)
            )
            ids = list(dict.fromkeys([*(row.autotask_id for row in rows), *others]))[:READ_MOST]
        read_at = clock.now()
        self._seen = {each.id: each for each in self.autotask.query_among(Invoice, "id", ids, fields=LOOK_FIELDS)}
        self._read_at = read_at

    def _settle_seen(self, rows: Sequence[Document]) -> set[int]:
        """Rows that Autotask shows stamped already: by us, before a lost answer, or by somebody else."""
        settled = set()
        with db.unit_of_work() as session:
            for stale in rows:
                seen = self._seen.get(stale.autotask_id)
                if seen is None or not seen.web_service_date:
                    continue
                row = session.get_one(Document, stale.id)
                if row.disposition != "posted":
                    continue
                settled.add(row.id)
                there = instant(seen.web_service_date)
                if not _is_ours(there, row) and row.revision == 1:
                    warn_document(session, row, "STAMPED_ELSEWHERE")
                row.stamped_at = row.stamped_at or there
                row.stamp_seen_at = clock.now()
                finish(session, row)
        return settled

    def _claim(self, rows: Sequence[Document], token: str) -> list[tuple[Document, datetime]]:
        """Claim the rows for writing, in one commit: what is about to be written is noted first."""
        if not rows:
            return []
        with db.unit_of_work() as session:
            now = db.database_now(session)
            moment = now.replace(microsecond=0)
            claimed = session.execute(
                update(Document)
                .where(
                    Document.id.in_([row.id for row in rows]),
                    Document.disposition == "posted",
                    or_(Document.stamp_token.is_(None), Document.stamp_until <= now),
                )
                .values(stamp_token=token, stamp_until=now + CLAIM_LASTS, stamp_value=moment)
                .returning(Document.id)
            )
            ids = {found[0] for found in claimed}
        return [(row, moment) for row in rows if row.id in ids]

    def _write(
        self, claimed: Sequence[tuple[Document, datetime]], token: str, options: Callable[[int], InvoiceOptions]
    ) -> None:
        chosen = {ledger_id: options(ledger_id) for ledger_id in {row.ledger_id or 0 for row, _ in claimed}}
        work = [(row, self._fields(row, moment, chosen[row.ledger_id or 0])) for row, moment in claimed]
        with self.autotask.gate.series("Invoices"):
            if self.at_once == 1:
                outcomes = [self._patch(row, fields) for row, fields in work]
            else:
                with ThreadPoolExecutor(self.at_once) as pool:
                    outcomes = list(pool.map(lambda each: self._patch(*each), work))
        with db.unit_of_work() as session:
            rows = settling.load(session, [stale.id for stale, _ in work], lock=True)
            faulted = settling.faulted_among(session, rows)
            with session.no_autoflush:
                for (stale, fields), outcome in zip(work, outcomes, strict=True):
                    # A claim that ended was another's to settle: what it wrote down is newer than what we heard.
                    if rows[stale.id].stamp_token == token:
                        self._settle(session, rows[stale.id], fields, outcome, stale.id in faulted)
        for outcome in outcomes:
            if isinstance(outcome, VendorError) and not isinstance(outcome, OutcomeUnknown | Rejected | NotFound):
                raise outcome

    def _fields(self, row: Document, moment: datetime, options: InvoiceOptions) -> dict[str, Any]:
        fields: dict[str, Any] = {"web_service_date": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")}
        seen = self._seen.get(row.autotask_id)
        # The number only while it is what we read: a person's own entry is never overwritten.
        as_read = seen is not None and (seen.invoice_number or "") == (row.number or "")
        if options.write_number_back and as_read and row.xero_number and row.xero_number != row.number:
            fields["invoice_number"] = row.xero_number[:100]
        return fields

    def _patch(self, row: Document, fields: dict[str, Any]) -> VendorError | None:
        try:
            self.autotask.patch("Invoices", row.autotask_id, **fields)
        except VendorError as error:
            return error
        return None

    def _settle(
        self, session: Session, row: Document, fields: dict[str, Any], outcome: VendorError | None, has_faults: bool
    ) -> None:
        row.stamp_token, row.stamp_until = None, None
        if outcome is None:
            row.stamped_at, row.stamp_unknown = row.stamp_value, False
            tell(session, row.workspace_id, "STAMPED", document=row, level="done")
            if "invoice_number" in fields:
                row.number = fields["invoice_number"]
                tell(session, row.workspace_id, "NUMBER_WRITTEN", document=row, number=row.number)
            if has_faults:
                close_faults(session, row.workspace_id, f"document:{row.id}", "stamped", codes=ABOUT_STAMPS)
            finish(session, row, has_faults=has_faults)
        elif isinstance(outcome, Rejected | NotFound):
            settling.to_fault(session, row, "STAMP_REFUSED", detail={"said": outcome.said})
        elif isinstance(outcome, OutcomeUnknown):
            row.stamp_unknown, row.due_at = True, clock.now() + timedelta(seconds=5)
            tell(session, row.workspace_id, "STAMP_SILENT", document=row, level="held", support=outcome.said)
            self._read_at = None  # read before writing again
        else:
            row.due_at = outcome.until if isinstance(outcome, RateLimited) else clock.now() + timedelta(minutes=1)


def _is_ours(there: datetime | None, row: Document) -> bool:
    if there is None or row.stamp_value is None:
        return False
    return abs((there - row.stamp_value).total_seconds()) < 2


def finish(session: Session, row: Document, *, has_faults: bool = True) -> None:
    """The row is stamped: done, unless a fault about what Xero holds is still open beside it."""
    open_fault = None if not has_faults else _open_fault(session, row)
    row.disposition, row.reason = ("fault", open_fault) if open_fault else ("done", None)
    row.due_at, row.pressed_at, row.stamp_unknown, row.changed_at = None, None, False, clock.now()


def _open_fault(session: Session, row: Document) -> str | None:
    session.flush()  # what was closed a moment ago is closed
    return session.scalar(
        select(Fault.code).where(
            Fault.document_id == row.id, Fault.kind == "fault", Fault.closed_at.is_(None), Fault.code != "STAMP_REFUSED"
        )
    )


def see_stamps(autotask: Autotask, workspace_id: int) -> int:
    """Read back what we wrote, 500 a query: only a stamp seen there counts as confirmed. Returns how many were seen."""
    with db.reading() as session:
        unseen = list(
            session.execute(
                select(Document.id, Document.autotask_id)
                .where(
                    Document.workspace_id == workspace_id,
                    Document.disposition.in_(("done", "fault")),
                    Document.stamped_at.is_not(None),
                    Document.stamp_seen_at.is_(None),
                    Document.stamped_at > clock.now() - timedelta(days=1),
                )
                .limit(READ_MOST)
            )
        )
    if not unseen:
        return 0
    found = autotask.query_among(Invoice, "id", [row.autotask_id for row in unseen], fields=LOOK_FIELDS)
    stamped = {each.id for each in found if each.web_service_date}
    _note_seen([row.id for row in unseen if row.autotask_id in stamped])
    return len(unseen)


def _note_seen(ids: Iterable[int]) -> None:
    with db.unit_of_work() as session:
        session.execute(update(Document).where(Document.id.in_(list(ids))).values(stamp_seen_at=clock.now()))


def stamp_again(session: Session, row: Document) -> None:
    """A person asked: make a stamped or refused row due for its stamp."""
    close_faults(session, row.workspace_id, f"document:{row.id}", "stamp again", codes=ABOUT_STAMPS)
    row.disposition, row.reason, row.due_at = "posted", None, clock.now()
    row.stamped_at, row.stamp_seen_at, row.changed_at = None, None, clock.now()
