"""The main job, end to end against the imitated vendors: once, and to the cent."""

from house import House
from prepared import on_both


@on_both
def test_an_approved_invoice_arrives_once_and_is_stamped(house: House) -> None:
    house.company()
    house.invoice(9001, "100.00", "45.50")
    house.sweep()
    (held,) = house.xero_invoices()
    assert held["SubTotal"] == 145.50
    assert held["Url"].endswith("/d/ts-48211-invoice-9001")
    row = house.document(9001)
    assert (row.disposition, row.xero_id) == ("done", held["InvoiceID"])
    assert house.in_autotask(9001)["webServiceDate"]
    assert row.stamp_seen_at is not None
    house.sweep(3, apart=61)
    assert len(house.xero_invoices()) == 1
