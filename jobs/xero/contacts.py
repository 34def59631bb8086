"""Reads Xero's contacts into records, without I/O; members may be missing, null, or there with nothing in them."""

from typing import Any

from jobs.xero import records
from jobs.xero.elements import number, objects, problems, text


def contact(element: dict[str, Any]) -> records.Contact:
    errors, warnings = problems(element)
    due = element.get("PaymentTerms")
    return records.Contact(
        id=text(element.get("ContactID")) or "",
        name=text(element.get("Name")) or "",
        status=text(element.get("ContactStatus")) or "ACTIVE",
        contact_number=text(element.get("ContactNumber")) or None,
        account_number=text(element.get("AccountNumber")) or None,
        email_address=text(element.get("EmailAddress")) or None,
        merged_to_contact_id=text(element.get("MergedToContactID")) or None,
        sales_terms=terms(due, "Sales"),
        bill_terms=terms(due, "Bills"),
        first_name=text(element.get("FirstName")) or None,
        last_name=text(element.get("LastName")) or None,
        tax_number=text(element.get("TaxNumber")) or None,
        sales_tax_type=text(element.get("AccountsReceivableTaxType")) or None,
        addresses=tuple(_address(each) for each in objects(element.get("Addresses")) if _says_more(each)),
        phones=tuple(_phone(each) for each in objects(element.get("Phones")) if text(each.get("PhoneNumber"))),
        contact_persons=tuple(_person(each) for each in objects(element.get("ContactPersons"))),
        errors=errors,
        warnings=warnings,
    )


def _says_more(address: dict[str, Any]) -> bool:
    """Whether more than its type is given: Xero lists types of address that nobody has filled in."""
    return any(text(value) for name, value in address.items() if name != "AddressType")


def _address(element: dict[str, Any]) -> records.Address:
    return records.Address(
        address_type=text(element.get("AddressType")) or "",
        attention_to=text(element.get("AttentionTo")) or None,
        address_line1=text(element.get("AddressLine1")) or None,
        address_line2=text(element.get("AddressLine2")) or None,
        address_line3=text(element.get("AddressLine3")) or None,
        address_line4=text(element.get("AddressLine4")) or None,
        city=text(element.get("City")) or None,
        region=text(element.get("Region")) or None,
        postal_code=text(element.get("PostalCode")) or None,
        country=text(element.get("Country")) or None,
    )


def _phone(element: dict[str, Any]) -> records.Phone:
    return records.Phone(
        phone_type=text(element.get("PhoneType")) or "",
        phone_number=text(element.get("PhoneNumber")) or "",
        phone_area_code=text(element.get("PhoneAreaCode")) or None,
        phone_country_code=text(element.get("PhoneCountryCode")) or None,
    )


def _person(element: dict[str, Any]) -> records.ContactPerson:
    return records.ContactPerson(
        first_name=text(element.get("FirstName")) or None,
        last_name=text(element.get("LastName")) or None,
        email_address=text(element.get("EmailAddress")) or None,
        include_in_emails=element.get("IncludeInEmails") is True,
    )


def terms(due: Any, side: str) -> records.PaymentTerm | None:
    """Unset terms come as an empty object, or as an empty array."""
    found = due.get(side) if isinstance(due, dict) else None
    if not isinstance(found, dict) or not text(found.get("Type")) or number(found.get("Day")) is None:
        return None
    return records.PaymentTerm(day=int(found["Day"]), type=found["Type"])
