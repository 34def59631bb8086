"""Hops 4 and 5 for a group of rows: what was read of them, and what translation makes of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jobs.autotask.client import Autotask
from jobs.invoices.gather import Gathered, facts_of, gather, numbers_used_twice, sources
from jobs.invoices.outcomes import Result, outcome_of
from jobs.known_contacts import KnownContacts
from jobs.models import Document, Ledger
from jobs.plumbing import db
from jobs.translation.invoices import InvoiceSource
from jobs.translation.options import InvoiceOptions


@dataclass(frozen=True)
class Basis:
    """What every decision for one ledger stands on, of a sweep as of a preview."""

    autotask: Autotask
    contacts: KnownContacts
    ledger: Ledger
    ci: int
    public_url: str
    options: InvoiceOptions


def decide(
    basis: Basis,
    rows: Sequence[Document],
    altered: Callable[[Document, InvoiceSource], InvoiceSource] = lambda _row, source: source,
) -> tuple[Gathered, dict[int, Result]]:
    """Read the rows anew and translate each (by row id); *altered* may change a source before it is translated."""
    options, workspace_id = basis.options, basis.ledger.workspace_id
    gathered = gather(basis.autotask, workspace_id, rows, options)
    with db.reading() as session:
        facts = facts_of(session, basis.ledger)
        by_number = options.numbering == "autotask_number"
        twice = numbers_used_twice(session, workspace_id, rows) if by_number else frozenset()
    cards = basis.contacts.cards(gathered.companies.values()) if options.needs_cards else {}
    made = sources(rows, gathered, basis.ci, basis.public_url, twice, cards)
    results: dict[int, Result] = {}
    for row in rows:
        source = made.get(row.id)
        results[row.id] = outcome_of(source and altered(row, source), options, facts)
    return gathered, results
