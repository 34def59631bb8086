"""What people mapped reaches translation in the shape it takes."""

from sqlalchemy.orm import Session

from jobs import mappings
from jobs.mappings.keys import tax_key, tax_key_of
from jobs.models import Ledger, Mapping
from jobs.plumbing import clock, db
from tests.house import House


def test_every_kind_of_mapping_is_read_by_the_key_its_kind_goes_by(house: House) -> None:
    with db.unit_of_work() as session:
        ledger_id = _ledger_id(session)
        for kind, key, target in (
            ("accounts", "29680020", "200"),
            ("taxes", tax_key("New Zealand", 1), "OUTPUT2"),
            ("tracking_one", "7", "North"),
            ("tracking_two", "8", "Hardware"),
            ("themes", "101", "theme"),
        ):
            _map(session, ledger_id, kind, key, target)
    with db.reading() as session:
        found = mappings.stored(session, ledger_id)
    assert found.accounts == {29680020: "200"}
    assert found.taxes == {("new zealand", 1): "OUTPUT2"}
    assert (found.tracking_one, found.tracking_two) == ({7: "North"}, {8: "Hardware"})
    assert found.themes == {101: "theme"}


def test_a_ledger_without_mappings_has_none(house: House) -> None:
    with db.reading() as session:
        assert mappings.stored(session, _ledger_id(session)).accounts == {}


def test_a_tax_key_keeps_a_region_of_any_name_and_a_line_without_category() -> None:
    assert tax_key_of(tax_key("Bar | Grill", None)) == ("bar | grill", None)


def _ledger_id(session: Session) -> int:
    return session.query(Ledger.id).scalar() or 0


def _map(session: Session, ledger_id: int, kind: str, key: str, target: str) -> None:
    session.add(
        Mapping(
            ledger_id=ledger_id,
            kind=kind,
            source_key=key,
            target=target,
            source_name="Autotask's name",
            target_name="Xero's name",
            saved_at=clock.now(),
        )
    )
