"""Field names both ways: ours (`company_id`) and Autotask's (`companyID`), read whatever their case."""

from itertools import chain

from jobs.autotask import records, work

# Read or filtered on, but in none of our records.
ONLY_IN_FILTERS = (
    "last_activity_date",
    "last_modified_date",
    "last_tracked_modified_date_time",
    "voided_by_resource_id",
    "posted_date",
)
RECORDS = (
    records.UserDefinedField,
    records.Zone,
    records.Threshold,
    records.PicklistValue,
    records.Field,
    records.EntityAccess,
    records.Invoice,
    records.BillingItem,
    records.Company,
    records.Contact,
    records.Currency,
    records.Country,
    records.BillingCode,
    records.PaymentTerm,
    records.InvoiceTemplate,
    records.TaxRegion,
    records.TaxCategory,
    records.Tax,
    records.OrganizationalLevel1,
    records.OrganizationalLevelAssociation,
    work.Resource,
    work.TimeEntry,
    work.Ticket,
    work.TicketCharge,
    work.Task,
    work.Attachment,
)


def _spell(ours: str) -> str:
    """Autotask's spelling: camel case, and *ID* in capitals wherever it does not begin the name."""
    first, *rest = ours.split("_")
    return first + "".join("ID" if word == "id" else word.capitalize() for word in rest)


CAMEL = {
    ours: _spell(ours)
    for ours in sorted({*chain.from_iterable(kind.__struct_fields__ for kind in RECORDS), *ONLY_IN_FILTERS})
}
# The same entity may come in another spelling from an older zone (REST field names are not case-sensitive,
# Autotask's developer help on queries, read 2026-11), so names are compared by their letters alone.
_BY_LETTERS = {ours.replace("_", ""): ours for ours in CAMEL}


def letters(name: str) -> str:
    """What is left of a name without case and underscores."""
    return name.replace("_", "").lower()


def snake(name: str) -> str:
    """Our name for Autotask's, in any case; a name we do not read comes back in lower case."""
    return _BY_LETTERS.get(letters(name), name.lower())


def camel(name: str) -> str:
    """Autotask's exact spelling of a name in either form. Raises ValueError for a field we know nothing of."""
    ours = _BY_LETTERS.get(letters(name))
    if ours is None:
        raise ValueError(f"{name!r} is no field of any Autotask record we read")
    return CAMEL[ours]
