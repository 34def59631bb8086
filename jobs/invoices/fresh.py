"""The last look before claiming: what is sent was read no longer ago than a minute, or is read again."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from jobs.autotask.records import Invoice
from jobs.delivery import settling
from jobs.delivery.claiming import Planned
from jobs.history import tell
from jobs.invoices.desk import Desk
from jobs.invoices.gather import Gathered
from jobs.invoices.taking import is_still_ours
from jobs.models import Document
from jobs.plumbing import clock, db
from jobs.wording import sentence

REREAD_AFTER = timedelta(seconds=50)
REREAD_FIELDS = ("id", "companyID", "invoiceTotal", "invoiceDateTime", "isVoided", "webServiceDate")
MOST = 500  # ids in one query


class Fresh:
    """Re-reads what is about to be sent, at most 500 ids a query, when what we hold is nearly a minute old."""

    def __init__(self, desk: Desk, gathered: Gathered) -> None:
        self._desk, self._gathered = desk, gathered
        self._read_at = gathered.read_at
        self._now: dict[int, Invoice] = dict(gathered.invoices)

    def still_so(self, planned: list[Planned]) -> list[Planned]:
        """The part of *planned* whose invoice is as it was translated; the rest is put back or skipped."""
        with db.reading() as session:
            rows = settling.load(session, [each.document_id for each in planned])
        if clock.now() >= self._read_at + REREAD_AFTER:
            self._read_again(row.autotask_id for row in rows.values())
        moved = {row_id: row for row_id, row in rows.items() if self._moved(row)}
        if moved:
            self._put_back(moved)
        return [each for each in planned if each.document_id not in moved]

    def _read_again(self, first: Iterable[int]) -> None:
        wanted = list(first)
        rest = [each for each in self._gathered.invoices if each not in set(wanted)]
        read_at = clock.now()
        ids = (wanted + rest)[:MOST]
        found = self._desk.autotask.query_among(Invoice, "id", ids, fields=REREAD_FIELDS)
        self._now.update({each.id: each for each in found})
        self._read_at = read_at

    def _moved(self, row: Document) -> bool:
        was, now = self._gathered.invoices[row.autotask_id], self._now[row.autotask_id]
        return (
            now.is_voided
            or self._stamped(row)
            or now.invoice_total != was.invoice_total
            or now.company_id != was.company_id
        )

    def _stamped(self, row: Document) -> bool:
        # From the second revision on the stamp is our own, from the first.
        return bool(self._now[row.autotask_id].web_service_date) and row.revision == 1

    def _put_back(self, moved: Mapping[int, Document]) -> None:
        with db.unit_of_work() as session:
            for row in settling.load(session, moved, lock=True).values():
                now = self._now[row.autotask_id]
                if not is_still_ours(row, self._desk.token):
                    continue
                if now.is_voided or self._stamped(row):
                    row.disposition, row.due_at, row.taken_by = "skipped", None, None
                    row.reason = "VOIDED" if now.is_voided else "STAMPED_BEFORE_US"
                    row.changed_at = clock.now()
                    tell(session, row.workspace_id, "SKIPPED", document=row, reason=sentence(row.reason))
                else:
                    settling.to_waiting(row, None, clock.now())
                    tell(session, row.workspace_id, "CHANGED_IN_AUTOTASK", document=row)
