"""An organisation's contacts, to be looked up by stored link, by our number and by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from jobs.autotask.records import Company
from jobs.translation.markers import contact_number
from jobs.translation.names import comparison_key
from jobs.translation.problems import (
    CONTACT_AMBIGUOUS,
    CONTACT_ARCHIVED,
    CONTACT_GONE,
    CONTACT_TAKEN,
    NAME_DIFFERS_BY_CASE,
    Problem,
)
from jobs.xero.records import Contact

How = Literal["link", "marker", "number", "name"]


class Match(NamedTuple):
    """*notes* say what was left out of the comparison, and a merge that was followed."""

    contact: Contact
    how: How
    notes: tuple[str, ...] = ()


class ContactBook:
    """*links* (company id → ContactID) and our own numbers say which contacts stand for a company already."""

    def __init__(self, contacts: Iterable[Contact], links: Mapping[int, str], ci: int, ignore_case: bool) -> None:
        self._links, self._ci, self._ignore_case = links, ci, ignore_case
        self._by_id = {contact.id: contact for contact in contacts}
        self._by_number = {
            contact.contact_number: contact for contact in self._by_id.values() if contact.contact_number
        }
        self._by_account: dict[str, list[Contact]] = defaultdict(list)
        self._by_name: dict[str, list[Contact]] = defaultdict(list)
        self._by_bare_name: dict[str, list[Contact]] = defaultdict(list)
        for contact in self._by_id.values():
            self._by_account[account_number(contact.account_number)].append(contact)
            self._by_name[comparison_key(contact.name, ignore_case).key].append(contact)
            self._by_bare_name[comparison_key(contact.name, True).key].append(contact)
        self._taken = {contact_id: company_id for company_id, contact_id in links.items()}

    def by_link(self, company: Company) -> Match | Problem | None:
        contact_id = self._links.get(company.id)
        if contact_id is None:
            return None
        contact = self._by_id.get(contact_id)
        if contact is None:
            return Problem(CONTACT_GONE, "contact", {**named(company), "contact_id": contact_id})
        return self._alive(company, contact, "link")

    def by_marker(self, company: Company) -> Match | Problem | None:
        contact = self._by_number.get(contact_number(self._ci, company.id))
        return self._alive(company, contact, "marker") if contact else None

    def by_account_number(self, company: Company) -> Match | Problem | None:
        """Find the contact with the company's number, whose case counts; archived ones are never doubled."""
        number = account_number(company.company_number)
        same = self._by_account.get(number, []) if number else []
        living = {found.id: found for contact in same if (found := self._survivor(contact))}
        if not same:
            return None
        if len(living) != 1:
            return _problem(CONTACT_AMBIGUOUS if living else CONTACT_ARCHIVED, company, living.values() or same)
        return self._taken_by(company, next(iter(living.values()))) or self._alive(company, same[0], "number")

    def by_name(self, company: Company) -> Match | Problem | None:
        """Find the one active contact of that name; an archived one is never doubled, nor is one without its case."""
        key, changes = comparison_key(company.company_name, self._ignore_case)
        same = self._by_name.get(key, [])
        active = [contact for contact in same if contact.status == "ACTIVE"]
        living = {found.id: found for contact in active or same if (found := self._survivor(contact))}
        if len(living) > 1:
            return _problem(CONTACT_AMBIGUOUS, company, living.values())
        if not living:
            if spelt_otherwise := self._active_bare(company):
                return _problem(NAME_DIFFERS_BY_CASE, company, spelt_otherwise)
            return _problem(CONTACT_ARCHIVED, company, same) if same else None
        contact = next(iter(living.values()))
        if taken := self._taken_by(company, contact):
            return taken
        self._taken[contact.id] = company.id
        theirs = comparison_key(contact.name, self._ignore_case).changes
        merged = () if active else (_merged_into(contact),)
        return Match(contact, "name", (*changes, *(f"in Xero: {change}" for change in theirs), *merged))

    def _taken_by(self, company: Company, contact: Contact) -> Problem | None:
        other = self._stands_for(contact)
        return None if other in (None, company.id) else _problem(CONTACT_TAKEN, company, [contact], other_company=other)

    def _alive(self, company: Company, contact: Contact, how: How) -> Match | Problem:
        living = self._survivor(contact)
        if living is None:
            return _problem(CONTACT_ARCHIVED, company, [contact])
        self._taken.setdefault(living.id, company.id)
        return Match(living, how, () if living is contact else (_merged_into(living),))

    def _survivor(self, contact: Contact) -> Contact | None:
        """Follow merges to a contact that takes documents; None when they end at an archived one."""
        seen = set()
        current: Contact | None = contact
        while current and current.status != "ACTIVE" and current.id not in seen:
            seen.add(current.id)
            current = self._by_id.get(current.merged_to_contact_id or "")
        return current if current and current.status == "ACTIVE" else None

    def _active_bare(self, company: Company) -> list[Contact]:
        bare = self._by_bare_name.get(comparison_key(company.company_name, True).key, [])
        return [contact for contact in bare if contact.status == "ACTIVE"]

    def _stands_for(self, contact: Contact) -> int | None:
        if contact.id in self._taken:
            return self._taken[contact.id]
        ours, _, id_ = (contact.contact_number or "").rpartition("-")
        return int(id_) if ours == f"AT-{self._ci}" and id_.isdecimal() else None


def account_number(given: str | None) -> str:
    """A number as it is compared: without blanks around it, and with its case."""
    return (given or "").strip()


def named(company: Company) -> dict[str, Any]:
    return {"company_id": company.id, "name": company.company_name}


def _problem(code: str, company: Company, contacts: Iterable[Contact], **more: Any) -> Problem:
    candidates = [{"contact_id": contact.id, "name": contact.name} for contact in contacts]
    return Problem(code, "contact", {**named(company), "contacts": candidates, **more})


def _merged_into(contact: Contact) -> str:
    return f"merged in Xero into {contact.name}"
