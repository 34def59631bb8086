"""Which contacts an organisation has and whom they stand for; Xero's are read at most once for a group of documents."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from jobs.autotask.records import Company
from jobs.models import ContactLink
from jobs.plumbing import db
from jobs.translation.contacts import Matches, match
from jobs.translation.options import InvoiceOptions
from jobs.xero.client import Xero
from jobs.xero.records import Contact

# What it was found by, in the words of a log line.
HOW = {"link": "its link", "marker": "our number on it", "number": "its account number", "name": "name"}


def links_of(ledger_id: int) -> dict[int, ContactLink]:
    """The ledger's links, by company."""
    with db.reading() as session:
        rows = session.scalars(select(ContactLink).where(ContactLink.ledger_id == ledger_id))
        return {row.company_id: row for row in rows}


class KnownContacts:
    """Answers for companies; nothing is linked or created."""

    def __init__(self, xero: Xero, ledger_id: int, options: InvoiceOptions, ci: int) -> None:
        self._xero, self._ledger_id, self._options, self._ci = xero, ledger_id, options, ci
        self._read: list[Contact] | None = None

    def match(self, companies: Iterable[Company], links: Mapping[int, ContactLink]) -> Matches:
        """Each company's contact by stored link, our number, account number or name, or why it has none."""
        if self._read is None:
            self._read = self._xero.contacts()
        stored = {company_id: row.xero_contact_id for company_id, row in links.items() if row.xero_contact_id}
        return match(companies, self._read, self._options, stored, ci=self._ci)

    def cards(self, companies: Iterable[Company]) -> dict[int, Contact]:
        """The contacts themselves, of those companies that have one."""
        linked = self.match(companies, links_of(self._ledger_id)).linked
        return {company_id: each.contact for company_id, each in linked.items()}
