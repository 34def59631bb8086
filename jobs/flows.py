"""Every flow that a bell can ask for, and every errand, by name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from jobs import disconnecting, errands, invoices, preview, reference_data
from jobs.invoices.find import find_one
from jobs.invoices.outside import fill_back, list_outside
from jobs.plumbing import log

ERRANDS: dict[str, Callable[..., None]] = {
    "find_invoice": find_one,
    "list_outside": list_outside,
    "fill_back": fill_back,
    "preview": preview.work_out,
    "read_lists": reference_data.read_again,
    disconnecting.ERRAND: disconnecting.end_connection,
}


def run_errands(workspace_id: int) -> None:
    """Do what people asked for in a workspace, one after the other."""
    while (errand := errands.take(workspace_id)) is not None:
        ERRANDS[errand.kind](workspace_id, **errand.arguments)
        errands.end(errand.id)


def marked(flow: Callable[..., None]) -> Callable[..., None]:
    """The flow, saying in every line of the log whose it is."""

    @wraps(flow)
    def run(workspace_id: int, **arguments: Any) -> None:
        log.workspace.set(workspace_id)
        flow(workspace_id, **arguments)
        # Not when the flow breaks: the worker's own line about it then says whose it was.
        log.workspace.set(None)

    return run


FLOWS: dict[str, Callable[..., None]] = {
    invoices.FLOW: marked(invoices.sweep),
    errands.FLOW: marked(run_errands),
}
