"""Whom each document would be for: the contacts that are there, and those that would be created."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from jobs.autotask.records import Company
from jobs.models import ContactLink
from jobs.plumbing import db
from jobs.translation.contacts import match
from jobs.translation.names import contact_name
from jobs.translation.options import InvoiceOptions
from jobs.translation.problems import Problem
from jobs.xero.client import Xero
from jobs.xero.records import Contact

HOW = {
    "link": "the stored link",
    "marker": "our number on it",
    "number": "its account number",
    "name": "its name",
}


@dataclass(frozen=True)
class Foreseen:
    """*name* in Xero and why it is that one; or the problems that would stop the company's documents."""

    name: str
    why: str
    problems: tuple[Problem, ...] = ()


class Contacts:
    """Answers for companies; Xero's contacts are read at most once, and only when a company has no link."""

    def __init__(self, xero: Xero, ledger_id: int, options: InvoiceOptions, ci: int) -> None:
        self._xero, self._ledger_id, self._options, self._ci = xero, ledger_id, options, ci
        self._contacts: list[Contact] | None = None

    def foresee(self, companies: Iterable[Company]) -> dict[int, Foreseen]:
        """For each company, by its id."""
        companies = list(companies)
        with db.reading() as session:
            rows = session.scalars(select(ContactLink).where(ContactLink.ledger_id == self._ledger_id)).all()
        links = {row.company_id: row for row in rows if row.state == "linked" and row.xero_contact_id}
        found = {
            each.id: Foreseen(links[each.id].xero_name or each.company_name, HOW["link"])
            for each in companies
            if each.id in links
        }
        unknown = [each for each in companies if each.id not in found]
        if unknown:
            stored = {company_id: row.xero_contact_id or "" for company_id, row in links.items()}
            found.update(self._match(unknown, stored))
        return found

    def cards(self, companies: Iterable[Company]) -> dict[int, Contact]:
        """The contacts themselves, of those companies that have one."""
        with db.reading() as session:
            rows = session.scalars(select(ContactLink).where(ContactLink.ledger_id == self._ledger_id)).all()
        stored = {row.company_id: row.xero_contact_id for row in rows if row.xero_contact_id}
        linked = match(companies, self._all(), self._options, stored, ci=self._ci).linked
        return {company_id: each.contact for company_id, each in linked.items()}

    def _all(self) -> list[Contact]:
        if self._contacts is None:
            self._contacts = self._xero.contacts()
        return self._contacts

    def _match(self, unknown: list[Company], stored: dict[int, str]) -> dict[int, Foreseen]:
        matches = match(unknown, self._all(), self._options, stored, ci=self._ci)
        found = {}
        for company in unknown:
            if company.id in matches.problems:
                found[company.id] = Foreseen(company.company_name, "", tuple(matches.problems[company.id]))
            elif company.id in matches.create:
                found[company.id] = Foreseen(contact_name(company.company_name).text, "a new contact, created first")
            else:
                matched = matches.linked[company.id]
                found[company.id] = Foreseen(matched.contact.name, HOW[matched.how])
        return found
