"""Which Xero contact stands for which Autotask company: stored link, our number, then the exact name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jobs.autotask.records import Company
from jobs.translation.contact_book import ContactBook, Match, account_number, named
from jobs.translation.contact_drafts import contact_draft
from jobs.translation.names import comparison_key, contact_name
from jobs.translation.options import InvoiceOptions
from jobs.translation.problems import NAME_DIFFERS_BY_CASE, NAME_NOT_USABLE, SAME_NAME_TWICE, SAME_NUMBER_TWICE, Problem
from jobs.xero.records import Contact

__all__ = ["Match", "Matches", "contact_draft", "match"]


@dataclass
class Matches:
    """Every company is in exactly one of the first three. *notes* tell how a name to create had to be changed."""

    linked: dict[int, Match] = field(default_factory=dict)
    create: set[int] = field(default_factory=set)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    notes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def refuse(self, company: Company, problem: Problem) -> None:
        self.problems.setdefault(company.id, []).append(problem)


def match(
    companies: Iterable[Company],
    contacts: Iterable[Contact],
    options: InvoiceOptions,
    links: Mapping[int, str],
    *,
    ci: int,
) -> Matches:
    """Find each company's contact among all of the organisation's, archived ones included.

    *links* (company id → ContactID) are all the ledger's stored ones: they win over names, and no second company
    is put on a contact that stands for one already.
    """
    book = ContactBook(contacts, links, ci, options.ignore_name_case)
    matches = Matches()
    nameless, missing = [], []
    for company in sorted({company.id: company for company in companies}.values(), key=lambda company: company.id):
        if not _settle(matches, company, book.by_link(company) or book.by_marker(company)):
            nameless.append(company)
    if options.match_by_number:
        nameless = _without_number(nameless, book, matches)
    for company in _with_own_name(nameless, options.ignore_name_case, SAME_NAME_TWICE, matches):
        if not _settle(matches, company, book.by_name(company)):
            missing.append(company)
    # Where case counts, two names may differ by it alone: Xero would create one and refuse the other.
    for company in _with_own_name(missing, True, NAME_DIFFERS_BY_CASE, matches):
        matches.create.add(company.id)
        if changes := contact_name(company.company_name).changes:
            matches.notes[company.id] = changes
    return matches


def _without_number(companies: list[Company], book: ContactBook, matches: Matches) -> list[Company]:
    """Give back those that their number did not settle; two companies of one number are refused."""
    by_number: dict[str, list[Company]] = defaultdict(list)
    for company in companies:
        by_number[account_number(company.company_number)].append(company)
    left = by_number.pop("", [])
    for number, twins in by_number.items():
        for company in twins:
            if len(twins) > 1:
                others = [named(twin) for twin in twins if twin is not company]
                detail = {**named(company), "number": number, "companies": others}
                matches.refuse(company, Problem(SAME_NUMBER_TWICE, "company", detail))
            elif not _settle(matches, company, book.by_account_number(company)):
                left.append(company)
    return left


def _settle(matches: Matches, company: Company, found: Match | Problem | None) -> bool:
    if isinstance(found, Problem):
        matches.refuse(company, found)
    elif found:
        matches.linked[company.id] = found
    return found is not None


def _with_own_name(companies: list[Company], ignore_case: bool, code: str, matches: Matches) -> list[Company]:
    """Give back the companies whose name is theirs alone; the others are refused before anything is created."""
    by_key: dict[str, list[Company]] = defaultdict(list)
    for company in companies:
        by_key[comparison_key(company.company_name, ignore_case).key].append(company)
    for company in by_key.pop("", []):
        matches.refuse(company, Problem(NAME_NOT_USABLE, "company", named(company)))
    for twins in by_key.values():
        for company in twins if len(twins) > 1 else ():
            others = [named(twin) for twin in twins if twin is not company]
            matches.refuse(company, Problem(code, "company", {**named(company), "companies": others}))
    return [twins[0] for twins in by_key.values() if len(twins) == 1]
