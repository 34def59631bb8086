"""Hops 4 to 6: brings a group of taken rows as far as they go, to Xero or to their reason."""

from collections.abc import Mapping, Sequence

from jobs.contacts import Rules, Sure, make_sure
from jobs.delivery import settling, verdicts
from jobs.delivery.claiming import Planned
from jobs.delivery.sending import deliver
from jobs.invoices.deciding import decide
from jobs.invoices.desk import Desk
from jobs.invoices.fresh import Fresh
from jobs.invoices.outcomes import LOOK_AGAIN, detail_of, fault, write_down
from jobs.invoices.taking import is_still_ours
from jobs.models import Document
from jobs.plumbing import clock, db
from jobs.translation.invoices import Translated
from jobs.translation.markers import marker
from jobs.translation.money import to_cents
from jobs.xero import protocol
from jobs.xero.records import Draft, DraftLine


def work_on(desk: Desk, rows: Sequence[Document]) -> None:
    """Bring a group of rows, already taken by this sweep, as far as they go: to Xero, or to their reason."""
    gathered, results = decide(desk, rows)
    ready = write_down(desk.token, rows, gathered, results)
    if not ready:
        return
    wanted = {
        row.company_id: gathered.companies[row.company_id] for row in ready.values() if row.company_id is not None
    }
    rules = Rules(desk.ci, desk.options, gathered.countries, desk.token)
    sure = make_sure(desk.courier, desk.autotask, desk.contacts, wanted.values(), rules)
    going = _with_contacts(desk, ready, sure)
    drafts = {row_id: result.draft for row_id, result in results.items() if isinstance(result, Translated)}
    fresh = Fresh(desk, gathered)
    for resource, kind in (("Invoices", "invoice"), ("CreditNotes", "credit_note")):
        planned = [
            plan(row, drafts[row.id], sure.ids[drafts[row.id].company_id], desk.ci)
            for row in going
            if row.target_kind == kind
        ]
        alone = frozenset(row.id for row in going if row.deaths >= verdicts.DEATHS_ALONE)
        deliver(desk.courier, resource, planned, desk.token, fresh.still_so, alone=alone)


def plan(row: Document, draft: Draft, contact_id: str, ci: int) -> Planned:
    """The exact bytes of one document, and the evidence by which it is known again without its marker."""
    evidence = {
        "type": draft.type,
        "contact_id": contact_id,
        "date": draft.date,
        "currency": draft.currency_code,
        "net": str(draft.net),
        "number": draft.number,
        "url": draft.url is not None,
        "lines": [[line.description, _line_net(line)] for line in draft.lines],
    }
    own = marker(ci, row.source_kind, row.autotask_id, row.part, row.revision)
    return Planned(own, protocol.document_element(draft, contact_id), evidence, document_id=row.id)


def _line_net(line: DraftLine) -> str | None:
    if line.quantity is None or line.unit_amount is None:
        return None
    return str(to_cents(line.quantity * line.unit_amount))


def _with_contacts(desk: Desk, ready: Mapping[int, Document], sure: Sure) -> list[Document]:
    """The rows whose contact is sure; the others carry their contact's fault, or wait until it is certain."""
    going = []
    with db.unit_of_work() as session:
        rows = settling.load(session, ready, lock=True)
        for row_id, seen in ready.items():
            row, company_id = rows[row_id], seen.company_id
            if not is_still_ours(row, desk.token):
                continue
            if company_id in sure.ids:
                going.append(seen)
                continue
            if company_id in sure.pending:
                settling.to_waiting(row, "CONTACT_PENDING", clock.now() + LOOK_AGAIN)
                continue
            problems = sure.problems.get(company_id or 0, [])
            if any(problem.code == "CONTACT_REFUSED" for problem in problems):
                settling.strike(session, row, problems[0].code, detail_of(row, problems[0]))
            else:
                fault(session, row, problems)
    return going
