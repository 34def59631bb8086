"""Comparing with Xero again: to the cent, and what a list leaves out is not taken for deleted."""

from house import House

from jobs import pressed

PUT_NOTE = {"vendor": "xero", "method": "PUT", "path": "CreditNotes"}


def minutes(house: House, count: int) -> None:
    for _ in range(count):
        house.advance(seconds=61)
        house.sweep()


def edit(house: House, table: str, id: str, key: str, **change: object) -> None:
    (row,) = [each for each in house.sandbox.table(table) if each[key] == id]
    house.sandbox.put_rows(table, [{**row, **change}])


def test_a_credit_note_older_than_our_knowledge_of_it_is_not_taken_for_deleted(house: House) -> None:
    """We learnt of it long after it was made, so it is not among what changed since: that proves nothing."""
    house.company()
    house.invoice(9001, "-10.00")
    house.sandbox.trouble(**PUT_NOTE, what="lost_reply")
    house.sweep()
    house.advance(minutes=150)
    house.sweep()
    row = house.document(9001)
    assert row.disposition == "done"
    pressed.resync(row.id, None)
    minutes(house, 3)
    assert house.document(9001).revision == 1
    assert len(house.xero_credit_notes()) == 1


def test_a_document_that_xero_does_not_show_is_never_made_anew(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    row = house.document(9001)
    empty = {"Invoices": [], "pagination": {"page": 1, "pageSize": 1000, "pageCount": 1, "itemCount": 0}}
    house.sandbox.trouble(vendor="xero", method="GET", path="Invoices", what="status", status=200, body=empty, times=3)
    pressed.resync(row.id, None)
    minutes(house, 3)
    assert house.document(9001).revision == 1
    assert len(house.xero_invoices()) == 1
    assert [each.code for each in house.faults()] == ["XERO_CHANGED"]


def test_a_difference_is_not_rounded_away_when_compared_again(house: House) -> None:
    house.company()
    house.invoice(9001, "10.45")
    house.sweep()
    row = house.document(9001)
    edit(house, "xero.invoices", row.xero_id or "", "InvoiceID", SubTotal=10)
    pressed.resync(row.id, None)
    house.sweep()
    assert [each.code for each in house.faults()] == ["NET_DIFFERS"]
