"""An Autotask company, and the person who gets its bills, as a new Xero contact."""

import re

from jobs.autotask.records import Company, Contact
from jobs.translation.markers import contact_number
from jobs.translation.names import contact_name
from jobs.translation.text import NAME_LENGTH, length, one_line, prefix, to_ascii
from jobs.xero.records import Address, ContactDraft, Phone

# Xero's field lengths, from its accounting description (contacts, read 2026-10).
ADDRESS_LINE_LENGTH = 500
POSTAL_CODE_LENGTH = 50
COUNTRY_LENGTH = 50
PHONE_LENGTH = 50
TAX_NUMBER_LENGTH = 50
ACCOUNT_NUMBER_LENGTH = 50

# Xero refuses the whole contact for a bad address of e-mail ("Email address must be valid"), so only sure ones go.
_PLAUSIBLE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def contact_draft(
    company: Company, ci: int, person: Contact | None, country: str | None, *, with_number: bool = False
) -> ContactDraft:
    """Write the contact to create for a company; its contact number is our marker, written on create only.

    *with_number*: the company's own number goes along, so that both systems have it.
    """
    return ContactDraft(
        company_id=company.id,
        name=contact_name(company.company_name).text,
        contact_number=contact_number(ci, company.id),
        account_number=_whole(company.company_number, ACCOUNT_NUMBER_LENGTH) if with_number else None,
        email_address=email_address(person.email_address) if person else None,
        first_name=contact_name(person.first_name).text or None if person else None,
        last_name=contact_name(person.last_name).text or None if person else None,
        tax_number=_whole(company.tax_id, TAX_NUMBER_LENGTH),
        addresses=_addresses(company, country),
        phones=_phones(company, person),
    )


def email_address(given: str | None) -> str | None:
    """Take an address that Xero will, or none: printable, without umlauts, at most 255 characters."""
    address = one_line(given)
    plausible = _PLAUSIBLE.fullmatch(address) and ".." not in address and not address.startswith(".")
    return address if plausible and ".@" not in address and len(address) <= NAME_LENGTH else None


def _addresses(company: Company, country: str | None) -> tuple[Address, ...]:
    """POBOX is the address that Xero prints on invoices."""
    parts = {
        "address_line1": _cut(company.address1, ADDRESS_LINE_LENGTH),
        "address_line2": _cut(company.address2, ADDRESS_LINE_LENGTH),
        "city": _cut(company.city, NAME_LENGTH),
        "region": _cut(company.state, NAME_LENGTH),
        "postal_code": _cut(company.postal_code, POSTAL_CODE_LENGTH),
        "country": country_name(country),
    }
    return (Address("POBOX", **parts),) if any(parts.values()) else ()


def country_name(given: str | None) -> str | None:
    """Spell a country with the letters and blanks Xero takes; Côte d'Ivoire becomes Cote d Ivoire."""
    spelt = " ".join("".join(char if char.isalpha() else " " for char in to_ascii(given or "")).split())
    return spelt if spelt and len(spelt) <= COUNTRY_LENGTH else None


def _phones(company: Company, person: Contact | None) -> tuple[Phone, ...]:
    numbers = {
        "DEFAULT": company.phone or (person.phone if person else None),
        "MOBILE": person.mobile_phone if person else None,
        "FAX": company.fax or (person.fax_number if person else None),
    }
    found = {kind: _whole(number, PHONE_LENGTH) for kind, number in numbers.items()}
    return tuple(Phone(kind, number) for kind, number in found.items() if number)


def _whole(given: str | None, limit: int) -> str | None:
    """Take it whole or not at all: half a phone or tax number is a wrong one."""
    value = one_line(given)
    return value if value and length(value) <= limit else None


def _cut(given: str | None, limit: int) -> str | None:
    return prefix(one_line(given), limit).rstrip() or None
