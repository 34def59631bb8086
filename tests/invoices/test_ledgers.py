"""A workspace with several live ledgers: every one is swept, and trouble with one holds up no other."""

import pytest
from house import House

from jobs import clients, connections, options, pressed, reference_data
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.sandbox import seed_xero
from jobs.sandbox.seed_xero import CLOUD


@pytest.fixture
def second(house: House) -> int:
    """Another organisation of the same provider, connected later and never activated."""
    for table, rows in {
        "organisations": [seed_xero.organisation(CLOUD, "Harbourline Cloud Ltd", "!hLn02")],
        "accounts": seed_xero.accounts(CLOUD),
        "tax_rates": seed_xero.tax_rates(CLOUD),
        "currencies": [{"TenantID": CLOUD, "Code": "NZD", "Description": "New Zealand Dollar"}],
    }.items():
        house.sandbox.put_rows(f"xero.{table}", rows)
    clients.runtime().redis.set(f"gate:xero:{CLOUD}:epoch", "of the tests")
    code = house.sandbox.consent_code(connections.consent_address(house.settings, "state"), CLOUD)
    offered = connections.finish_consent(house.settings, house.workspace_id, code)[0]
    ledger_id = connections.connect_ledger(house.settings, house.workspace_id, offered.grant_id, CLOUD)
    reference_data.read_lists(house.settings, ledger_id)
    with db.unit_of_work() as session:
        chosen = {"default_sales_account": "200", "default_currency": "NZD", "days_back": 14}
        options.save(session, ledger_id, chosen, None)
    house.company()
    return ledger_id


def _move(house: House, autotask_id: int, ledger_id: int) -> None:
    with db.unit_of_work() as session:
        session.get_one(Document, house.document(autotask_id).id).ledger_id = ledger_id


def test_new_invoices_go_to_the_ledger_that_the_pages_speak_of(house: House, second: int) -> None:
    """An organisation chosen by mistake in set-up stays connected when Xero does not answer the good-bye."""
    pressed.pause(house.ledger_id, None)
    pressed.activate(second, None)
    house.invoice(9001, "10.00")
    house.sweep()
    row = house.document(9001)
    assert (row.ledger_id, row.disposition, row.xero_tenant_id) == (second, "done", CLOUD)


def test_rows_of_every_live_ledger_are_sent(house: House, second: int) -> None:
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00")
    house.sweep()  # the second is paused: both rows wait there
    _move(house, 9001, house.ledger_id)
    pressed.activate(second, None)
    house.sweep()
    assert {each.xero_tenant_id != CLOUD for each in house.documents()} == {True, False}
    assert {each.disposition for each in house.documents()} == {"done"}


def test_an_organisation_that_is_silent_holds_up_no_other(house: House, second: int) -> None:
    house.invoice(9001, "10.00")
    house.sweep()
    _move(house, 9001, house.ledger_id)
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, second)
        ledger.state, ledger.activated_at = "active", clock.now()
    house.invoice(9002, "20.00")
    house.advance(seconds=61)
    house.sandbox.trouble(vendor="xero", method="GET", path="Contacts", what="status", status=503, times=1)
    house.sweep()
    assert house.document(9002).disposition == "waiting"
    assert house.document(9001).disposition == "done"


def test_what_one_ledger_has_under_way_is_not_taken_for_anothers(house: House, second: int) -> None:
    house.invoice(9001, "10.00")
    house.sweep()
    _move(house, 9001, house.ledger_id)
    house.sandbox.trouble(vendor="xero", method="PUT", path="Invoices", what="lost_reply")
    house.sweep()
    assert house.document(9001).disposition == "sending"
    house.advance(seconds=61)
    house.sweep(3, apart=61)
    assert house.faults() == []
    assert house.document(9001).disposition == "done"
