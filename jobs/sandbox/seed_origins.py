"""What stands behind a billing item in Autotask: its ticket or task, the hours somebody worked, the charge."""

import re
from datetime import datetime, timedelta

from jobs.sandbox.seed_structure import RESOURCES
from jobs.sandbox.store import Row, World

TICKET_NUMBER = re.compile(r"T\d{8}\.\d{4}")
OPERATIONAL, COMPLETE, MEDIUM, ON_TASK, ON_TICKET = 1, 5, 2, 2, 3  # of pick lists


def add(world: World, item: Row, created: datetime) -> None:
    """The records that the pointers of *item* lead to; others than these are not there to be read."""
    if item.get("ticketID"):
        _put(world, "Tickets", _ticket(item, created - timedelta(days=4)))
    if item.get("taskID"):
        _put(world, "Tasks", _task(item, created - timedelta(days=9)))
    if item.get("timeEntryID"):
        _put(world, "TimeEntries", _time_entry(item, created - timedelta(days=3)))
    if item.get("ticketChargeID"):
        _put(world, "TicketCharges", _charge(item, created - timedelta(days=2)))


def _put(world: World, entity: str, row: Row) -> None:
    world.table(f"autotask.{entity}")[row["id"]] = row


def _ticket(item: Row, opened: datetime) -> Row:
    found = TICKET_NUMBER.search(item.get("description") or "")
    return {
        "id": item["ticketID"],
        "ticketNumber": found[0] if found else f"T{opened:%Y%m%d}.{item['id'] % 10_000:04d}",
        "title": item.get("itemName") or "Request by phone",
        "companyID": item["companyID"],
        "createDate": _instant(opened),
        "lastActivityDate": _instant(opened + timedelta(days=1)),
        "assignedResourceID": _who(item),
        "billingCodeID": item["billingCodeID"],
        "organizationalLevelAssociationID": item.get("organizationalLevelAssociationID"),
        "priority": MEDIUM,
        "status": COMPLETE,
        "userDefinedFields": [],
    }


def _task(item: Row, begun: datetime) -> Row:
    return {
        "id": item["taskID"],
        "taskNumber": f"T{begun:%Y%m%d}.{item['id'] % 10_000:04d}",
        "title": item.get("itemName") or "Project work",
        "projectID": item.get("projectID"),
        "createDateTime": _instant(begun),
        "assignedResourceID": _who(item),
        "userDefinedFields": [],
    }


def _time_entry(item: Row, worked: datetime) -> Row:
    begun = worked.replace(hour=21, minute=30, second=0, microsecond=0)
    return {
        "id": item["timeEntryID"],
        "ticketID": item.get("ticketID"),
        "taskID": item.get("taskID"),
        "resourceID": _who(item),
        "roleID": item.get("roleID"),
        "billingCodeID": item["billingCodeID"],
        "dateWorked": item["itemDate"],
        "startDateTime": _instant(begun),
        "endDateTime": _instant(begun + timedelta(hours=float(abs(item["quantity"])))),
        "createDateTime": _instant(begun),
        "lastModifiedDateTime": _instant(begun),
        "hoursWorked": abs(item["quantity"]),
        "hoursToBill": abs(item["quantity"]),
        "summaryNotes": f"{item.get('itemName') or 'Work'}: done, tested and shown to the customer.",
        "isNonBillable": bool(item["nonBillable"]),
        "showOnInvoice": True,
        "timeEntryType": ON_TICKET if item.get("ticketID") else ON_TASK,
    }


def _charge(item: Row, bought: datetime) -> Row:
    return {
        "id": item["ticketChargeID"],
        "ticketID": item["ticketID"],
        "name": (item.get("itemName") or "Charge")[:100],
        "description": item.get("description"),
        "chargeType": OPERATIONAL,
        "billingCodeID": item["billingCodeID"],
        "datePurchased": f"{bought:%Y-%m-%d}T00:00:00Z",
        "createDate": _instant(bought),
        "unitQuantity": item["quantity"],
        "unitPrice": item["rate"],
        "billableAmount": item["totalAmount"],
        "isBillableToCompany": True,
        "isBilled": True,
        "organizationalLevelAssociationID": item.get("organizationalLevelAssociationID"),
    }


def _who(item: Row) -> int:
    """Always the same person for the same item."""
    return RESOURCES[int(item["id"]) % len(RESOURCES)]


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
