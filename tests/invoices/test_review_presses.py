"""What a person presses while a sweep is at work holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from house import House
from prepared import on_both
from sqlalchemy import select

from jobs import known_contacts, pressed
from jobs.invoices import deciding, work
from jobs.models import ContactLink
from jobs.plumbing import clock, db


@contextmanager
def between(module: Any, name: str, meanwhile: Callable[[], None]) -> Iterator[None]:
    """*meanwhile* happens each time just after the step *name* of *module*."""
    step = getattr(module, name)

    def stepped(*given: Any, **options: Any) -> Any:
        found = step(*given, **options)
        meanwhile()
        return found

    setattr(module, name, stepped)
    try:
        yield
    finally:
        setattr(module, name, step)


def skip_it(house: House) -> None:
    row = house.document(9001)
    if row.disposition in ("waiting", "held"):
        pressed.skip(row.id, None)


@on_both
@pytest.mark.parametrize("total", ["10.00", "99.99"], ids=["it would be sent", "it would be held"])
def test_a_skip_while_the_invoice_is_gathered_holds(house: House, total: str) -> None:
    house.company()
    house.invoice(9001, "10.00", total=total)
    with between(deciding, "gather", lambda: skip_it(house)):
        house.sweep()
    house.advance(minutes=2)
    house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("skipped", "SKIPPED_BY_PERSON")
    assert house.xero_invoices() == []


def test_a_skip_while_the_contact_is_made_holds(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(vendor="xero", method="PUT", path="Contacts", what="html")
    with between(work, "make_sure", lambda: skip_it(house)):
        house.sweep()
    for _ in range(12):
        house.advance(seconds=61)
        house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("skipped", "SKIPPED_BY_PERSON")
    assert house.xero_invoices() == []


def test_a_link_made_while_contacts_are_listed_is_not_overwritten(house: House) -> None:
    house.sandbox.put_rows("xero.contacts", [{"Name": "Rimu Holdings", "ContactStatus": "ACTIVE"}])
    (theirs,) = [each["ContactID"] for each in house.sandbox.table("xero.contacts") if each["Name"] == "Rimu Holdings"]
    house.company()
    house.invoice(9001, "10.00")

    def link() -> None:
        with db.unit_of_work() as session:
            if session.scalar(select(ContactLink)) is None:
                row = ContactLink(ledger_id=1, company_id=501, company_name="Rimu Cafe", created_at=clock.now())
                row.state, row.how, row.xero_contact_id, row.xero_name = "linked", "person", theirs, "Rimu Holdings"
                session.add(row)

    with between(known_contacts, "match", link):
        house.sweep()
    assert [each["Contact"]["ContactID"] for each in house.xero_invoices()] == [theirs]
    assert "Rimu Cafe" not in {each["Name"] for each in house.sandbox.table("xero.contacts")}
