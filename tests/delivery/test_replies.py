"""A reply is settled as a whole: each row it tells of is read once, however many there are."""

from house import House
from statements import statements

PUT_CONTACTS = {"vendor": "xero", "method": "PUT", "path": "Contacts"}


def links_read(house: House, ids: range) -> int:
    """How often contact links are read in a sweep that makes these companies' contacts."""
    house.advance(minutes=2)
    for id in ids:
        house.company(id, f"Company {id}")
        house.invoice(id, "10.00", company=id)
    with statements() as seen:
        house.sweep()
    return sum("FROM contact_links" in each for each in seen)


def test_links_are_read_as_often_for_twenty_new_contacts_as_for_two(house: House) -> None:
    assert links_read(house, range(602, 604)) == links_read(house, range(700, 720)) > 0
    assert {each.disposition for each in house.documents()} == {"done"}


def test_links_are_read_as_often_for_twenty_contacts_that_did_not_leave_as_for_two(house: House) -> None:
    house.sandbox.trouble(**PUT_CONTACTS, what="status", status=429, headers={"Retry-After": "1"}, times=None)
    assert links_read(house, range(602, 604)) == links_read(house, range(700, 718)) > 0
    assert {each.reason for each in house.documents()} == {"RATE_LIMITED"}
