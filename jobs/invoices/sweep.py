"""One sweep of the invoice flow over one workspace: what is in doubt first, then what is new, then the stamps."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs import clients, ledgers
from jobs.autotask.client import Autotask
from jobs.faults import close_faults
from jobs.history import tell
from jobs.invoices import stamp, taking, troubles
from jobs.invoices.collect import collect
from jobs.invoices.desk import options_of
from jobs.invoices.share import LeaseLost, Share
from jobs.invoices.watched import Watch, WatchedAutotask
from jobs.models import AutotaskConnection, Ledger, Plan, SweepState, Workspace
from jobs.plumbing import clock, db, leases
from jobs.plumbing.errors import VendorError

FLOW = "invoices"


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
            self._meet(error, None)
        finally:
            self._note_end()

    def _load(self) -> bool:
        """Read what the sweep stands on; False when the workspace has nothing to sweep yet."""
        with db.unit_of_work() as session:
            self.workspace = session.get_one(Workspace, self.workspace_id)
            connection = session.scalar(
                select(AutotaskConnection).where(AutotaskConnection.workspace_id == self.workspace_id)
            )
            self.ledgers = session.scalars(ledgers.of_workspace(self.workspace_id)).all()
            if connection is None or not self.ledgers:
                return False
            self.connection = connection
            self.state = _state(session, self.workspace_id)
            self.state.began_at = clock.now()
            plan = session.get(Plan, self.workspace.plan_id) if self.workspace.plan_id else None
            self.every = timedelta(minutes=plan.minutes_between_sweeps if plan else 1)
            return True

    def _steps(self) -> None:
        shares = [self._share(ledger) for ledger in self.ledgers if _is_open(ledger)]
        shares = self._each(shares, Share.answer)
        autotask = clients.autotask_for(self.connection)
        heard = Watch(self.alive)
        autotask.gate = WatchedAutotask(clients.runtime().redis, self.connection.ci, heard)
        self._collect(autotask, self.ledgers[0])
        shares = self._each(shares, lambda share: share.deliver(autotask))
        stamper = stamp.Stamper(autotask, self.workspace_id, self.alive, at_once=self.at_once)
        while stamper.stamp_chunk(options_of):  # what a person pressed meanwhile goes first
            shares = self._each(shares, lambda share: share.send(autotask, pressed_only=True))
        self.alive()
        stamp.see_stamps(autotask, self.workspace_id)
        # Every call of these was answered, or they would not have come so far; who was not asked told nothing.
        self._note_heard(heard.calls > 0, {share.ledger.id for share in shares if share.heard.calls > 0})

    def _share(self, ledger: Ledger) -> Share:
        return Share(ledger, self.workspace, self.connection, self.state, self.token, self.alive)

    def _each(self, shares: Sequence[Share], step: Callable[[Share], None]) -> list[Share]:
        """Do one step for every ledger; trouble at one organisation ends its share alone. Returns those that go on."""
        well = []
        for share in shares:
            try:
                step(share)
            except VendorError as error:
                if error.vendor == "Autotask":
                    raise
                self._meet(error, share.ledger.id)
            else:
                well.append(share)
        return well

    def _meet(self, error: VendorError, ledger_id: int | None) -> None:
        troubles.meet(error, self.token, self.connection.id, ledger_id, self.state.id)

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

    def _note_heard(self, autotask: bool, xero: set[int]) -> None:
        """Autotask answered, or not asked; *xero*: the ledgers whose organisations did."""
        with db.unit_of_work() as session:
            if autotask:
                connection = session.get_one(AutotaskConnection, self.connection.id)
                connection.answered_at, connection.silent_since, connection.zone_checked_at = clock.now(), None, None
                unreachable = ["AUTOTASK_UNREACHABLE", "AUTOTASK_RIGHTS"]
                close_faults(session, self.workspace_id, "autotask", "answered again", codes=unreachable)
            for ledger in session.scalars(ledgers.of_workspace(self.workspace_id)):
                if not _is_held(ledger):
                    ledger.held_until = ledger.held_reason = None
                if ledger.id in xero:
                    ledger.silent_since = None
                    subject, codes = f"ledger:{ledger.id}", ["XERO_UNREACHABLE", "SETTINGS_WRONG"]
                    close_faults(session, self.workspace_id, subject, "answered again", codes=codes)

    def _note_end(self) -> None:
        with db.unit_of_work() as session:
            session.get_one(SweepState, self.state.id).ended_at = clock.now()


def _is_open(ledger: Ledger) -> bool:
    return ledger.state in ("active", "paused") and not _is_held(ledger)


def _is_held(ledger: Ledger) -> bool:
    return ledger.held_until is not None and clock.now() < ledger.held_until


def _state(session: Session, workspace_id: int) -> SweepState:
    state = session.scalar(select(SweepState).where(SweepState.workspace_id == workspace_id, SweepState.flow == FLOW))
    if state is None:
        state = SweepState(workspace_id=workspace_id, flow=FLOW, highest_id=0)
        session.add(state)
        session.flush()
        tell(session, workspace_id, "SWEEP_BEGAN")
    return state
