"""Contacts of Xero: names unique among active ones, two more unique numbers, archived ones frozen."""

import uuid

from jobs.sandbox import xero_problems, xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_batch import Outcome, write
from jobs.sandbox.xero_calls import ZERO, Call, envelope
from jobs.sandbox.xero_contact_rules import check
from jobs.sandbox.xero_desk import Desk
from jobs.sandbox.xero_listing import listed, listing
from jobs.sandbox.xero_problems import Refusal

FROZEN = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
SEARCHED = ("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress")


def get(call: Call) -> Reply:
    """The list (archived ones on request) or one contact."""
    if call.name is not None:
        return envelope(call, "Contacts", [xero_shown.contact(_one(call, call.name))])
    ids, search = listed(call, "ids"), call.args.get("searchterm", "").casefold()
    with_archived = call.wants("includeArchived")

    def chosen(row: Row) -> bool:
        return (
            (with_archived or row["ContactStatus"] == "ACTIVE")
            and (ids is None or row["ContactID"].casefold() in ids)
            and (not search or any(search in (row.get(name) or "").casefold() for name in SEARCHED))
        )

    rows = call.rows("xero.contacts")
    return listing(call, rows, "ContactID", lambda row, full: xero_shown.contact(row, full=full), chosen)


def _one(call: Call, name: str) -> Row:
    desk = Desk(call)
    row = desk.contact(name) or desk.contact_by("ContactNumber", name)
    if row is None:
        raise Refusal(xero_problems.not_found())
    return row


def put(call: Call) -> Reply:
    """Create only."""
    desk = Desk(call)
    return write(call, call.elements(), lambda sent: _create(desk, sent), ("xero.contacts",), "HasValidationErrors")


def post(call: Call) -> Reply:
    """Create or update: by the id in the address or the element, else by ContactNumber, else by Name."""
    desk, elements = Desk(call), call.elements()
    for sent in elements:
        xero_shape.check("Contact", sent)
    targets = {place: _target(desk, sent) for place, sent in enumerate(elements)}
    places = iter(range(len(elements)))

    def one(sent: Row) -> Outcome:
        target = targets[next(places)] or _matched(desk, sent)
        return _update(desk, target, sent) if target is not None else _create(desk, sent)

    return write(call, elements, one, ("xero.contacts",), "HasValidationErrors")


def _target(desk: Desk, sent: Row) -> Row | None:
    """What the id names; the whole request is not found when it names nothing."""
    if desk.call.name is not None:
        return _one(desk.call, desk.call.name)
    if not sent.get("ContactID"):
        return None
    row = desk.contact(str(sent["ContactID"]))
    if row is None:
        raise Refusal(xero_problems.not_found())
    return row


def _matched(desk: Desk, sent: Row) -> Row | None:
    for name in ("ContactNumber", "Name"):
        if isinstance(sent.get(name), str) and sent[name]:
            found = desk.contact_by(name, sent[name], active=True) or desk.contact_by(name, sent[name])
            if found is not None:
                return found
    return None


def _create(desk: Desk, sent: Row) -> Outcome:
    wrong = xero_shape.check("Contact", sent)
    if not sent.get("Name"):
        wrong.append("The contact name must be specified.")
    if sent.get("ContactID"):
        wrong.append("ContactID must not be specified when creating")
    check(desk, None, sent, wrong)
    if wrong:
        return Outcome({**sent, "ContactID": ZERO}, errors=wrong)
    return Outcome(xero_shown.contact(born(desk, sent)))


def _update(desk: Desk, row: Row, sent: Row) -> Outcome:
    wrong = xero_shape.check("Contact", sent)
    if row["ContactStatus"] != "ACTIVE":
        wrong.append(FROZEN)
    check(desk, row, sent, wrong)
    if wrong:
        return Outcome({**sent, "ContactID": row["ContactID"]}, errors=wrong)
    # A list that is sent replaces the one that is there. Of contact persons that is known; the others are replaced here
    # too, so that nobody relies on their staying.
    counts = {name: value for name, value in xero_shape.counted("Contact", sent).items() if value is not None}
    changed = {**row, **counts, "ContactID": row["ContactID"], "UpdatedDateUTC": desk.call.world.now_text()}
    desk.call.table("xero.contacts")[row["ContactID"]] = changed
    return Outcome(xero_shown.contact(changed))


def born(desk: Desk, sent: Row) -> Row:
    """A new contact of what was sent; also for a document that names an unknown one."""
    now = desk.call.world.now_text()
    row = {
        "ContactStatus": "ACTIVE",
        **{name: value for name, value in xero_shape.counted("Contact", sent).items() if value is not None},
        "ContactID": str(uuid.uuid4()),
        "TenantID": desk.call.tenant,
        "CreatedAt": now,
        "UpdatedDateUTC": now,
    }
    desk.call.table("xero.contacts")[row["ContactID"]] = row
    return row


def as_said(desk: Desk, row: Row, sent: Row) -> Row:
    """A document's contact: what is said of it besides its id is written into the contact itself."""
    more = {name: sent[name] for name in ("Name", "ContactNumber") if sent.get("ContactID") and sent.get(name)}
    if any(row.get(name) != value for name, value in more.items()):
        desk.call.table("xero.contacts").change(row["ContactID"], **more, UpdatedDateUTC=desk.call.world.now_text())
    return row
