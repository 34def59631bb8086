"""A connection that a person ends: here at once, at Xero as soon as it answers, and never one made anew meanwhile."""

import pytest
from house import House
from prepared import on_both
from sqlalchemy import delete, select

from jobs import disconnecting, reference_data
from jobs.flows import run_errands
from jobs.models import Errand, Ledger, ReferenceList
from jobs.plumbing import db
from jobs.plumbing.errors import VendorError


def ends(house: House) -> list[str]:
    return [each["method"] for each in house.sandbox.requests("xero") if each["method"] == "DELETE"]


def ledger_of(house: House) -> Ledger:
    with db.reading() as session:
        return session.get_one(Ledger, house.ledger_id)


@on_both
def test_xero_is_told_by_an_errand(house: House) -> None:
    house.sandbox.forget_requests()
    disconnecting.disconnect(house.ledger_id, None)
    assert (ledger_of(house).state, ends(house)) == ("disconnected", [])
    run_errands(house.workspace_id)
    assert ends(house) == ["DELETE"]


def test_one_that_was_connected_again_meanwhile_is_left_alone(house: House) -> None:
    disconnecting.disconnect(house.ledger_id, None)
    with db.unit_of_work() as session:
        session.get_one(Ledger, house.ledger_id).state = "paused"
    house.sandbox.forget_requests()
    run_errands(house.workspace_id)
    assert ends(house) == []


def test_lists_that_a_person_asked_for_are_read_by_an_errand(house: House) -> None:
    with db.unit_of_work() as session:
        session.execute(delete(ReferenceList).where(ReferenceList.kind == "accounts"))
    reference_data.read_again(house.workspace_id, house.ledger_id)
    with db.reading() as session:
        assert reference_data.rows(session, house.ledger_id, "accounts")


def test_a_xero_that_does_not_answer_leaves_the_lists_as_they_were(house: House) -> None:
    house.sandbox.trouble(vendor="xero", method="GET", path="Organisation", what="status", status=503, times=9)
    with db.reading() as session:
        before = reference_data.rows(session, house.ledger_id, "accounts")
    reference_data.read_again(house.workspace_id, house.ledger_id)
    assert [each.code for each in house.log()][-1] == "VENDOR_SILENT"
    with db.reading() as session:
        assert reference_data.rows(session, house.ledger_id, "accounts") == before


def test_a_lost_reply_to_the_good_bye_is_asked_again_and_ends_it_once(house: House) -> None:
    disconnecting.disconnect(house.ledger_id, None)
    house.sandbox.trouble(vendor="xero", method="DELETE", path="connections", what="lost_reply")
    with pytest.raises(VendorError):
        run_errands(house.workspace_id)
    house.advance(minutes=11)
    run_errands(house.workspace_id)
    with db.reading() as session:
        assert session.scalars(select(Errand.ended_at)).one() is not None
    assert len(ends(house)) == 2
