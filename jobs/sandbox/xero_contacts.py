"""Contacts of Xero: names unique among active ones, two more unique numbers, archived ones frozen."""

import re
import uuid
from typing import Any

from jobs.sandbox import xero_problems, xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_batch import Outcome, write
from jobs.sandbox.xero_calls import ZERO, Call, envelope
from jobs.sandbox.xero_desk import Desk
from jobs.sandbox.xero_listing import listed, listing
from jobs.sandbox.xero_problems import Refusal

EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\Z")
MOST_PERSONS = 5
FROZEN = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ACCOUNT_TAKEN = "The Account Number already exists. Please enter a different Account Number."
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
    _check(desk, None, sent, wrong)
    if wrong:
        return Outcome({**sent, "ContactID": ZERO}, errors=wrong)
    return Outcome(xero_shown.contact(born(desk, sent)))


def _update(desk: Desk, row: Row, sent: Row) -> Outcome:
    wrong = xero_shape.check("Contact", sent)
    if row["ContactStatus"] != "ACTIVE":
        wrong.append(FROZEN)
    _check(desk, row, sent, wrong)
    if wrong:
        return Outcome({**sent, "ContactID": row["ContactID"]}, errors=wrong)
    counts = {name: value for name, value in xero_shape.counted("Contact", sent).items() if name != "ContactID"}
    changed = {**row, **counts, "UpdatedDateUTC": desk.call.world.now_text()}
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


def _check(desk: Desk, row: Row | None, sent: Row, wrong: list[str]) -> None:
    _check_name(desk, row, sent.get("Name"), wrong)
    for name, said in (("ContactNumber", NUMBER_TAKEN), ("AccountNumber", ACCOUNT_TAKEN)):
        if sent.get(name) and _other(row, desk.contact_by(name, sent[name])):
            wrong.append(said)
    if sent.get("EmailAddress") and not EMAIL.match(sent["EmailAddress"]):
        wrong.append("Email address must be valid")
    if len(sent.get("ContactPersons") or []) > MOST_PERSONS:
        wrong.append(f"A contact can have at most {MOST_PERSONS} contact persons.")
    for address in sent.get("Addresses") or []:
        if any(not (each.isalpha() or each in " -'.,()") for each in address.get("Country") or ""):
            wrong.append("The Country field must contain letters only.")
    _check_terms(sent.get("PaymentTerms") or {}, wrong)


def _check_name(desk: Desk, row: Row | None, name: Any, wrong: list[str]) -> None:
    if not name:
        return
    if "<" in name or ">" in name:
        wrong.append("The contact name must not contain angle brackets.")
    if name != " ".join(name.split(" ")).strip() or "  " in name:
        wrong.append("The contact name must not begin or end with blanks or repeat them.")
    if _other(row, desk.contact_by("Name", name, active=True)):
        said = "The contact name must be unique across all active contacts."
        wrong.append(f"The contact name {name} is already assigned to another contact. {said}")


def _other(row: Row | None, found: Row | None) -> bool:
    return found is not None and (row is None or found["ContactID"] != row["ContactID"])


def _check_terms(terms: Row, wrong: list[str]) -> None:
    for name, word in (("Sales", "Sales Invoices"), ("Bills", "Bills")):
        term = terms.get(name) or {}
        least = 1 if term.get("Type") in ("OFCURRENTMONTH", "OFFOLLOWINGMONTH") else 0
        if term and not least <= term.get("Day", 0) <= 31:
            said = "must be between 1 and 31 when set to the following (or current) month"
            wrong.append(f"Due Date for {word} {said}" if least else f"Due Date for {word} must be between 0 and 31")
