"""A new mapping lets go exactly the documents that stopped for want of it."""

from jobs.mappings.releasing import release
from jobs.models import Document, Fault
from jobs.plumbing import clock, db
from tests.house import House


def test_only_the_document_that_named_the_key_waits_again(house: House) -> None:
    _collect(house, 9001, 9002, 9003)
    _stop(house, 9001, "ACCOUNT_UNMAPPED", "11")
    _stop(house, 9002, "ACCOUNT_UNMAPPED", "12")
    _stop(house, 9003, "TAX_UNMAPPED", "11")
    assert _release(house) == 1
    assert [house.document(each).disposition for each in (9001, 9002, 9003)] == ["waiting", "fault", "fault"]
    assert {each.detail["key"] for each in house.faults() if each.detail and each.code == "ACCOUNT_UNMAPPED"} == {"12"}


def test_a_document_that_xero_has_is_never_let_go(house: House) -> None:
    _collect(house, 9001)
    _stop(house, 9001, "ACCOUNT_UNMAPPED", "11", xero_id="x-1")
    assert _release(house) == 0
    assert house.document(9001).disposition == "fault"


def _release(house: House) -> int:
    with db.unit_of_work() as session:
        return release(session, house.ledger_id, "accounts", frozenset({"11"}), None)


def _collect(house: House, *autotask_ids: int) -> None:
    house.company()
    for each in autotask_ids:
        house.invoice(each, "100.00")
    house.choose(default_sales_account="unknown")  # so that nothing is sent
    house.sweep()
    assert {each.xero_id for each in house.documents()} == {None}


def _stop(house: House, autotask_id: int, code: str, key: str, xero_id: str | None = None) -> None:
    with db.unit_of_work() as session:
        row = session.get_one(Document, house.document(autotask_id).id)
        row.xero_id, row.disposition = xero_id, "fault"
        session.add(
            Fault(
                workspace_id=house.workspace_id,
                ledger_id=house.ledger_id,
                document_id=row.id,
                subject=f"document:{row.id}",
                code=code,
                detail={"key": key},
                first_at=clock.now(),
                last_at=clock.now(),
            )
        )
