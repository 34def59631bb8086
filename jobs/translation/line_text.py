"""The words of one line, from what Autotask prints for its billing items."""

from decimal import Decimal

from jobs.autotask.records import BillingItem
from jobs.translation import money, text
from jobs.translation.entries import Entry
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings
from jobs.translation.problems import LINE_WITHOUT_TEXT


def describe(entry: Entry, place: int, quantity: Decimal | None, options: InvoiceOptions, findings: Findings) -> str:
    """Write the text; *quantity* is named in it where the line itself cannot carry it."""
    described = entry.group or _printed(entry.items[0], options)
    if not described:
        described = f"Billing item {entry.items[0].id}"
        findings.warn(LINE_WITHOUT_TEXT, f"line {place}", item_id=entry.items[0].id)
    return f"{described} (quantity {_spell(quantity)})" if quantity is not None else described


def _printed(item: BillingItem, options: InvoiceOptions) -> str:
    name = text.clean(item.item_name)
    if options.hide_service_descriptions and name and _is_service(item):
        return name
    return text.clean(item.line_item_full_description) or text.clean(item.description) or name


def _is_service(item: BillingItem) -> bool:
    """A recurring service or bundle of a contract: the pointers tell, the numbers of the types are not fixed."""
    pointers = (item.contract_service_id, item.contract_service_bundle_id, item.service_id, item.service_bundle_id)
    return any(pointers)


def _spell(quantity: Decimal) -> str:
    return str(quantity) if money.is_too_large(quantity) else format(money.plain(quantity), "f")
