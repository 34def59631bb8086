"""Which person of a company gets its bills."""

from collections.abc import Sequence

from jobs.autotask.records import Contact
from jobs.translation.options import InvoiceOptions
from jobs.translation.problems import BILLING_CONTACT_TWICE, Problem


def billing_person(people: Sequence[Contact], options: InvoiceOptions) -> Contact | Problem | None:
    """Choose among a company's active people: marked by the field, else by Autotask, else the only one, else nobody.

    Two that the field marks are a problem: nobody but a person can tell which of them is meant.
    """
    marked = [each for each in people if is_marked(each, options.billing_contact_udf, options.billing_contact_value)]
    if len(marked) > 1:
        names = ", ".join(f"{each.first_name or ''} {each.last_name or ''}".strip() for each in marked)
        detail = {"people": names, "field": options.billing_contact_udf, "value": options.billing_contact_value}
        return Problem(BILLING_CONTACT_TWICE, "contact", detail)
    if marked:
        return marked[0]
    for flag in ("billing_contact", "primary_contact"):
        chosen = [each for each in people if getattr(each, flag)]
        if len(chosen) == 1:
            return chosen[0]
    return people[0] if len(people) == 1 else None


def is_marked(person: Contact, field: str, value: str) -> bool:
    """Tell whether the person's field of that name says *value*; neither counts case."""
    if not field or not value:
        return False
    said = [each.value or "" for each in person.user_defined_fields if each.name.casefold() == field.casefold()]
    return any(each.strip().casefold() == value.casefold() for each in said)
