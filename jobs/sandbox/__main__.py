"""Starts both pretended vendors in one process: `python -m jobs.sandbox --data DIR`."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from jobs.sandbox import autotask_app, xero_app
from jobs.sandbox.front import Front
from jobs.sandbox.life import PACE, Life
from jobs.sandbox.seed import SEEDS
from jobs.sandbox.server import Server
from jobs.sandbox.store import World


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; prints one line when both vendors answer."""
    given = _parser().parse_args(arguments)
    world = World(given.data)
    if given.xero_latency is not None or given.autotask_latency is not None:
        world.set("latency", xero=given.xero_latency or 0.0, autotask=given.autotask_latency or 0.0)
    world.set("app", client_id=given.client_id, client_secret=given.client_secret)
    if not world.table("xero.organisations"):
        SEEDS[given.seed](world)
    servers = _serve(world, given.xero_port, given.autotask_port)
    life = Life(world, pace=given.pace)
    if given.seed == "demo" and given.pace > 0:
        life.begin()
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    sys.stdout.write(f"ready xero=http://localhost:{servers[0].port} autotask=http://localhost:{servers[1].port}\n")
    sys.stdout.flush()
    stopped.wait()
    life.end()
    world.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jobs.sandbox", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sandbox's one file")
    parser.add_argument("--xero-port", type=int, default=0, help="0: a free one, the same at every start")
    parser.add_argument("--autotask-port", type=int, default=0)
    parser.add_argument("--xero-latency", type=float, help="seconds that every call takes")
    parser.add_argument("--autotask-latency", type=float)
    parser.add_argument("--seed", choices=tuple(SEEDS), default="none")
    parser.add_argument("--pace", type=float, default=PACE, help="seconds between two events of the demo; 0: none")
    parser.add_argument("--client-id", default="sandbox-client")
    parser.add_argument("--client-secret", default="sandbox-secret")
    return parser


def _serve(world: World, xero_port: int, autotask_port: int) -> list[Server]:
    fronts = [
        (Front(world, "xero", xero_app.make_app(world)), xero_port),
        (Front(world, "autotask", autotask_app.make_app(world)), autotask_port),
    ]
    servers = [_listen(world, front, port) for front, port in fronts]
    for server in servers:
        threading.Thread(target=server.serve_forever, name=f"sandbox-{server.front.vendor}", daemon=True).start()
    return servers


def _listen(world: World, front: Front, port: int) -> Server:
    """On *port*; for 0 on the port of last time, or a free one when that is taken."""
    try:
        server = Server(port or int(world.setting("ports").get(front.vendor, 0)), front)
    except OSError:
        if port:
            raise
        server = Server(0, front)
    world.set("ports", **{front.vendor: server.port})
    return server


if __name__ == "__main__":
    sys.exit(main())
