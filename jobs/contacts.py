"""Makes sure of the Xero contacts that documents need: stored link, marker, name, else created, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.autotask.client import Autotask
from jobs.autotask.records import Company
from jobs.autotask.records import Contact as Person
from jobs.delivery.claiming import Planned
from jobs.delivery.sending import Courier, deliver
from jobs.history import tell
from jobs.known_contacts import HOW, KnownContacts, links_of
from jobs.models import ContactLink
from jobs.plumbing import clock, db
from jobs.translation.billing_people import billing_person
from jobs.translation.contacts import Match, Matches, contact_draft
from jobs.translation.options import InvoiceOptions
from jobs.translation.problems import Problem
from jobs.xero import protocol


@dataclass
class Sure:
    """*ids*: ContactID by company. *problems*: why a company has none. *pending*: its create is not known."""

    ids: dict[int, str] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    pending: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Rules:
    """What making sure needs besides the companies."""

    ci: int
    options: InvoiceOptions
    countries: Mapping[int, str]
    taken_by: str


def make_sure(
    courier: Courier, autotask: Autotask, contacts: KnownContacts, companies: Iterable[Company], rules: Rules
) -> Sure:
    """The contact of every company; what is missing is created in bulk before any document is written."""
    companies = list(companies)
    links = links_of(courier.ledger_id)
    sure = _from_links(companies, links)
    unknown = [each for each in companies if each.id not in sure.ids and each.id not in sure.pending]
    if not unknown:
        return sure
    found = contacts.match(unknown, links)
    sure.problems.update(found.problems)
    linked = [each for each in unknown if each.id in found.linked]
    with db.unit_of_work() as session:
        for company, link in _rows(session, courier.ledger_id, linked):
            sure.ids[company.id] = _store(session, courier, link, found.linked[company.id])
    missing = _still_missing(courier.ledger_id, [each for each in unknown if each.id in found.create], sure)
    people = people_of(autotask, missing, rules.options) if missing else {}
    for company_id, chosen in people.items():
        if isinstance(chosen, Problem):
            sure.problems[company_id] = [chosen]
    missing = [each for each in missing if each.id not in sure.problems]
    if missing:
        _create(courier, missing, people, found, rules)
        _read_back(courier.ledger_id, missing, sure)
    return sure


def _from_links(companies: Iterable[Company], links: Mapping[int, ContactLink]) -> Sure:
    sure = Sure()
    for company in companies:
        link = links.get(company.id)
        if link is None:
            continue
        if link.state == "linked" and link.xero_contact_id:
            sure.ids[company.id] = link.xero_contact_id
        elif link.state == "sending":
            sure.pending.add(company.id)
    return sure


def _store(session: Session, courier: Courier, link: ContactLink, found: Match) -> str:
    if _by_person(link):
        return link.xero_contact_id or ""
    contact = found.contact
    link.state, link.xero_contact_id, link.xero_name = "linked", contact.id, contact.name
    link.how, link.linked_at, link.problem, link.problem_detail = found.how, clock.now(), None, None
    tell(
        session,
        courier.workspace_id,
        "CONTACT_FOUND",
        ledger_id=courier.ledger_id,
        xero_name=contact.name,
        how=HOW[found.how],
    )
    for note in found.notes:
        tell(session, courier.workspace_id, "CONTACT_NOTED", ledger_id=courier.ledger_id, what=note)
    return contact.id


def _by_person(link: ContactLink) -> bool:
    """Whether a person linked it while we were asking Xero: a link wins over names, also over those just read."""
    return link.state == "linked" and link.how == "person" and link.xero_contact_id is not None


def _still_missing(ledger_id: int, missing: list[Company], sure: Sure) -> list[Company]:
    """Mark what is to be created as wanted; what a person has linked meanwhile is sure instead."""
    left = []
    with db.unit_of_work() as session:
        for company, link in _rows(session, ledger_id, missing):
            if _by_person(link):
                sure.ids[company.id] = link.xero_contact_id or ""
                continue
            link.state = "wanted"
            left.append(company)
    return left


def _rows(session: Session, ledger_id: int, companies: list[Company]) -> list[tuple[Company, ContactLink]]:
    """Each company with its row, locked in one order; a row that was missing is added."""
    wanted = (ContactLink.ledger_id == ledger_id, ContactLink.company_id.in_([each.id for each in companies]))
    held = session.scalars(select(ContactLink).where(*wanted).order_by(ContactLink.company_id).with_for_update())
    links = {each.company_id: each for each in held}
    for company in companies:
        if company.id not in links:
            links[company.id] = ContactLink(ledger_id=ledger_id, company_id=company.id, created_at=clock.now())
            session.add(links[company.id])
        links[company.id].company_name = company.company_name
    return [(company, links[company.id]) for company in companies]


def _create(
    courier: Courier, missing: list[Company], people: Mapping[int, Person | Problem], found: Matches, rules: Rules
) -> None:
    with db.unit_of_work() as session:
        for company in missing:
            for note in found.notes.get(company.id, ()):
                tell(session, courier.workspace_id, "CONTACT_NOTED", ledger_id=courier.ledger_id, what=note)
    planned = []
    for company in missing:
        person, country = people.get(company.id), rules.countries.get(company.country_id or 0)
        to_name = person if isinstance(person, Person) else None
        draft = contact_draft(company, rules.ci, to_name, country, with_number=rules.options.match_by_number)
        evidence: dict[str, Any] = {"name": draft.name}
        planned.append(Planned(draft.contact_number, protocol.contact_element(draft), evidence, company_id=company.id))
    deliver(courier, "Contacts", planned, rules.taken_by)


def people_of(autotask: Autotask, companies: list[Company], options: InvoiceOptions) -> dict[int, Person | Problem]:
    """The person who gets the bills of each company that has one, or why that cannot be told."""
    found: dict[int, list[Person]] = {}
    filters = [{"op": "eq", "field": "isActive", "value": 1}]
    for person in autotask.query_among(Person, "companyID", [each.id for each in companies], filters=filters):
        found.setdefault(person.company_id, []).append(person)
    return {company_id: chosen for company_id, people in found.items() if (chosen := billing_person(people, options))}


def _read_back(ledger_id: int, missing: list[Company], sure: Sure) -> None:
    """What became of the creates: linked, refused, or not known yet."""
    links = links_of(ledger_id)
    fresh = _from_links(missing, links)
    sure.ids.update(fresh.ids)
    sure.pending.update(fresh.pending)
    for company in missing:
        link = links[company.id]
        if link.state == "wanted" and link.problem:
            sure.problems[company.id] = [Problem(link.problem, "contact", dict(link.problem_detail or {}))]
        elif company.id not in sure.ids:
            sure.pending.add(company.id)
