"""What one ledger's invoice work stands on during a sweep."""

from dataclasses import dataclass

from jobs import options as option_store
from jobs.delivery.sending import Courier
from jobs.invoices.deciding import Basis
from jobs.plumbing import db
from jobs.translation.options import InvoiceOptions


@dataclass(frozen=True)
class Desk(Basis):
    """With it, who carries to Xero, and the sweep's token."""

    courier: Courier
    token: str


def options_of(ledger_id: int) -> InvoiceOptions:
    """The ledger's options as they are now."""
    with db.reading() as session:
        return option_store.stored(session, ledger_id)
