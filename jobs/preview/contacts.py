"""Whom each document would be for: the contacts that are there, and those that would be created."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.autotask.records import Company
from jobs.contacts import people_of
from jobs.invoices.deciding import Basis
from jobs.known_contacts import HOW, links_of
from jobs.translation.names import contact_name
from jobs.translation.problems import Problem


@dataclass(frozen=True)
class Foreseen:
    """*name* in Xero and why it is that one; or the problems that would stop the company's documents."""

    name: str
    why: str
    problems: tuple[Problem, ...] = ()


def foresee(basis: Basis, companies: Iterable[Company]) -> dict[int, Foreseen]:
    """For each company, by its id; the vendors are asked only when one of them has no link."""
    links = {company_id: row for company_id, row in links_of(basis.ledger.id).items() if row.state == "linked"}
    found, unknown = {}, []
    for company in companies:
        if company.id in links:
            found[company.id] = _found(links[company.id].xero_name or company.company_name, "link")
        else:
            unknown.append(company)
    if not unknown:
        return found
    matches = basis.contacts.match(unknown, links)
    new = [each for each in unknown if each.id in matches.create]
    people = people_of(basis.autotask, new, basis.options) if new else {}
    for company in unknown:
        person = people.get(company.id)
        problems = [person] if isinstance(person, Problem) else matches.problems.get(company.id)
        if problems:
            found[company.id] = Foreseen(company.company_name, "", tuple(problems))
        elif company.id in matches.create:
            found[company.id] = Foreseen(contact_name(company.company_name).text, "a new contact, created first")
        else:
            matched = matches.linked[company.id]
            found[company.id] = _found(matched.contact.name, matched.how)
    return found


def _found(name: str, how: str) -> Foreseen:
    return Foreseen(name, f"found by {HOW[how]}")
