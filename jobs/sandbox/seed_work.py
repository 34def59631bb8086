"""What the demo's service provider bills: billing codes, and believable lines of every kind of billing item."""

from typing import NamedTuple


class Work(NamedTuple):
    """One thing that is billed. *text* may name a {ticket}, a {project}, this {month}, or the {last} one."""

    kind: str
    sub: str
    code: int
    name: str
    text: str
    price: str
    quantities: tuple[str, ...]


# id, name, use type (1 work, 4 material, 5 recurring service, 6 milestone), external number, ledger account
BILLING_CODES = (
    (29680101, "Remote Support", 1, "4100", 11),
    (29680102, "On-site Support", 1, "4110", 11),
    (29680103, "After Hours", 1, "4115", 11),
    (29680104, "Set-up Fees", 6, "4120", 11),
    (29680105, "Project Milestones", 6, "4200", 11),
    (29680106, "Prepaid Hours and Retainers", 5, "4130", 11),
    (29680201, "Hardware", 4, "4300", 13),
    (29680203, "Freight and Sundries", 4, "4310", 13),
    (29680301, "Managed Services", 5, "4400", 12),
    (29680302, "Licences", 5, "4500", 14),
)
REMOTE, ON_SITE, LATE, SET_UP, MILESTONE, PREPAID, HARDWARE, SUNDRIES, MANAGED, LICENCES = (
    code[0] for code in BILLING_CODES
)

# Labels of the pick lists billingItemType and subType, so that no number is written down twice.
WORK = (
    Work("Labor", "Labor", REMOTE, "Printer offline", "{ticket} Printer offline: restarted the print service",
         "145.00", ("0.5", "1.25")),
    Work("Labor", "Labor", REMOTE, "Mailbox full", "{ticket} Mailbox over quota, archive switched on",
         "145.00", ("0.75", "1")),
    Work("Labor", "Labor", REMOTE, "New starter", "{ticket} New starter: account, licences, phone, welcome call",
         "145.00", ("1.5", "2.25")),
    Work("Labor", "Labor", ON_SITE, "Access point", "{ticket} Replaced access point, meeting room 2",
         "165.00", ("2", "3.5")),
    Work("Labor", "Labor", ON_SITE, "Office move", "{project} Office move: cabling and switch patching",
         "165.00", ("6", "7.75")),
    Work("Labor", "Labor", LATE, "Server patching", "{ticket} Patched and restarted the file server after hours",
         "217.50", ("1", "1.75")),
    Work("Project Cost", "Project Cost", HARDWARE, "Laptop 14 inch", "Laptop 14 inch, 32 GB, three-year warranty",
         "2450.00", ("1", "3")),
    Work("Ticket Cost", "Ticket Cost", HARDWARE, "USB-C dock", "USB-C dock with power delivery, for new starters",
         "289.90", ("1", "2")),
    Work("Ticket Cost", "Ticket Cost", HARDWARE, "24-port switch", "24-port managed switch, rack mounted",
         "764.50", ("1",)),
    Work("Expense", "Expense", SUNDRIES, "Courier", "Courier to site, overnight", "18.40", ("1",)),
    Work("Subscription", "Subscription", MANAGED, "Backup", "Off-site backup, 2 TB, {month}", "96.00", ("1", "2")),
    Work("Setup Fee", "Setup Fee", SET_UP, "Set-up fee", "Set-up of managed endpoint service", "350.00", ("1",)),
    Work("Recurring Services", "Recurring Services", MANAGED, "Managed endpoint",
         "Managed endpoint, per device, {month}", "38.50", ("12", "18", "42")),
    Work("Recurring Services", "Recurring Services", LICENCES, "Microsoft 365 Business Premium",
         "Microsoft 365 Business Premium, per user, {month}", "36.05", ("9", "15", "31")),
    Work("Recurring Services Adjustment", "Recurring Services Adjustment", LICENCES, "Licence adjustment",
         "One user added in the middle of {last}, part month", "24.03", ("1",)),
    Work("Recurring Service Bundle", "Recurring Service Bundle", MANAGED, "Security bundle",
         "Security bundle: filtering, training, monitoring, {month}", "22.75", ("15", "25")),
    Work("Recurring Service Bundle Adjustment", "Recurring Service Bundle Adjustment", MANAGED, "Bundle adjustment",
         "Two seats of the security bundle added from {last}", "11.38", ("2",)),
    Work("Milestone", "Milestones", MILESTONE, "Milestone", "{project} Milestone 2 of 4: file shares migrated",
         "1800.00", ("1",)),
    Work("Contract Block", "Block Purchase", PREPAID, "Block of hours", "Block of 20 hours, prepaid",
         "2600.00", ("1",)),
    Work("Contract Retainer", "Retainer Purchase", PREPAID, "Retainer", "Monthly retainer, advisory, {month}",
         "750.00", ("1",)),
    Work("Contract Cost", "Project Cost", SUNDRIES, "Domain renewal", "Domain and certificate renewal, one year",
         "64.95", ("1", "3")),
    Work("Contract Incident", "Labor", REMOTE, "Incident", "{ticket} Incident at contract rate", "210.00", ("1",)),
)  # fmt: skip

# Which fields of a billing item point to where it came from.
POINTERS = {
    "Labor": ("timeEntryID", "ticketID", "roleID"),
    "Project Cost": ("projectChargeID", "projectID"),
    "Ticket Cost": ("ticketChargeID", "ticketID"),
    "Expense": ("expenseItemID",),
    "Subscription": ("configurationItemID",),
    "Setup Fee": ("contractID",),
    "Recurring Services": ("contractServiceID", "contractServicePeriodID", "serviceID", "contractID"),
    "Recurring Services Adjustment": ("contractServiceAdjustmentID", "serviceID", "contractID"),
    "Recurring Service Bundle": ("contractServiceBundleID", "contractServiceBundlePeriodID", "serviceBundleID"),
    "Recurring Service Bundle Adjustment": ("contractServiceBundleAdjustmentID", "serviceBundleID"),
    "Milestone": ("milestoneID", "contractID"),
    "Contract Block": ("contractBlockID", "contractID"),
    "Contract Retainer": ("contractID",),
    "Contract Cost": ("contractChargeID", "contractID"),
    "Contract Incident": ("contractID",),
}
ON_PROJECT = ("timeEntryID", "taskID", "projectID", "roleID")


def pointers(work: Work) -> tuple[str, ...]:
    """The fields of a billing item that are filled for this work."""
    return ON_PROJECT if work.kind == "Labor" and "{project}" in work.text else POINTERS[work.kind]
