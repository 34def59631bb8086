"""One live ledger's share of a sweep: what is in doubt, what a person asked, and what is due, all of it at Xero."""

import traceback
from collections.abc import Callable

from jobs import clients, reference_data
from jobs.autotask.client import Autotask
from jobs.delivery import outbox
from jobs.delivery.finding_out import blame_us, find_out
from jobs.delivery.sending import Courier
from jobs.invoices import taking
from jobs.invoices.adopt import adopt
from jobs.invoices.beforehand import introduce
from jobs.invoices.collect import window_start
from jobs.invoices.compare import answer_asked
from jobs.invoices.desk import Desk, options_of
from jobs.invoices.watched import Watch, WatchedXero
from jobs.invoices.work import work_on
from jobs.known_contacts import KnownContacts
from jobs.models import AutotaskConnection, Ledger, SweepState, Workspace
from jobs.plumbing import clock, db
from jobs.plumbing.errors import VendorError

GROUP = 500  # rows gathered at a time: one Autotask query's worth of ids
ROUNDS = 100  # groups in one sweep; what is left is due at once for the next


class LeaseLost(Exception):
    """Another worker took over: everything from here on is theirs."""


class Share:
    """What a sweep does for one ledger; *alive* stands between the steps."""

    def __init__(
        self,
        ledger: Ledger,
        workspace: Workspace,
        connection: AutotaskConnection,
        state: SweepState,
        token: str,
        alive: Callable[[], None],
    ) -> None:
        self.ledger, self.workspace, self.connection, self.state = ledger, workspace, connection, state
        self.token, self.alive, self.heard = token, alive, Watch(alive)
        xero = clients.xero_for(ledger)
        xero.gate = WatchedXero(clients.runtime().redis, ledger.tenant_id, self.heard)
        self.courier = Courier(xero, workspace.id, ledger.id, ledger.tenant_id, alive)

    def answer(self) -> None:
        """Find out what became of open requests, and what a person asked about."""
        with db.reading() as session:
            now = db.database_now(session)
            due = outbox.due_batches(session, self.workspace.id, self.ledger.tenant_id, now)
        for batch_id in due:
            self.alive()
            try:
                find_out(self.courier, batch_id)
            except (VendorError, LeaseLost):
                raise
            except Exception:  # our bug: it must not stop the other requests and documents
                blame_us(batch_id, traceback.format_exc())
        answer_asked(self.courier)

    def deliver(self, autotask: Autotask) -> None:
        """Send what is due; of a paused ledger only what a person pressed, the rest is made known."""
        is_paused = self.ledger.state != "active"
        self.send(autotask, pressed_only=is_paused)
        if is_paused:
            introduce(self.courier, autotask, self.ledger)

    def send(self, autotask: Autotask, *, pressed_only: bool) -> None:
        """Work on the ledger's due rows, group by group."""
        for _ in range(ROUNDS):
            self.alive()
            rows = taking.take_due(self.workspace.id, self.ledger.id, self.token, GROUP, pressed_only=pressed_only)
            if not rows:
                return
            desk = self._desk(autotask)
            try:
                work_on(desk, rows)
            except (VendorError, LeaseLost):
                raise
            except Exception:  # our bug: it must not stop the other documents
                taking.let_go_after_a_bug(self.token, traceback.format_exc(), clock.now())

    def _desk(self, autotask: Autotask) -> Desk:
        """Everything the work stands on; Xero's lists are read again each hour, what it holds of ours once."""
        options = options_of(self.ledger.id)
        reference_data.keep_fresh(self.courier.xero, self.ledger.id)
        with db.reading() as session:
            current = session.get_one(Ledger, self.ledger.id)
        if current.adopted_at is None:
            start = window_start(options.days_back, self.workspace.zone, self.state.collected_to, clock.now())
            adopt(self.courier, self.connection.ci, start)
        ci, public_url = self.connection.ci, clients.runtime().settings.public_url
        contacts = KnownContacts(self.courier.xero, current.id, options, ci)
        return Desk(autotask, contacts, current, ci, public_url, options, self.courier, self.token)
