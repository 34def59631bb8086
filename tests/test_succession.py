"""Another organisation takes the place of one that was let go: what was never sent goes there, and nothing else."""

from house import House
from prepared import on_both
from sqlalchemy import select

from jobs import disconnecting, pressed, succession
from jobs.faults import fault_document, raise_fault
from jobs.models import Document, Fault, Ledger
from jobs.plumbing import clock, db
from jobs.pressed import NotNow

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}


def newcomer(house: House) -> int:
    """A ledger of another organisation, never active."""
    with db.unit_of_work() as session:
        ledger = Ledger(workspace_id=house.workspace_id, tenant_id="another", name="Cloud Ltd", created_at=clock.now())
        session.add(ledger)
        session.flush()
        return ledger.id


def lives(house: House) -> None:
    """One invoice done, one in doubt, one waiting, one at a fault, one skipped: 9001 to 9005."""
    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    house.advance(seconds=61)
    house.invoice(9002, "20.00")
    house.sandbox.trouble(**PUT, what="html")
    house.sweep()
    pressed.pause(house.ledger_id, None)
    house.advance(seconds=61)
    house.sandbox.trouble(**PUT, what="status", status=503, times=None)
    house.sandbox.trouble(vendor="xero", method="GET", path="Invoices", what="status", status=503, times=None)
    for number in (9003, 9004, 9005):
        house.invoice(number, "30.00")
    house.sweep()
    with db.unit_of_work() as session:
        rows = {each.autotask_id: each for each in session.scalars(select(Document))}
        rows[9003].company_name, rows[9003].lookalike, rows[9003].taken_by = "Rimu Cafe", "INV-7", "a sweep"
        rows[9004].disposition = "fault"
        fault_document(session, rows[9004], "OUR_BUG")
    pressed.skip(house.document(9005).id, None)


def ledgers_of(house: House) -> dict[int, int | None]:
    return {each.autotask_id: each.ledger_id for each in house.documents()}


def activate(ledger_id: int) -> str:
    try:
        pressed.activate(ledger_id, None)
    except NotNow as refusal:
        return str(refusal)
    return ""


@on_both
def test_what_was_never_sent_goes_to_the_newcomer_on_its_activation(house: House) -> None:
    lives(house)
    assert {each.autotask_id: each.disposition for each in house.documents()} == {
        9001: "done", 9002: "sending", 9003: "waiting", 9004: "fault", 9005: "skipped",
    }  # fmt: skip
    new = newcomer(house)
    disconnecting.let_go(house.ledger_id, "disconnected here")
    said = activate(new)
    assert "3 documents never sent to the organisation connected before come here" in said
    old = house.ledger_id
    assert ledgers_of(house) == {9001: old, 9002: old, 9003: new, 9004: new, 9005: new}
    with db.reading() as session:
        (fault,) = session.scalars(select(Fault).where(Fault.code == "OUR_BUG"))
    assert fault.ledger_id == new
    moved = house.document(9003)
    assert (moved.company_name, moved.lookalike, moved.taken_by) == (None, None, None)
    assert activate(new) == ""


@on_both
def test_a_live_or_lost_organisation_keeps_its_documents(house: House) -> None:
    house.company()
    pressed.pause(house.ledger_id, None)
    house.invoice(9001, "10.00")
    house.sweep()
    new = newcomer(house)
    assert (activate(new), ledgers_of(house)) == ("", {9001: house.ledger_id})
    with db.unit_of_work() as session:
        session.get_one(Ledger, new).state, session.get_one(Ledger, new).activated_at = "paused", None
        subject = f"ledger:{house.ledger_id}"
        raise_fault(session, 1, subject, "XERO_REFUSED_CONNECTION", ledger_id=house.ledger_id, detail={"said": "no"})
    disconnecting.let_go(house.ledger_id, "lost")
    assert (activate(new), ledgers_of(house)) == ("", {9001: house.ledger_id})


def test_a_ledger_that_was_active_before_inherits_nothing(house: House) -> None:
    """Pausing one organisation and activating it again must not take another's documents."""
    house.company()
    pressed.pause(house.ledger_id, None)
    house.invoice(9001, "10.00")
    house.sweep()
    new = newcomer(house)
    assert activate(new) == ""
    disconnecting.let_go(house.ledger_id, "disconnected here")
    pressed.pause(new, None)
    assert (activate(new), ledgers_of(house)) == ("", {9001: house.ledger_id})


def test_a_sweep_at_work_for_the_old_organisation_sends_nothing_that_was_inherited(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")

    def change_hands() -> None:
        new = newcomer(house)
        with db.unit_of_work() as session:
            session.get_one(Ledger, house.ledger_id).state = "disconnected"
            succession.inherit(session, session.get_one(Ledger, new))

    house.slow_contact(change_hands)
    assert house.xero_invoices() == []
    assert house.document(9001).ledger_id != house.ledger_id
    assert house.document(9001).disposition == "waiting"
