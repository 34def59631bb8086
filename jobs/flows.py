"""Every flow that a bell can ask for, and every errand, by name."""

from collections.abc import Callable

from jobs import errands, invoices
from jobs.invoices.find import find_one
from jobs.invoices.outside import fill_back, list_outside

ERRANDS: dict[str, Callable[..., None]] = {
    "find_invoice": find_one,
    "list_outside": list_outside,
    "fill_back": fill_back,
}


def run_errands(workspace_id: int) -> None:
    """Do what people asked for in a workspace, one after the other."""
    while (errand := errands.take(workspace_id)) is not None:
        ERRANDS[errand.kind](workspace_id, **errand.arguments)
        errands.end(errand.id)


FLOWS: dict[str, Callable[..., None]] = {
    invoices.FLOW: invoices.sweep,
    errands.FLOW: run_errands,
}
