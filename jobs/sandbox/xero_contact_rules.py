"""The rules of one contact: its name, its numbers, addresses, people, terms and what it proposes for documents."""

import re
from typing import Any

from jobs.sandbox.store import Row
from jobs.sandbox.xero_desk import Desk

EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\Z")
MOST_PERSONS = 5
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ACCOUNT_TAKEN = "The Account Number already exists. Please enter a different Account Number."


def check(desk: Desk, row: Row | None, sent: Row, wrong: list[str]) -> None:
    """Add to *wrong* what Xero finds wrong with what was sent of a contact; *row* is the one to be changed, if any."""
    _check_name(desk, row, sent.get("Name"), wrong)
    for name, said in (("ContactNumber", NUMBER_TAKEN), ("AccountNumber", ACCOUNT_TAKEN)):
        if sent.get(name) and _other(row, desk.contact_by(name, sent[name])):
            wrong.append(said)
    persons = sent.get("ContactPersons") or []
    if any(each.get("EmailAddress") and not EMAIL.match(each["EmailAddress"]) for each in (sent, *persons)):
        wrong.append("Email address must be valid")
    if len(persons) > MOST_PERSONS:
        wrong.append(f"A contact can have at most {MOST_PERSONS} contact persons.")
    for address in sent.get("Addresses") or []:
        if any(not (each.isalpha() or each in " -'.,()") for each in address.get("Country") or ""):
            wrong.append("The Country field must contain letters only.")
    _check_terms(sent.get("PaymentTerms") or {}, wrong)
    _check_defaults(desk, sent, wrong)


def _check_defaults(desk: Desk, sent: Row, wrong: list[str]) -> None:
    """What the card proposes for new documents must be there."""
    for name in ("AccountsReceivableTaxType", "AccountsPayableTaxType"):
        if sent.get(name) and sent[name] not in desk.tax_rates:
            wrong.append(f"The TaxType code '{sent[name]}' does not exist or is not active.")
    for name in ("SalesDefaultAccountCode", "PurchasesDefaultAccountCode"):
        if sent.get(name) and desk.accounts.get(sent[name], {}).get("Status") != "ACTIVE":
            wrong.append(f"Account code '{sent[name]}' is not a valid code for this document.")
    if sent.get("DefaultCurrency") and sent["DefaultCurrency"] not in desk.currencies:
        wrong.append(f"Organisation is not subscribed to currency {sent['DefaultCurrency']}")


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
