"""What a sweep does when a vendor refuses, limits or is silent: the connection pauses, documents wait, and say why."""

from datetime import timedelta

from jobs import clients
from jobs.autotask import client as autotask_door
from jobs.faults import raise_fault
from jobs.history import tell
from jobs.invoices.taking import put_back
from jobs.models import AutotaskConnection, Ledger, SweepState
from jobs.pausing import pause_autotask, pause_organisation
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, RateLimited, Rejected, VendorError

AGAIN = timedelta(minutes=1)
HEARD_AFTER = timedelta(hours=1)  # of silence, until a person is told


def meet(error: VendorError, token: str, connection_id: int, ledger_id: int | None, state_id: int) -> None:
    """Put back what was taken and write down what the error means for the connection it came from."""
    vendor = error.vendor or "Xero"
    now = clock.now()
    if isinstance(error, RateLimited):
        put_back(token, "RATE_LIMITED", error.until, held=True, until=error.until.isoformat(), vendor=vendor)
        _hold(error, vendor, ledger_id, state_id)
    elif isinstance(error, AuthRefused):
        put_back(token, "CONNECTION_LOST", now, vendor=vendor)
        _pause(error, vendor, connection_id, ledger_id)
    else:
        put_back(token, "VENDOR_DOWN", now + AGAIN, vendor=vendor)
        _note_silence(error, vendor, connection_id, ledger_id, state_id)


def _hold(error: RateLimited, vendor: str, ledger_id: int | None, state_id: int) -> None:
    with db.unit_of_work() as session:
        state = session.get_one(SweepState, state_id)
        if vendor == "Autotask":
            state.collect_due_at = error.until
        elif ledger_id is not None:
            ledger = session.get_one(Ledger, ledger_id)
            ledger.held_until, ledger.held_reason = error.until, error.scope
        tell(
            session,
            state.workspace_id,
            "LIMIT_WAIT",
            ledger_id=ledger_id,
            level="held",
            vendor=vendor,
            scope=error.scope,
            until=error.until.isoformat(),
        )


def _pause(error: AuthRefused, vendor: str, connection_id: int, ledger_id: int | None) -> None:
    if vendor == "Autotask":
        if not _zone_moved(connection_id):
            with db.unit_of_work() as session:
                pause_autotask(session, session.get_one(AutotaskConnection, connection_id), error.said)
    elif ledger_id is not None:
        with db.unit_of_work() as session:
            pause_organisation(session, session.get_one(Ledger, ledger_id), error.said)


def _zone_moved(connection_id: int) -> bool:
    """After a 401, once: has the tenant moved to another zone? Bad zones and bad secrets answer alike."""
    with db.reading() as session:
        connection = session.get_one(AutotaskConnection, connection_id)
    if connection.state != "live" or connection.zone_checked_at is not None:
        return False
    here = clients.runtime()
    try:
        lookup = here.settings.autotask_zone_lookup_url
        zone = autotask_door.look_up_zone(here.door, lookup, connection.user_name)
    except VendorError:
        return False
    with db.unit_of_work() as session:
        stored = session.get_one(AutotaskConnection, connection_id)
        stored.zone_checked_at = clock.now()
        moved = zone.ci == stored.ci and zone.url != stored.zone_url
        if moved:
            stored.zone_url, stored.web_url, stored.zone_name = zone.url, zone.web_url, zone.zone_name
        return moved


def _note_silence(error: VendorError, vendor: str, connection_id: int, ledger_id: int | None, state_id: int) -> None:
    """Once in the log when it begins; a fault for a person after an hour; our own settings at once."""
    with db.unit_of_work() as session:
        state = session.get_one(SweepState, state_id)
        subject: AutotaskConnection | Ledger
        if vendor == "Autotask" or ledger_id is None:
            subject, about = session.get_one(AutotaskConnection, connection_id), "autotask"
        else:
            subject, about = session.get_one(Ledger, ledger_id), f"ledger:{ledger_id}"
        detail = {"said": error.said or "no answer"}
        if isinstance(error, Rejected):
            code = "SETTINGS_WRONG" if vendor == "Xero" else "AUTOTASK_RIGHTS"
            raise_fault(session, state.workspace_id, about, code, ledger_id=ledger_id, detail=detail)
        elif subject.silent_since is None:
            subject.silent_since = clock.now()
            tell(session, state.workspace_id, "VENDOR_SILENT", level="held", vendor=vendor, said=detail["said"])
        elif clock.now() >= subject.silent_since + HEARD_AFTER:
            code = f"{vendor.upper()}_UNREACHABLE"
            raise_fault(session, state.workspace_id, about, code, ledger_id=ledger_id, detail=detail)
