"""The rules of one line of a document: its account, tax, item, tracking and amounts."""

import uuid
from decimal import Decimal
from typing import Any

from jobs.sandbox.store import Row
from jobs.sandbox.xero_desk import Desk
from jobs.sandbox.xero_kinds import Kind
from jobs.sandbox.xero_money import FOUR_PLACES, NIL, is_text_alone, priced, taxed

BIGGEST = Decimal("9999999999.99")
LONGEST_QUANTITY = 13
ARCHIVED = "has been archived, or has been deleted. Each line item must reference a valid account."
TAX_FLAG = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}


def settled(desk: Desk, kind: Kind, document: Row, sent: Row, *, four_decimals: bool, wrong: list[str]) -> Row:
    """The line as Xero would keep it; what is wrong with it is added to *wrong*."""
    line = {name: value for name, value in sent.items() if value is not None}
    line.setdefault("LineItemID", str(uuid.uuid4()))
    _fill_from_item(desk, document, line, wrong)
    _check_quantity(line, wrong)
    _check_discount(kind, document, line, wrong)
    line["Tracking"] = _tracked(desk, line.get("Tracking") or [], wrong)
    is_approved = document["Status"] == "AUTHORISED"
    if is_approved and not line.get("Description"):
        wrong.append("Description must be specified")
    account = _account(desk, line, wrong, needed=is_approved and not is_text_alone(line))
    rate = _tax(desk, line, account, wrong)
    line, said = priced(line, four_decimals=four_decimals)
    if said:
        wrong.append(said)
        return {**line, "LineAmount": NIL, "TaxAmount": NIL}
    if abs(line["LineAmount"]) > BIGGEST:
        wrong.append("The line amount is too large.")
    if is_text_alone(line):
        return {**line, "TaxAmount": NIL}
    tax = sent.get("TaxAmount")
    return taxed(line, rate, document["LineAmountTypes"], sent_tax=None if tax is None else Decimal(tax))


def _fill_from_item(desk: Desk, document: Row, line: Row, wrong: list[str]) -> None:
    """An item fills what the line leaves out; what the line says wins."""
    code = line.get("ItemCode")
    if code is None:
        return
    item = desk.items.get(code)
    if item is None:
        wrong.append(f"Item code '{code}' is not valid")
        return
    is_sale = document["Type"].startswith("ACCREC")
    details: dict[str, Any] = item.get("SalesDetails" if is_sale else "PurchaseDetails") or {}
    for name, source in (("UnitAmount", "UnitPrice"), ("AccountCode", "AccountCode"), ("TaxType", "TaxType")):
        if line.get(name) is None and details.get(source) is not None:
            line[name] = details[source]


def _check_quantity(line: Row, wrong: list[str]) -> None:
    if line.get("Quantity") is None:
        return
    quantity = Decimal(line["Quantity"])
    if quantity < 0:
        said = quantity.quantize(FOUR_PLACES)
        wrong.append(f"The quantity value '{said}' is invalid. Quantity must not be less than zero.")
    if len(format(quantity, "f")) > LONGEST_QUANTITY:
        wrong.append(f"The quantity value '{quantity:f}' is invalid. It must not exceed {LONGEST_QUANTITY} characters.")


def _check_discount(kind: Kind, document: Row, line: Row, wrong: list[str]) -> None:
    if document["Type"] != "ACCREC" and (line.get("DiscountRate") or line.get("DiscountAmount")):
        wrong.append("Discounts are not supported on this type of document.")


def _tracked(desk: Desk, sent: list[Row], wrong: list[str]) -> list[Row]:
    if len(sent) > 2:
        wrong.append("A line item can have at most 2 tracking categories.")
    found = []
    for each in sent:
        by_name = (each.get("Name", ""), each.get("Option", ""))
        by_id = (each.get("TrackingCategoryID", ""), each.get("TrackingOptionID", ""))
        shown = desk.tracking.get(by_name) or desk.tracking.get(by_id)
        if shown is None:
            wrong.append(f"The Tracking Category Option '{by_name[1] or by_id[1]}' could not be found.")
        else:
            found.append(shown)
    return found


def _account(desk: Desk, line: Row, wrong: list[str], *, needed: bool) -> Row | None:
    code = line.get("AccountCode") or line.get("AccountID")
    if not code:
        if needed:
            wrong.append("Account code must be specified")
        return None
    account = desk.accounts.get(code)
    if account is not None and account["Status"] != "ACTIVE":
        wrong.append(f"Account code '{code}' {ARCHIVED}")
        return None
    if account is None or not _may_take_lines(account, line):
        wrong.append(f"Account code '{code}' is not a valid code for this document.")
        return None
    line["AccountCode"], line["AccountID"] = account.get("Code", ""), account["AccountID"]
    return account


def _may_take_lines(account: Row, line: Row) -> bool:
    """No bank account, no stock account without an item, and of the system's own only the one for rounding."""
    if account["Type"] == "BANK" or (account["Type"] == "INVENTORY" and "ItemCode" not in line):
        return False
    return (account.get("SystemAccount") or "ROUNDING") == "ROUNDING"


def _tax(desk: Desk, line: Row, account: Row | None, wrong: list[str]) -> Decimal:
    """The rate of the line's tax; the account's own applies when none is sent."""
    asked = line.get("TaxType")
    code = asked or (account or {}).get("TaxType")
    if not code:
        return NIL
    rate = desk.tax_rates.get(code)
    if rate is None:
        wrong.append(f"The TaxType code '{code}' does not exist or is not active.")
        return NIL
    if asked and account is not None and not rate.get(TAX_FLAG.get(account.get("Class", ""), ""), True):
        wrong.append(f"The TaxType code '{asked}' cannot be used with account code '{account.get('Code', '')}'.")
    line["TaxType"] = code
    return Decimal(rate["EffectiveRate"])
