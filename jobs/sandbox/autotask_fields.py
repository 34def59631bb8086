"""Our own tables of Autotask's entities: field, type, length, and whether it may be written or filtered.

A line of a table is `name kind[:length] [marks] [>Entity]`. Kinds: int, decimal, text, bool, date, list (a pick list
of whole numbers). Marks: w writable, c settable on create only, n not filterable, r required; > names what an id means.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobs.sandbox import autotask_billing, autotask_lists, autotask_people, autotask_tickets


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    length: int = 0
    writable: bool = False
    create_only: bool = False
    filterable: bool = True
    required: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Entity:
    """*parent* names the entity through whose address records are written, when it is not their own.

    *view_of* names the entity whose records this one shows; a query must say which of *asked_by* it asks about.
    """

    name: str
    fields: dict[str, Field]  # by name in lower case: Autotask's names ignore case
    creates: bool = False
    updates: bool = False
    parent: str = ""
    udfs: bool = False
    view_of: str = ""
    asked_by: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        return self.fields.get(name.lower())

    @property
    def table(self) -> str:
        return f"autotask.{self.view_of or self.name}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.fields.values())


def _fields(text: str) -> dict[str, Field]:
    return {each.name.lower(): each for each in map(_field, text.strip().splitlines())}


def _field(line: str) -> Field:
    name, kind, *rest = line.split()
    reference = next((each[1:] for each in rest if each.startswith(">")), "")
    marks = next((each for each in rest if not each.startswith(">")), "")
    kind, _, length = kind.partition(":")
    return Field(
        name,
        kind,
        length=int(length or 0),
        writable="w" in marks,
        create_only="c" in marks,
        filterable="n" not in marks,
        required="r" in marks,
        reference=reference,
    )


def _entity(name: str, text: str, **more: Any) -> Entity:
    return Entity(name, _fields(text), **more)


# What may be created and updated: the capability matrix of the REST entity pages, read 2026-11. What stands behind a
# billing item (tickets, tasks, time entries, charges, resources) could be written too; here it cannot.
_ALL = (
    _entity("Invoices", autotask_billing.INVOICES, updates=True),
    _entity("BillingItems", autotask_billing.BILLING_ITEMS, updates=True),
    _entity("Companies", autotask_people.COMPANIES, creates=True, updates=True, udfs=True),
    _entity("Contacts", autotask_people.CONTACTS, creates=True, updates=True, parent="Companies", udfs=True),
    _entity("Currencies", autotask_lists.CURRENCIES, updates=True),
    _entity("BillingCodes", autotask_lists.BILLING_CODES),
    _entity("PaymentTerms", autotask_lists.PAYMENT_TERMS, creates=True, updates=True),
    _entity("Countries", autotask_lists.COUNTRIES, updates=True),
    _entity("TaxRegions", autotask_lists.TAX_REGIONS, creates=True, updates=True),
    _entity("TaxCategories", autotask_lists.TAX_CATEGORIES, creates=True, updates=True),
    _entity("Taxes", autotask_lists.TAXES, creates=True, updates=True),
    _entity("InvoiceTemplates", autotask_lists.INVOICE_TEMPLATES),
    _entity("OrganizationalLevel1s", autotask_lists.ORGANIZATIONAL_LEVELS),
    _entity("OrganizationalLevel2s", autotask_lists.ORGANIZATIONAL_LEVELS),
    _entity("OrganizationalLevelAssociations", autotask_lists.ORGANIZATIONAL_LEVEL_ASSOCIATIONS),
    _entity("UserDefinedFieldDefinitions", autotask_lists.UDF_DEFINITIONS),
    _entity("UserDefinedFieldListItems", autotask_lists.UDF_LIST_ITEMS),
    _entity("CompanyLocations", autotask_people.COMPANY_LOCATIONS),
    _entity("Resources", autotask_people.RESOURCES),
    _entity("Tickets", autotask_tickets.TICKETS, udfs=True),
    _entity("TicketCharges", autotask_tickets.TICKET_CHARGES),
    _entity("Tasks", autotask_tickets.TASKS, udfs=True),
    _entity("TimeEntries", autotask_tickets.TIME_ENTRIES),
    _entity("TicketAttachments", autotask_tickets.ATTACHMENTS, asked_by=("id", "parentID", "ticketID")),
    _entity("AttachmentInfo", autotask_tickets.ATTACHMENTS, view_of="TicketAttachments"),
)
ENTITIES = {each.name.lower(): each for each in _ALL}
