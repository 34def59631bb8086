"""Look-alikes in Xero: what a person answers holds, and is asked no more often than needed."""

from typing import Any

from house import House

from jobs import pressed

PUT_NOTE = {"vendor": "xero", "method": "PUT", "path": "CreditNotes"}


def minutes(house: House, count: int) -> None:
    for _ in range(count):
        house.advance(seconds=61)
        house.sweep()


def doubtful(house: House) -> dict[str, Any]:
    """A credit note of ours that a look does not show, beside two that look like it; returns ours."""
    house.company()
    house.invoice(9001, "-10.00")
    house.sandbox.trouble(**PUT_NOTE, what="html")
    house.sweep()
    (ours,) = house.xero_credit_notes()
    for place in (1, 2):
        twin = {"CreditNoteID": f"00000000-0000-4000-8000-00000000000{place}", "CreditNoteNumber": f"CN-TWIN-{place}"}
        house.sandbox.put_rows("xero.credit_notes", [{**ours, **twin}])
    hidden = {"Date": "2001-01-01", "DateString": "2001-01-01T00:00:00"}
    house.sandbox.put_rows("xero.credit_notes", [{**ours, **hidden}])
    minutes(house, 1)
    assert house.document(9001).reason == "XERO_MAY_HAVE_IT"
    return ours


def test_none_of_these_waits_until_a_late_twin_can_be_excluded(house: House) -> None:
    """Two look like ours and are not; ours comes three minutes later, after a person said: send it."""
    ours = doubtful(house)
    pressed.choose_candidate(house.document(9001).id, None, None)
    house.sweep()
    house.sandbox.put_rows("xero.credit_notes", [ours])
    minutes(house, 10)
    assert house.document(9001).xero_id == ours["CreditNoteID"]
    assert len(house.xero_credit_notes()) == 3


def test_none_of_these_is_sent_once_its_absence_is_proved(house: House) -> None:
    doubtful(house)
    pressed.choose_candidate(house.document(9001).id, None, None)
    minutes(house, 10)
    assert house.document(9001).disposition == "done"
    assert house.faults() == []


def test_xero_is_not_asked_at_every_sweep_while_a_person_thinks(house: House) -> None:
    doubtful(house)
    house.sandbox.forget_requests()
    minutes(house, 20)
    asked = [each for each in house.sandbox.requests() if "CreditNotes" in each["path"]]
    assert len(asked) <= 1
    assert [each.count for each in house.faults()] == [1]


def test_the_one_that_a_person_chose_is_ours_even_after_they_edit_it(house: House) -> None:
    ours = doubtful(house)
    twin = "00000000-0000-4000-8000-000000000001"
    pressed.choose_candidate(house.document(9001).id, twin, None)
    house.sandbox.put_rows(
        "xero.credit_notes", [{**ours, "CreditNoteID": twin, "Date": "2002-02-02", "DateString": "2002-02-02T00:00:00"}]
    )
    minutes(house, 10)
    assert house.document(9001).xero_id == twin
    assert len(house.xero_credit_notes()) == 3
