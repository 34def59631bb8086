"""The only file that knows RQ: the queue is a bell, the database knows what is due."""

import sys
from typing import Any

from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from jobs import clients
from jobs.plumbing import garbage
from jobs.plumbing.config import Settings
from jobs.plumbing.redis import connect

NOW, LATER = "now", "later"
BELL_LASTS = (
    30  # seconds in which a second ring of the same bell is not heard again; a lost job is rung by the next tick
)
FAILED_LAST = 86_400


def ring(flow: str, workspace_id: int, now: bool = False, **arguments: Any) -> bool:
    """Ask a worker to run *flow* for a workspace. False: rung a moment ago, or Redis is away."""
    here = clients.runtime()
    bell = f"bell:{flow}:{workspace_id}:{int(now)}:{sorted(arguments.items())}"
    try:
        if not here.bell.set(bell, b"1", nx=True, ex=BELL_LASTS):
            return False
        queue = Queue(NOW if now else LATER, connection=here.bell, serializer=JSONSerializer)
        queue.enqueue(
            run,
            kwargs={"flow": flow, "workspace_id": workspace_id, "bell": bell, **arguments},
            job_timeout=-1,  # every call to a vendor has its own limit; RQ's would fault innocent documents
            result_ttl=0,
            failure_ttl=FAILED_LAST,
        )
    except RedisError:
        return False
    return True


def run(flow: str, workspace_id: int, bell: str, **arguments: Any) -> None:
    """What a worker does when the bell rings: let the next ring be heard, and run the flow."""
    from jobs.flows import FLOWS  # the flows ring bells themselves

    clients.runtime().redis.delete(bell)
    FLOWS[flow](workspace_id, **arguments)


def work(settings: Settings, name: str, *, burst: bool = False) -> None:
    """Be a worker of one queue until told to stop.

    A SimpleWorker does not fork: a forked work-horse outlives its killed worker and would be a second sender. One queue
    per worker: with several, a job can be lost between two of RQ's steps.
    """
    from jobs import flows  # noqa: F401 (imports everything a job needs, before the memory is settled)

    clients.start(settings)
    garbage.settle()
    sys.stdout.flush()
    # A connection of its own: RQ waits on it for minutes, which the gates must not.
    waiting = connect(settings.redis_url)
    queue = Queue(name, connection=waiting, serializer=JSONSerializer)
    SimpleWorker([queue], connection=waiting, serializer=JSONSerializer).work(
        burst=burst, max_jobs=None if burst else 200, logging_level="WARNING"
    )
