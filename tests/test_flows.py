"""What a bell asks for, and whose it was in the log that machines read."""

import pytest

from jobs.flows import marked
from jobs.plumbing import log


def test_a_line_written_in_a_flow_says_whose_it_is() -> None:
    seen: list[int | None] = []
    marked(lambda _workspace_id: seen.append(log.workspace.get()))(7)
    assert (seen, log.workspace.get()) == ([7], None)


def test_the_workers_own_line_about_a_flow_that_broke_says_whose_it_was() -> None:
    def stop(_workspace_id: int) -> None:
        raise RuntimeError("a bug of ours")

    with pytest.raises(RuntimeError):
        marked(stop)(7)
    assert log.workspace.get() == 7
    log.workspace.set(None)
