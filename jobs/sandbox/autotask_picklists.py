"""Autotask's pick lists: number and label, some of them made of another entity's records."""

from collections.abc import Iterable

from jobs.sandbox.autotask_fields import Entity, Field
from jobs.sandbox.store import World

Values = tuple[tuple[int, str], ...]


def _in_order(*labels: str) -> Values:
    return tuple(enumerate(labels, start=1))


# Labels in the vendor's order; only Labor is known to be number 1, so nobody should count on the others.
LISTS: dict[str, Values] = {
    "billingitems.billingitemtype": _in_order(
        "Labor", "Project Cost", "Ticket Cost", "Expense", "Subscription", "Setup Fee", "Recurring Services",
        "Recurring Services Adjustment", "Recurring Service Bundle", "Recurring Service Bundle Adjustment",
        "Milestone", "Contract Block", "Contract Retainer", "Contract Cost", "Contract Incident",
    ),
    "billingitems.subtype": _in_order(
        "Labor", "Milestone Labor", "Project Cost Deductions", "Project Cost", "Ticket Cost Deductions",
        "Ticket Cost", "Expense", "Expense Deductions", "Subscription", "Subscription Cost", "Setup Fee",
        "Recurring Services", "Recurring Services Adjustment", "Recurring Service Bundle",
        "Recurring Service Bundle Adjustment", "Milestones", "Block Purchase", "Retainer Purchase",
    ),
    "companies.companytype": (
        (1, "Customer"), (2, "Lead"), (3, "Prospect"), (4, "Dead"), (6, "Cancellation"), (7, "Vendor"), (8, "Partner"),
    ),
    "companies.territoryid": ((29682770, "North Island"), (29682771, "South Island"), (29682772, "Overseas")),
    "companies.invoicemethod": ((0, "None"), (1, "Print"), (2, "Email"), (3, "Print and Email")),
    "companies.billtoaddresstouse": (
        (0, "NONE"), (1, "ACCOUNT"), (2, "ACCOUNTBILLING"), (3, "PARENT"), (4, "PARENTBILLING"),
    ),
    "billingcodes.generalledgeraccount": (
        (11, "4000 Services"), (12, "4100 Recurring"), (13, "4200 Hardware"), (14, "4300 Licences"),
    ),
    "billingcodes.usetype": _in_order(
        "Work Type", "Expense Category", "Internal Time", "Material", "Recurring Contract Service", "Milestone",
        "Product",
    ),
    "billingcodes.billingcodetype": ((0, "Normal"), (1, "System"), (2, "Non-Billable")),
    "timeentries.timeentrytype": ((2, "Task"), (3, "Ticket")),
    "ticketattachments.publish": ((1, "All Autotask Users"), (2, "Internal Project Team")),
    "ticketcharges.chargetype": ((1, "Operational"), (2, "Capitalized")),
    "tickets.status": ((1, "New"), (5, "Complete")),
    "tickets.priority": ((1, "High"), (2, "Medium"), (3, "Low")),
    # Only 1 of either list is known: company, and text.
    "userdefinedfielddefinitions.udftype": ((1, "Company"), (3, "Contact"), (7, "Ticket"), (8, "Task")),
    "userdefinedfielddefinitions.datatype": _in_order("String", "Date", "List", "Numeric"),
    "currencies.displaysymbol": ((1, "$"), (2, "€"), (3, "£")),
    "invoicetemplates.groupby": _in_order(
        "None", "All by Billing Code", "Labor by Contract", "Labor by Project", "Labor by Project & Phase",
        "Labor by Resource", "Labor by Role", "Labor by Task or Ticket", "Labor by Task or Ticket & Work Type",
        "Labor by Work Type", "All by Grouping Description",
    ),
}  # fmt: skip
# These lists are the records of another entity: its id and its name.
RECORDS = {"invoices.paymentterm": "PaymentTerms", "invoices.taxgroup": "TaxRegions"}


def values(world: World, entity: Entity, field: Field) -> Values:
    """The numbers and labels of one pick list, as they are now."""
    name = f"{entity.view_of or entity.name}.{field.name}".lower()
    if name in RECORDS:
        return tuple(_records(world.table(f"autotask.{RECORDS[name]}").values()))
    return LISTS.get(name, ())


def _records(rows: Iterable[dict[str, object]]) -> Iterable[tuple[int, str]]:
    for row in rows:
        yield int(str(row["id"])), str(row["name"])
