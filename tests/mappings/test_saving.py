"""A press maps all that was chosen or nothing, and lets go what waited for it and no other."""

import pytest
from sqlalchemy import select

from jobs import mappings, reference_data
from jobs.mappings import saving
from jobs.mappings.targets import targets
from jobs.models import AuditEntry
from jobs.plumbing import db
from tests.house import House


def test_many_codes_are_mapped_in_one_press_with_a_trail(house: House) -> None:
    _map(house, {"11": "Labour", "12": "Travel"})
    with db.reading() as session:
        assert mappings.stored(session, house.ledger_id).accounts == {11: "200", 12: "200"}
        trail = session.scalars(select(AuditEntry).where(AuditEntry.action == "mapping changed")).all()
    assert [(each.before, each.after) for each in trail] == [(None, "200")] * 2


def test_saving_the_same_again_leaves_no_trail(house: House) -> None:
    _map(house, {"11": "Labour"})
    _map(house, {"11": "Labour"})
    with db.reading() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "mapping changed")).all()) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [({"status": "ARCHIVED"}, "archived"), ({"type": "BANK"}, "bank"), ({"code": "999"}, "no account")],
)
def test_an_account_that_xero_would_refuse_maps_nothing(house: House, change: dict[str, str], said: str) -> None:
    _keep_account(house, **change)
    with pytest.raises(saving.NotSuitable, match=said):
        _save(house, {"11": "Labour", "12": "Travel"})
    with db.reading() as session:
        assert mappings.stored(session, house.ledger_id).accounts == {}


def test_what_is_removed_is_not_mapped_any_more(house: House) -> None:
    _map(house, {"11": "Labour", "12": "Travel"})
    with db.unit_of_work() as session:
        assert saving.remove(session, house.ledger_id, "accounts", ["11", "13"], None) == 1
    with db.reading() as session:
        assert mappings.stored(session, house.ledger_id).accounts == {12: "200"}


def _map(house: House, sources: dict[str, str]) -> None:
    _keep_account(house)
    _save(house, sources)


def _save(house: House, sources: dict[str, str]) -> None:
    with db.unit_of_work() as session:
        offered = targets(session, house.ledger_id, "accounts")
        saving.save(session, house.ledger_id, "accounts", sources, "200", offered, None)


def _keep_account(house: House, **change: str) -> None:
    row = {"id": "a", "name": "Sales", "code": "200", "type": "REVENUE", "status": "ACTIVE", "system_account": None}
    with db.unit_of_work() as session:
        reference_data.keep(session, house.workspace_id, house.ledger_id, "accounts", [row | change])
