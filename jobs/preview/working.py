"""Works a preview out, group by group: a sweep's reading and translation, behind a door that cannot write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select, update

from jobs import clients, errands, reference_data
from jobs import options as option_store
from jobs.invoices.deciding import Basis, decide
from jobs.invoices.outcomes import Result, detail_of
from jobs.known_contacts import KnownContacts
from jobs.models import AutotaskConnection, Document, Ledger, Preview, PreviewRow
from jobs.plumbing import clock, db
from jobs.plumbing.errors import VendorError
from jobs.plumbing.http import ReadingDoor
from jobs.preview.asking import ERRAND
from jobs.preview.contacts import Foreseen, foresee
from jobs.preview.differences import differences
from jobs.translation.invoices import Faulted, Held, InvoiceSource, Skipped, Translated
from jobs.translation.problems import Problem
from jobs.translation.stored import promise_of, translated_as_data
from jobs.wording import sentence, words
from jobs.xero.client import Xero
from jobs.xero.records import Document as XeroDocument

GROUP = 250
NOTHING: dict[str, Any] = {"differs": False, "promise": None}
AT_A_STRETCH = timedelta(minutes=5)  # then the next errand goes on, so that nobody's waits behind a long preview


def work_out(workspace_id: int, preview_id: int, part: int = 1) -> None:
    """Work on the preview until it is ready, or leave the rest to a further errand after five minutes."""
    until = clock.now() + AT_A_STRETCH
    with db.reading() as session:
        preview = session.get(Preview, preview_id)
    if preview is None or preview.state != "working":
        return
    try:
        finished = _Work(preview).run(until)
    except VendorError as error:
        _end(preview_id, "failed", f"{error.vendor or 'A vendor'} did not answer: {error.said}")
        return
    if finished:
        _end(preview_id, "ready", None)
    else:
        errands.ask(workspace_id, ERRAND, preview.member_id, preview_id=preview_id, part=part + 1)


def _end(preview_id: int, state: str, said: str | None) -> None:
    with db.unit_of_work() as session:
        ended = update(Preview).where(Preview.id == preview_id, Preview.state == "working")
        session.execute(ended.values(state=state, said=said, ended_at=clock.now()))


@dataclass(frozen=True)
class _Group:
    """What one group's rows were found to be."""

    rows: Sequence[Document]
    results: Mapping[int, Result]
    contacts: Mapping[int, Foreseen]
    held: Mapping[str, XeroDocument]


class _Work:
    """Both clients behind the door that only reads, and what the ledger chose."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        with db.reading() as session:
            self.ledger = session.get_one(Ledger, preview.ledger_id)
            connection = session.scalars(
                select(AutotaskConnection).where(AutotaskConnection.workspace_id == preview.workspace_id)
            ).one()
            options = option_store.stored(session, self.ledger.id)
        autotask = clients.autotask_for(connection, lane="person")
        self.xero: Xero = clients.xero_for(self.ledger, lane="person")
        autotask.door = self.xero.door = ReadingDoor()
        contacts = KnownContacts(self.xero, self.ledger.id, options, connection.ci)
        public_url = clients.runtime().settings.public_url
        self.basis = Basis(autotask, contacts, self.ledger, connection.ci, public_url, options)

    def run(self, until: Any) -> bool:
        """Work group by group; False when time ended before the rows did."""
        reference_data.keep_fresh(self.xero, self.ledger.id)
        while rows := self._next():
            if clock.now() >= until:
                return False
            self._write(self._look(rows))
        return True

    def _next(self) -> list[Document]:
        with db.reading() as session:
            mine = select(PreviewRow.document_id).where(
                PreviewRow.preview_id == self.preview.id, PreviewRow.result.is_(None)
            )
            return list(
                session.scalars(select(Document).where(Document.id.in_(mine.order_by(PreviewRow.id).limit(GROUP))))
            )

    def _look(self, rows: Sequence[Document]) -> _Group:
        gathered, results = decide(self.basis, rows, _unstamped)
        going = [result for result in results.values() if isinstance(result, Translated)]
        companies = {each.draft.company_id: gathered.companies[each.draft.company_id] for each in going}
        return _Group(rows, results, foresee(self.basis, companies.values()), self._in_xero(rows))

    def _in_xero(self, rows: Sequence[Document]) -> dict[str, XeroDocument]:
        """What Xero holds of those that are there already; credit notes have no list by id, so all are read once."""
        ids = {"invoice": set[str](), "credit_note": set[str]()}
        for row in rows:
            if row.xero_id and row.xero_tenant_id in (None, self.ledger.tenant_id):
                ids[row.target_kind or "invoice"].add(row.xero_id)
        held = self.xero.documents("Invoices", ids=sorted(ids["invoice"])) if ids["invoice"] else []
        if ids["credit_note"]:
            held += [each for each in self.xero.documents("CreditNotes") if each.id in ids["credit_note"]]
        return {each.id: each for each in held}

    def _write(self, group: _Group) -> None:
        with db.unit_of_work() as session:
            mine = select(PreviewRow.document_id, PreviewRow.id).where(
                PreviewRow.preview_id == self.preview.id, PreviewRow.document_id.in_([row.id for row in group.rows])
            )
            ids = dict(session.execute(mine).all())
            session.execute(
                update(PreviewRow), [{**NOTHING, "id": ids[row.id], **_outcome(row, group)} for row in group.rows]
            )
            worked = select(func.count(PreviewRow.id)).where(
                PreviewRow.preview_id == self.preview.id, PreviewRow.result.is_not(None)
            )
            session.get_one(Preview, self.preview.id).done = session.scalar(worked) or 0


def _unstamped(row: Document, source: InvoiceSource) -> InvoiceSource:
    """What Xero has from us carries our own web service date: shown is what would go without it."""
    if row.xero_id is None:
        return source
    return replace(source, invoice=msgspec.structs.replace(source.invoice, web_service_date=None))


def _outcome(row: Document, group: _Group) -> dict[str, Any]:
    """The values of a preview's row."""
    match group.results[row.id]:
        case Translated() as translated:
            return _translated(row, translated, group)
        case Skipped(reason=reason):
            return {"result": "skipped", "shown": {"reason": sentence(reason)}}
        case Held(reason=reason, problems=problems):
            return {"result": "held", "shown": {"reason": sentence(reason), "problems": _told(row, problems)}}
        case Faulted(problems=problems):
            return {"result": "fault", "shown": {"problems": _told(row, problems)}}
        case None:
            problem = Problem("INVOICE_UNREADABLE", "invoice", {"id": row.autotask_id})
            return {"result": "fault", "shown": {"problems": _told(row, [problem])}}
        case trace:
            return {
                "result": "fault",
                "shown": {"problems": _told(row, [Problem("OUR_BUG", "")]), "support": str(trace)},
            }


def _translated(row: Document, translated: Translated, group: _Group) -> dict[str, Any]:
    contact = group.contacts[translated.draft.company_id]
    held = group.held.get(row.xero_id or "")
    shown: dict[str, Any] = {
        **translated_as_data(translated),
        "target_kind": translated.target_kind,
        "contact": {"name": contact.name, "why": contact.why},
        "problems": _told(row, [*contact.problems, *translated.warnings]),
        "differences": [list(each) for each in differences(translated.draft, contact.name, held)] if held else [],
    }
    if row.xero_id:
        return {"result": "there", "shown": shown, "differs": bool(shown["differences"]) or held is None}
    if contact.problems:
        return {"result": "fault", "shown": shown}
    return {"result": "goes", "shown": shown, "promise": promise_of(translated)}


def _told(row: Document, problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Every problem at once, in the words of its fault."""
    told = []
    for problem in problems:
        said = words(problem.code, detail_of(row, problem))
        told.append({"title": said.title, "why": said.why, "what_to_do": said.what_to_do})
    return told
