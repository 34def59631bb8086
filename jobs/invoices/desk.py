"""What one ledger's invoice work stands on during a sweep."""

from dataclasses import dataclass

from jobs import options as option_store
from jobs.autotask.client import Autotask
from jobs.delivery.sending import Courier
from jobs.models import Ledger
from jobs.plumbing import db
from jobs.translation.options import InvoiceOptions


@dataclass(frozen=True)
class Desk:
    """Both clients, the ledger with its options, and the sweep's token."""

    courier: Courier
    autotask: Autotask
    ledger: Ledger
    ci: int
    public_url: str
    token: str
    options: InvoiceOptions


def options_of(ledger_id: int) -> InvoiceOptions:
    """The ledger's options as they are now."""
    with db.reading() as session:
        return option_store.stored(session, ledger_id)
