"""The bookkeeper's contacts in Xero: names that differ a little, addresses that have moved on, terms of their own."""

import uuid

from jobs.sandbox.seed_names import COMPANIES, FIRST, FIRST_COMPANY, LAST, OTHERS
from jobs.sandbox.store import Row

# Each fourth card has terms: one of the four kinds.
TERMS = (
    {"Day": 20, "Type": "OFFOLLOWINGMONTH"}, {"Day": 45, "Type": "DAYSAFTERBILLDATE"},
    {"Day": 10, "Type": "DAYSAFTERBILLMONTH"}, {"Day": 31, "Type": "OFCURRENTMONTH"},
)  # fmt: skip
UNTAXED = ("Otago Peninsula Trust",)  # the card says zero rated
MERGED = ("Brightline Power Ltd", "Brightline Power")  # the first was merged into the second


def contacts(tenant: str, *, few: bool = False) -> list[Row]:
    """Most alike, some differing by case or spaces, one archived, one merged into another."""
    places = [place for place, each in enumerate(COMPANIES) if each.contact not in ("none", "twin")]
    known = [_customer(tenant, place) for place in (places[:3] if few else places)]
    return [*known, *(_card(tenant, name) for name in OTHERS), _merged(tenant)]


def _card(tenant: str, name: str) -> Row:
    contact = {"ContactID": stable_id(tenant, f"contact {name}"), "TenantID": tenant, "Name": name}
    return {**contact, "ContactStatus": "ACTIVE"}


def _merged(tenant: str) -> Row:
    lost, kept = MERGED
    into = stable_id(tenant, f"contact {kept}")
    return {**_card(tenant, lost), "ContactStatus": "ARCHIVED", "MergedToContactID": into}


def _customer(tenant: str, place: int) -> Row:
    company = COMPANIES[place]
    name, how = company.name, company.contact
    shown = {"case": name.upper(), "spaces": name.replace(" ", "  ", 1), "longer": f"{name} Limited"}.get(how, name)
    number = FIRST_COMPANY + place
    return {
        **_card(tenant, name),
        "Name": shown,
        "ContactStatus": "ARCHIVED" if how == "archived" else "ACTIVE",
        "Addresses": [_address(place)],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": company.phone}],
        **({"AccountNumber": f"C-{number}"} if how == "longer" or place % 3 == 0 else {}),
        **({"PaymentTerms": {"Sales": TERMS[place // 4 % len(TERMS)]}} if place % 4 == 0 else {}),
        **({"AccountsReceivableTaxType": "ZERORATED"} if name in UNTAXED else {}),
        **({"ContactPersons": [_person(place)]} if place % 5 == 0 else {}),
    }


def _address(place: int) -> Row:
    """As in Autotask; some have moved since the bookkeeper wrote it down, or never got further than a city."""
    company, number = COMPANIES[place], FIRST_COMPANY + place
    street = f"{number % 90 + 1} Quay Street" if place % 7 else f"PO Box {number}"
    town = {"City": company.city, "PostalCode": company.postcode}
    return {"AddressType": "POBOX", **({} if place % 11 == 0 else {"AddressLine1": street}), **town}


def _person(place: int) -> Row:
    first, last = FIRST[place % len(FIRST)], LAST[place % len(LAST)]
    email = f"{first.lower()}+{FIRST_COMPANY + place}@example.com"
    return {"FirstName": first, "LastName": last, "EmailAddress": email, "IncludeInEmails": False}


def stable_id(tenant: str, name: str) -> str:
    """The same id for the same thing in every demo, and another one in another organisation."""
    return str(uuid.uuid5(uuid.UUID(tenant), name))
