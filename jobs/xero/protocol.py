"""What goes over the wire to Xero: exact, stable bytes of elements and envelopes, and the paths they go to."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from jobs.xero.records import Address, ContactChange, ContactDraft, ContactPerson, Draft, DraftLine, PaymentTerm, Phone

R = TypeVar("R")

_encode = msgspec.json.Encoder().encode


def path_for(resource: str) -> str:
    """The path of a bulk write: each element succeeds or fails alone, and unit prices keep up to four decimals.

    Without unitdp=4 Xero cuts a price to cents before it multiplies; one that is whole cents is the same with it.
    """
    # The server's default is to refuse the whole request for one bad element, whatever its description says.
    extra = "" if resource == "Contacts" else "&unitdp=4"
    return f"{resource}?summarizeErrors=false{extra}"


def document_element(draft: Draft, contact_id: str) -> bytes:
    """One document, exactly as it will be sent; of the contact only its id, as any more would edit the contact."""
    is_credit = draft.type.endswith("CREDIT")
    element = {
        "Type": draft.type,
        "Contact": {"ContactID": contact_id},
        "CreditNoteNumber" if is_credit else "InvoiceNumber": draft.number,
        "Reference": draft.reference,
        "Date": draft.date,
        "DueDate": draft.due_date,
        "LineAmountTypes": draft.line_amount_types,
        "CurrencyCode": draft.currency_code,
        "BrandingThemeID": draft.branding_theme_id,
        "Url": draft.url,
        "Status": draft.status,
        "SentToContact": True if draft.sent_to_contact else None,
        "LineItems": [_line(each) for each in draft.lines],
    }
    return _encode(_present(element))


def _line(line: DraftLine) -> dict[str, Any]:
    return _present(
        {
            "Description": line.description,
            "Quantity": _plain(line.quantity),
            "UnitAmount": _plain(line.unit_amount),
            "AccountCode": line.account_code,
            "TaxType": line.tax_type,
            "ItemCode": line.item_code,
            "Tracking": [{"Name": each.name, "Option": each.option} for each in line.tracking] or None,
        }
    )


def contact_element(draft: ContactDraft) -> bytes:
    """One contact to create; what is empty is left out."""
    element = {
        "Name": draft.name,
        "ContactNumber": draft.contact_number,
        "AccountNumber": draft.account_number,
        "EmailAddress": draft.email_address,
        "FirstName": draft.first_name,
        "LastName": draft.last_name,
        "TaxNumber": draft.tax_number,
        "Addresses": [_address(each) for each in draft.addresses] or None,
        "Phones": [_phone(each) for each in draft.phones] or None,
    }
    return _encode(_present(element))


def change_element(change: ContactChange) -> bytes:
    """One contact to change: what is None is left out and stays, an empty text or list blanks."""
    element = {
        "ContactID": change.contact_id,
        "Name": change.name,
        "AccountNumber": change.account_number,
        "EmailAddress": change.email_address,
        "FirstName": change.first_name,
        "LastName": change.last_name,
        "TaxNumber": change.tax_number,
        "AccountsReceivableTaxType": change.sales_tax_type,
        "PaymentTerms": _present({"Sales": _term(change.sales_terms), "Bills": _term(change.bill_terms)}) or None,
        "Addresses": _each(_address, change.addresses),
        "Phones": _each(_phone, change.phones),
        "ContactPersons": _each(_person, change.contact_persons),
    }
    return _encode(_present(element))


def _term(term: PaymentTerm | None) -> dict[str, Any] | None:
    return None if term is None else {"Day": term.day, "Type": term.type}


def _each(as_element: Callable[[R], dict[str, Any]], given: Sequence[R] | None) -> list[dict[str, Any]] | None:
    return None if given is None else [as_element(each) for each in given]


def _person(person: ContactPerson) -> dict[str, Any]:
    return _present(
        {
            "FirstName": person.first_name,
            "LastName": person.last_name,
            "EmailAddress": person.email_address,
            "IncludeInEmails": person.include_in_emails,
        }
    )


def _address(address: Address) -> dict[str, Any]:
    return _present(
        {
            "AddressType": address.address_type,
            "AttentionTo": address.attention_to,
            "AddressLine1": address.address_line1,
            "AddressLine2": address.address_line2,
            "AddressLine3": address.address_line3,
            "AddressLine4": address.address_line4,
            "City": address.city,
            "Region": address.region,
            "PostalCode": address.postal_code,
            "Country": address.country,
        }
    )


def _phone(phone: Phone) -> dict[str, Any]:
    return _present(
        {
            "PhoneType": phone.phone_type,
            "PhoneNumber": phone.phone_number,
            "PhoneAreaCode": phone.phone_area_code,
            "PhoneCountryCode": phone.phone_country_code,
        }
    )


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _plain(number: Decimal | None) -> msgspec.Raw | None:
    """The number's own digits, without exponent, which not every reader takes. Raises ValueError for what is none."""
    if number is None:
        return None
    if not number.is_finite():
        raise ValueError(f"{number} cannot be sent as an amount")
    # Zero has no sign; the digits are written here because a Decimal of many places would write itself as 0E-8.
    return msgspec.Raw(format(number if number else number.copy_abs(), "f").encode())


def envelope(resource: str, elements: Sequence[bytes]) -> bytes:
    """The body of a bulk write, made of elements' exact bytes."""
    return b'{"' + resource.encode() + b'":[' + b",".join(elements) + b"]}"
