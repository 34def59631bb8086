"""Which resources of the Accounting API there are, and what each verb does to them."""

from collections.abc import Callable

from jobs.sandbox import xero_contacts, xero_documents, xero_lists, xero_notes, xero_payments, xero_problems
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_calls import Call

Work = Callable[[Call], Reply]
_NOTED: dict[tuple[str, str], Work] = {
    ("GET", "History"): xero_notes.history,
    ("PUT", "History"): xero_notes.add_history,
    ("GET", "Attachments"): xero_notes.attachments,
    ("PUT", "Attachments"): xero_notes.attach,
    ("POST", "Attachments"): xero_notes.attach,
}
_DOCUMENTS: dict[tuple[str, str], Work] = {
    ("GET", ""): xero_documents.get,
    ("PUT", ""): xero_documents.put,
    ("POST", ""): xero_documents.post,
    **_NOTED,
}
# Resource → verb and what follows the id ("" for the thing itself).
RESOURCES: dict[str, dict[tuple[str, str], Work]] = {
    "Invoices": _DOCUMENTS,
    "CreditNotes": _DOCUMENTS,
    "Contacts": {
        ("GET", ""): xero_contacts.get,
        ("PUT", ""): xero_contacts.put,
        ("POST", ""): xero_contacts.post,
        **_NOTED,
    },
    "Payments": {
        ("GET", ""): xero_payments.get,
        ("PUT", ""): xero_payments.put,
        ("POST", ""): xero_payments.post,
        ("GET", "History"): xero_notes.history,
        ("PUT", "History"): xero_notes.add_history,
    },
    "Organisation": {("GET", ""): xero_lists.organisation},
    **{name: {("GET", ""): xero_lists.get} for name in xero_lists.LISTS},
}


def serve(call: Call) -> Reply:
    """Do what the call asks. Raises Refusal when the whole request is refused."""
    verbs = RESOURCES[call.resource]
    if call.sub is not None and not any(sub == call.sub for _, sub in verbs):
        return xero_problems.not_found()
    work = verbs.get((call.method, call.sub or ""))
    if work is None or (call.method == "PUT" and call.name is not None and call.sub is None):
        return xero_problems.wrong_verb(call.method)
    return work(call)
