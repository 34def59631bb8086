"""The resources Invoices and CreditNotes."""

from collections.abc import Callable, Iterator

from jobs.sandbox import xero_problems, xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_batch import Outcome, write
from jobs.sandbox.xero_calls import Call, envelope
from jobs.sandbox.xero_desk import Desk, folded
from jobs.sandbox.xero_drafting import create
from jobs.sandbox.xero_editing import update
from jobs.sandbox.xero_kinds import CREDIT_NOTES, INVOICES, Kind
from jobs.sandbox.xero_listing import listed, listing
from jobs.sandbox.xero_problems import Refusal

SEARCHED = ("InvoiceNumber", "Reference")


def kind_of(call: Call) -> Kind:
    return INVOICES if call.resource == "Invoices" else CREDIT_NOTES


def get(call: Call) -> Reply:
    """The list, or one document by id or number."""
    kind = kind_of(call)
    if call.name is not None:
        return envelope(call, kind.resource, [xero_shown.document(call, one(call, kind, call.name))])
    return listing(
        call,
        call.rows(kind.table),
        kind.id_name,
        lambda row, full: _listed(call, row, full),
        _chosen(call) if kind is INVOICES else lambda row: True,
    )


def _listed(call: Call, row: Row, full: bool) -> Row:
    is_short = call.wants("summaryOnly")
    shown = xero_shown.document(call, row, lines=full and not is_short)
    for name in ("Payments", "HasAttachments", "LineItems") if is_short else ():
        shown.pop(name, None)
    return shown


def _chosen(call: Call) -> Callable[[Row], bool]:
    """The lists and switches that only Invoices take, as a test of rows."""
    arguments = (("ids", "InvoiceID"), ("invoicenumbers", "InvoiceNumber"), ("statuses", "Status"))
    wanted = {member: listed(call, argument) for argument, member in arguments}
    contacts, search = listed(call, "contactids"), call.args.get("searchterm", "").casefold()
    client = call.client if call.wants("createdByMyApp") else None

    def chosen(row: Row) -> bool:
        return (
            all(values is None or folded(row.get(member) or "") in values for member, values in wanted.items())
            and (contacts is None or row["Contact"]["ContactID"].casefold() in contacts)
            and (client is None or row.get("CreatedBy") == client)
            and (not search or any(search in (row.get(name) or "").casefold() for name in SEARCHED))
        )

    return chosen


def one(call: Call, kind: Kind, name: str) -> Row:
    """The document of that id or number. Raises Refusal (404)."""
    row = call.table(kind.table).get(name) or call.table(kind.table).get(name.lower())
    if row is None or row["TenantID"] != call.tenant:
        found = [each for each in call.rows(kind.table) if folded(each.get(kind.number_name) or "") == folded(name)]
        if not found:
            raise Refusal(xero_problems.not_found())
        row = found[0]
    return row


def put(call: Call) -> Reply:
    """Create only."""
    kind, desk = kind_of(call), Desk(call)
    return write(call, call.elements(), lambda sent: create(desk, kind, sent), (kind.table, "xero.contacts"))


def post(call: Call) -> Reply:
    """Create or update: by the id in the address or the element, else by number. The last overwrites silently."""
    kind, desk, elements = kind_of(call), Desk(call), call.elements()
    for sent in elements:
        xero_shape.check(kind.entity, sent)
    targets: Iterator[Row | None] = iter([_target(call, kind, sent) for sent in elements])

    def one_of_them(sent: Row) -> Outcome:
        target = next(targets) or _matched(desk, kind, sent)
        current = call.table(kind.table).get(target[kind.id_name]) if target is not None else None
        return update(desk, kind, current, sent) if current is not None else create(desk, kind, sent)

    return write(call, elements, one_of_them, (kind.table, "xero.contacts"))


def _target(call: Call, kind: Kind, sent: Row) -> Row | None:
    """What an id names; the whole request is not found when it names nothing."""
    if call.name is not None:
        return one(call, kind, call.name)
    if not sent.get(kind.id_name):
        return None
    row = call.table(kind.table).get(str(sent[kind.id_name]).lower())
    if row is None or row["TenantID"] != call.tenant:
        raise Refusal(xero_problems.not_found())
    return row


def _matched(desk: Desk, kind: Kind, sent: Row) -> Row | None:
    """A sales document of that number; a bill of that number and contact (what Xero does with bills is not known)."""
    number = sent.get(kind.number_name)
    if not isinstance(number, str) or not number:
        return None
    if sent.get("Type") == kind.sales:
        name = desk.numbers(kind).get(folded(number))
        return desk.call.table(kind.table)[name] if name else None
    contact = (sent.get("Contact") or {}).get("ContactID")
    for row in desk.call.rows(kind.table):
        is_same = row["Type"] == sent.get("Type") and row["Contact"]["ContactID"] == contact
        if is_same and folded(row.get(kind.number_name) or "") == folded(number):
            return row
    return None
