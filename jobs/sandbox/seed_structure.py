"""How the demo's service provider is organised in Autotask: its people, divisions, taxes and user-defined fields."""

from decimal import Decimal
from typing import Any

from jobs.sandbox import seed_work
from jobs.sandbox.autotask_udfs import KINDS, TYPES
from jobs.sandbox.store import Row

OVERSEAS = 2
STANDARD, EXEMPT = 1, 2  # tax categories
FIRST_RESOURCE = 29682885
PEOPLE = (
    ("Wiremu", "Parata"), ("Ingrid", "Solheim"), ("Sanjay", "Mistry"), ("Kelly", "O'Rourke"), ("Leilani", "Fonoti"),
    ("Tomás", "Herrera"),
)  # fmt: skip
RESOURCES = tuple(range(FIRST_RESOURCE, FIRST_RESOURCE + len(PEOPLE)))

# Line of business → id of its association with the one branch; the last is hidden from the API user.
DIVISIONS = {"Support": 501, "Projects": 502, "Managed Services": 503, "Hardware and Licences": 504, "Consulting": 505}
BRANCH = "Wellington"
_BY_CODE = {
    "Support": (seed_work.REMOTE, seed_work.ON_SITE, seed_work.LATE),
    "Projects": (seed_work.SET_UP, seed_work.MILESTONE),
    "Managed Services": (seed_work.MANAGED, seed_work.PREPAID),
    "Hardware and Licences": (seed_work.HARDWARE, seed_work.SUNDRIES, seed_work.LICENCES),
}
DIVISION_OF = {code: DIVISIONS[name] for name, codes in _BY_CODE.items() for code in codes}

# Entity's label, name, kind, what a list takes
UDFS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Company", "XeroNoSync", "List", ("Yes", "No")),
    ("Company", "XeroOrganisation", "List", ("Harbourline IT", "Harbourline Cloud")),
    ("Company", "Agreement ends", "Date", ()),
    ("Contact", "Position", "List", ("Accounts", "AccountsIncludedPerson", "Director")),
    ("Ticket", "Cost centre", "String", ()),
)


def rows() -> dict[str, list[Row]]:
    """Entity → its rows."""
    return {
        "Resources": [_resource(number, *name) for number, name in zip(RESOURCES, PEOPLE, strict=True)],
        "OrganizationalLevel1s": [{"id": 1, "name": BRANCH, "isActive": True}],
        "OrganizationalLevel2s": [
            {"id": place, "name": name, "isActive": True} for place, name in enumerate(DIVISIONS, start=11)
        ],
        "OrganizationalLevelAssociations": [
            {"id": key, "organizationalLevel1ID": 1, "organizationalLevel2ID": place, "isActive": True}
            for place, key in enumerate(DIVISIONS.values(), start=11)
        ],
        "UserDefinedFieldDefinitions": [_definition(place, *each[:3]) for place, each in enumerate(UDFS, start=1)],
        "UserDefinedFieldListItems": _choices(),
        **_taxes(),
    }


def _resource(number: int, first: str, last: str) -> Row:
    user = f"{first[0]}{last}".lower().replace("'", "")
    return {
        "id": number,
        "firstName": first,
        "lastName": last,
        "initials": f"{first[0]}{last[0]}",
        "email": f"{user}@harbourline.example",
        "userName": user,
        "title": "Service technician",
        "isActive": True,
    }


def _definition(number: int, entity: str, name: str, kind: str) -> Row:
    kinds = {label: value for value, label in KINDS.items()}
    return {
        "id": number, "udfType": TYPES[entity], "name": name, "dataType": kinds[kind], "isActive": True,
        "isRequired": False, "isEncrypted": False, "isProtected": False, "isPrivate": False, "sortOrder": number,
    }  # fmt: skip


def _choices() -> list[Row]:
    pairs = [(place, choice) for place, each in enumerate(UDFS, start=1) for choice in each[3]]
    return [
        {"id": number, "udfFieldId": field, "valueForDisplay": choice, "valueForExport": choice, "isActive": True}
        for number, (field, choice) in enumerate(pairs, start=1)
    ]


def _taxes() -> dict[str, list[dict[str, Any]]]:
    """One tax at home; what goes overseas or is exempt has none."""
    return {
        "TaxRegions": [
            {"id": 1, "name": "New Zealand", "isActive": True},
            {"id": OVERSEAS, "name": "Overseas", "isActive": True},
        ],
        "TaxCategories": [
            {"id": STANDARD, "name": "Standard", "description": "Taxed at home", "isActive": True},
            {"id": EXEMPT, "name": "Exempt", "description": "Taxed nowhere", "isActive": True},
        ],
        "Taxes": [
            {"id": 1, "taxName": "GST", "taxRate": Decimal("15.0000"), "taxRegionID": 1, "taxCategoryID": STANDARD,
             "isCompounded": False},
        ],
    }  # fmt: skip
