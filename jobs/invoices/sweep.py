"""One sweep of the invoice flow over one workspace: what is in doubt first, then what is new, then the stamps."""

import traceback
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs import clients, reference_data
from jobs.autotask.client import Autotask
from jobs.delivery import outbox
from jobs.delivery.finding_out import blame_us, find_out
from jobs.delivery.sending import Courier
from jobs.faults import close_faults
from jobs.history import tell
from jobs.invoices import stamp, taking, troubles
from jobs.invoices.adopt import adopt
from jobs.invoices.beforehand import introduce
from jobs.invoices.collect import collect, window_start
from jobs.invoices.compare import answer_asked
from jobs.invoices.desk import Desk, options_of
from jobs.invoices.watched import Watch, WatchedAutotask, WatchedXero
from jobs.invoices.work import work_on
from jobs.models import AutotaskConnection, Ledger, Plan, SweepState, Workspace
from jobs.plumbing import clock, db, leases
from jobs.plumbing.errors import VendorError

FLOW = "invoices"
GROUP = 500  # rows gathered at a time: one Autotask query's worth of ids
LISTS_LAST = timedelta(hours=1)
ROUNDS = 100  # groups in one sweep; what is left is due at once for the next


class LeaseLost(Exception):
    """Another worker took over: everything from here on is theirs."""


def sweep(workspace_id: int, *, at_once: int = stamp.AT_ONCE) -> None:
    """Work on everything due in the workspace, unless another worker does; one writing sweep at a time."""
    name = f"sweep-{workspace_id}"
    lease = leases.take(name)
    if lease is None:
        return
    try:
        _Sweep(workspace_id, name, lease.token, at_once).run()
    except LeaseLost:
        return
    finally:
        taking.let_go(lease.token)
        leases.release(name, lease.token)


class _Sweep:
    """The steps of one sweep; *alive* stands between them."""

    def __init__(self, workspace_id: int, lease_name: str, token: str, at_once: int) -> None:
        self.workspace_id, self.lease_name, self.token, self.at_once = workspace_id, lease_name, token, at_once
        self.to_xero: Watch | None = None

    def alive(self) -> None:
        """Renew the lease by the code that works. Raises LeaseLost."""
        if not leases.renew(self.lease_name, self.token):
            raise LeaseLost

    def run(self) -> None:
        with db.unit_of_work() as session:
            taking.bury(session, self.workspace_id, self.token)
        if not self._load():
            return
        try:
            self._steps()
        except VendorError as error:
            ledger_id = self.ledger.id if self.ledger else None
            troubles.meet(error, self.token, self.connection.id, ledger_id, self.state.id)
        finally:
            self._note_end()

    def _load(self) -> bool:
        """Read what the sweep stands on; False when the workspace has nothing to sweep yet."""
        with db.unit_of_work() as session:
            self.workspace = session.get_one(Workspace, self.workspace_id)
            connection = session.scalar(
                select(AutotaskConnection).where(AutotaskConnection.workspace_id == self.workspace_id)
            )
            self.ledger = session.scalar(
                select(Ledger)
                .where(Ledger.workspace_id == self.workspace_id)
                .order_by(Ledger.state == "disconnected", Ledger.id)
            )
            if connection is None or self.ledger is None:
                return False
            self.connection = connection
            self.state = _state(session, self.workspace_id)
            self.state.began_at = clock.now()
            plan = session.get(Plan, self.workspace.plan_id) if self.workspace.plan_id else None
            self.every = timedelta(minutes=plan.minutes_between_sweeps if plan else 1)
            return True

    def _steps(self) -> None:
        ledger = self.ledger
        assert ledger is not None  # noqa: S101 (for the type checker: _load saw to it)
        open_for_xero = ledger.state in ("active", "paused") and not self._xero_held(ledger)
        courier = self._courier(ledger) if open_for_xero else None
        if courier is not None:
            self._find_out(courier)
            answer_asked(courier)
        autotask = clients.autotask_for(self.connection)
        heard = Watch(self.alive)
        autotask.gate = WatchedAutotask(clients.runtime().redis, self.connection.ci, heard)
        self._collect(autotask, ledger)
        if courier is not None:
            self._deliver(courier, autotask, ledger)
        stamper = stamp.Stamper(autotask, self.workspace_id, self.alive, at_once=self.at_once)
        while stamper.stamp_chunk(options_of):
            if courier is not None:  # what a person pressed meanwhile goes first
                self._groups(courier, autotask, ledger, pressed_only=True)
        self.alive()
        stamp.see_stamps(autotask, self.workspace_id)
        # Every call of this sweep was answered, or it would not have come so far; who was not asked told nothing.
        self._note_heard(autotask=heard.calls > 0, xero=self.to_xero is not None and self.to_xero.calls > 0)

    def _xero_held(self, ledger: Ledger) -> bool:
        return ledger.held_until is not None and clock.now() < ledger.held_until

    def _courier(self, ledger: Ledger) -> Courier:
        xero = clients.xero_for(ledger)
        self.to_xero = Watch(self.alive)
        xero.gate = WatchedXero(clients.runtime().redis, ledger.tenant_id, self.to_xero)
        return Courier(xero, self.workspace_id, ledger.id, ledger.tenant_id, self.alive)

    def _find_out(self, courier: Courier) -> None:
        with db.reading() as session:
            due = outbox.due_batches(session, self.workspace_id, db.database_now(session))
        for batch_id in due:
            self.alive()
            try:
                find_out(courier, batch_id)
            except (VendorError, LeaseLost):
                raise
            except Exception:  # our bug: it must not stop the other requests and documents
                blame_us(batch_id, traceback.format_exc())

    def _collect(self, autotask: Autotask, ledger: Ledger) -> None:
        due = self.state.collect_due_at
        if due is not None and clock.now() < due and self.state.asked_at is None:
            return
        autotask.threshold()
        collect(autotask, self.workspace, self.state, ledger.id, options_of(ledger.id).days_back)
        with db.unit_of_work() as session:
            state = session.get_one(SweepState, self.state.id)
            state.collect_due_at = clock.now() + self.every
            if state.asked_at == self.state.asked_at:
                state.asked_at = None

    def _deliver(self, courier: Courier, autotask: Autotask, ledger: Ledger) -> None:
        is_paused = ledger.state != "active"
        self._groups(courier, autotask, ledger, pressed_only=is_paused)
        if is_paused:
            introduce(courier, autotask, ledger)

    def _groups(self, courier: Courier, autotask: Autotask, ledger: Ledger, *, pressed_only: bool) -> None:
        for _ in range(ROUNDS):
            self.alive()
            rows = taking.take_due(self.workspace_id, ledger.id, self.token, GROUP, pressed_only=pressed_only)
            if not rows:
                return
            desk = self._desk(courier, autotask, ledger)
            try:
                work_on(desk, rows)
            except (VendorError, LeaseLost):
                raise
            except Exception:  # our bug: it must not stop the other documents
                taking.let_go_after_a_bug(self.token, traceback.format_exc(), clock.now())

    def _desk(self, courier: Courier, autotask: Autotask, ledger: Ledger) -> Desk:
        """Everything the work stands on; Xero's lists are read again each hour, what it holds of ours once."""
        settings = clients.runtime().settings
        options = options_of(ledger.id)
        with db.reading() as session:
            read_at = reference_data.read_at(session, ledger.id)
        if read_at is None or clock.now() >= read_at + LISTS_LAST:
            reference_data.refresh(courier.xero, ledger.id)
        with db.reading() as session:
            current = session.get_one(Ledger, ledger.id)
        if current.adopted_at is None:
            start = window_start(options.days_back, self.workspace.zone, self.state.collected_to, clock.now())
            adopt(courier, self.connection.ci, start)
        return Desk(courier, autotask, current, self.connection.ci, settings.public_url, self.token, options)

    def _note_heard(self, *, autotask: bool, xero: bool) -> None:
        with db.unit_of_work() as session:
            if autotask:
                connection = session.get_one(AutotaskConnection, self.connection.id)
                connection.answered_at, connection.silent_since, connection.zone_checked_at = clock.now(), None, None
                unreachable = ["AUTOTASK_UNREACHABLE", "AUTOTASK_RIGHTS"]
                close_faults(session, self.workspace_id, "autotask", "answered again", codes=unreachable)
            ledger = session.get_one(Ledger, self.ledger.id) if self.ledger is not None else None
            if ledger is not None and not self._xero_held(ledger):
                ledger.held_until = ledger.held_reason = None
            if ledger is not None and xero:
                ledger.silent_since = None
                subject, codes = f"ledger:{ledger.id}", ["XERO_UNREACHABLE", "SETTINGS_WRONG"]
                close_faults(session, self.workspace_id, subject, "answered again", codes=codes)

    def _note_end(self) -> None:
        with db.unit_of_work() as session:
            session.get_one(SweepState, self.state.id).ended_at = clock.now()


def _state(session: Session, workspace_id: int) -> SweepState:
    state = session.scalar(select(SweepState).where(SweepState.workspace_id == workspace_id, SweepState.flow == FLOW))
    if state is None:
        state = SweepState(workspace_id=workspace_id, flow=FLOW, highest_id=0)
        session.add(state)
        session.flush()
        tell(session, workspace_id, "SWEEP_BEGAN")
    return state
