"""What goes, what waits, what is left out, and why: every invoice has one disposition with its reason."""

from datetime import timedelta

from house import House
from prepared import on_both

from jobs.plumbing import clock


def test_lines_that_do_not_sum_to_the_invoice_are_held_and_go_when_they_do(house: House) -> None:
    house.company()
    house.invoice(9001, "100.00", total="145.50")
    house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("held", "SETTLING")
    house.sandbox.put_rows("autotask.BillingItems", [house.item(9001, 1, "45.50")])
    house.advance(minutes=1)
    house.sweep()
    assert house.document(9001).disposition == "done"
    assert [float(each["SubTotal"]) for each in house.xero_invoices()] == [145.5]


def test_lines_that_never_sum_become_a_fault_and_nothing_is_sent(house: House) -> None:
    house.company()
    house.invoice(9001, "100.00", total="145.50")
    house.sweep(13, apart=61)
    row = house.document(9001)
    assert (row.disposition, row.reason) == ("fault", "TOTALS_DIFFER")
    assert house.faults()[0].detail["lines"] == "100.00"
    assert house.xero_invoices() == []


def test_an_invoice_without_items_faults_even_when_the_option_would_skip_it(house: House) -> None:
    house.company()
    house.choose(no_items="skip")
    house.invoice(9001, total="12.00")
    house.sweep(13, apart=61)
    assert house.document(9001).reason == "NO_BILLING_ITEMS"
    assert house.document(9001).disposition == "fault"


def test_an_empty_invoice_of_nil_faults_or_is_skipped_by_option(house: House) -> None:
    house.company()
    house.invoice(9001, total="0")
    house.sweep()
    assert house.document(9001).disposition == "fault"
    house.choose(no_items="skip")
    house.invoice(9002, total="0")
    house.advance(minutes=2)
    house.sweep()
    assert (house.document(9002).disposition, house.document(9002).reason) == ("skipped", "SKIPPED_NO_ITEMS")


def test_a_nil_total_goes_or_is_skipped_by_option(house: House) -> None:
    house.company()
    house.invoice(9001, "0")
    house.sweep()
    assert house.document(9001).disposition == "done"
    house.choose(zero_total="skip")
    house.invoice(9002, "0")
    house.advance(minutes=2)
    house.sweep()
    assert (house.document(9002).disposition, house.document(9002).reason) == ("skipped", "ZERO_TOTAL")
    assert len(house.xero_invoices()) == 1


def test_voided_and_stamped_invoices_are_listed_and_never_sent(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00", isVoided=True)
    house.invoice(9002, "10.00", webServiceDate="2026-11-01T00:00:00Z")
    house.sweep()
    assert [(each.disposition, each.reason) for each in house.documents()] == [
        ("skipped", "VOIDED"),
        ("skipped", "STAMPED_BEFORE_US"),
    ]
    assert house.xero_invoices() == []


def test_what_is_skipped_at_sight_or_voided_later_is_said_in_the_log(house: House) -> None:
    house.company()
    house.choose(default_sales_account="999")  # so that it stays a fault, and never goes
    house.invoice(9001, "10.00")
    house.invoice(9002, "10.00", webServiceDate="2026-11-01T00:00:00Z")
    house.sweep()
    house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "isVoided": True}])
    house.advance(minutes=2)
    house.sweep()
    skipped = {each.document_id: each.detail for each in house.log() if each.code == "SKIPPED"}
    assert skipped == {
        house.document(9001).id: {"reason": "Voided in Autotask"},
        house.document(9002).id: {"reason": "Stamped before us"},
    }


def test_a_date_cleared_in_autotask_lets_an_invoice_stamped_before_us_go(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00", webServiceDate="2026-11-01T00:00:00Z")
    house.sweep()
    house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "webServiceDate": None}])
    house.advance(minutes=2)
    house.sweep()
    assert house.document(9001).disposition == "done"


def test_what_lies_before_the_window_is_counted_and_not_collected(house: House) -> None:
    house.company()
    house.choose(days_back=3)
    old = (clock.now() - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    house.invoice(9001, "10.00", createDateTime=old)
    house.invoice(9002, "10.00")
    house.sweep()
    assert [each.autotask_id for each in house.documents()] == [9002]
    assert house.sweep_state().left_outside == 1
    house.choose(days_back=14)
    house.advance(minutes=2)
    house.sweep()
    assert house.document(9001).disposition == "done"


def test_an_outage_longer_than_the_window_loses_nothing(house: House) -> None:
    house.company()
    house.choose(days_back=1)
    house.sweep()
    house.invoice(9001, "10.00")
    house.advance(days=5)
    house.sweep()
    assert house.document(9001).disposition == "done"


@on_both
def test_an_invoice_edited_between_read_and_send_is_read_again(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    change = {"invoiceTotal": 12}
    # Translated, then its contact takes a minute to make; meanwhile somebody changes it.
    house.slow_contact(lambda: house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, **change}]))
    assert house.xero_invoices() == []
    assert house.document(9001).disposition in ("waiting", "held")


def test_an_invoice_voided_between_read_and_send_is_skipped(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.slow_contact(lambda: house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "isVoided": True}]))
    assert house.xero_invoices() == []
    assert (house.document(9001).disposition, house.document(9001).reason) == ("skipped", "VOIDED")


def test_a_currency_that_xero_lacks_faults_by_name(house: House) -> None:
    house.sandbox.put_rows("autotask.Currencies", [{"id": 3, "name": "EUR", "isActive": True}])
    house.company(currencyID=3)
    house.invoice(9001, "10.00")
    house.sweep()
    (fault,) = house.faults()
    assert (fault.code, fault.detail["currency"]) == ("CURRENCY_NOT_ENABLED", "EUR")


def test_a_company_billed_in_dollars_goes_in_dollars(house: House) -> None:
    house.company(currencyID=2)
    house.invoice(9001, "10.00")
    house.sweep()
    assert house.xero_invoices()[0]["CurrencyCode"] == "USD"


def test_all_reasons_are_told_together(house: House) -> None:
    house.choose(default_sales_account="220")
    house.sandbox.put_rows("autotask.Currencies", [{"id": 3, "name": "EUR", "isActive": True}])
    house.company(currencyID=3)
    house.invoice(9001, "10.00")
    house.sweep()
    assert {each.code for each in house.faults()} == {"CURRENCY_NOT_ENABLED", "ACCOUNT_ARCHIVED"}


def test_a_paused_ledger_collects_and_sends_only_what_is_pressed(house: House) -> None:
    from jobs import pressed

    house.company()
    pressed.pause(house.ledger_id, None)
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00")
    house.sweep()
    assert {each.disposition for each in house.documents()} == {"waiting"}
    pressed.sync_document(house.document(9002).id, None)
    house.sweep()
    assert house.document(9002).disposition == "done"
    assert house.document(9001).disposition == "waiting"
    pressed.activate(house.ledger_id, None)
    house.sweep()
    assert house.document(9001).disposition == "done"
