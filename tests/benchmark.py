"""Measures a month-end against the imitated vendors: calls per invoice, time against the floor, CPU, memory.

Run by `tallystick bench`. Absolute times on shared machines are noise; ratios within one run are not.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import requests  # noqa: E402 (after the path is set, as a script needs)
from house import Databases, House, Store, child_environment, python, scratch  # noqa: E402
from prepared import Prepared, prepare  # noqa: E402
from sandbox_client import SandboxClient  # noqa: E402
from sqlalchemy import select  # noqa: E402

from jobs import clients, flows, invoices  # noqa: E402, F401 (a worker has all flows)
from jobs.invoices import stamp  # noqa: E402
from jobs.models import AutotaskConnection  # noqa: E402
from jobs.plumbing import db, garbage  # noqa: E402
from jobs.plumbing.config import Settings  # noqa: E402

XERO_LATENCY, AUTOTASK_LATENCY = 0.15, 0.4
LINES = 10


@dataclass(frozen=True)
class Figures:
    """What one size measured."""

    invoices: int
    xero_calls: float
    autotask_calls: float
    wall: float
    floor: float
    cpu: float
    bare_cpu: float
    memory_mb: float

    def row(self) -> str:
        return (
            f"| {self.invoices:,} | {self.xero_calls / self.invoices:.3f} | {self.autotask_calls / self.invoices:.3f} "
            f"| {self.wall / self.floor:.2f} | {self.cpu / self.bare_cpu:.2f} | {self.memory_mb:.0f} MB "
            f"| {self.wall:.1f} s | {self.floor:.1f} s |"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    parser.add_argument("--without-waiting", action="store_true", help="leave out the measure of time until arrival")
    given = parser.parse_args()
    if given.child:
        return _sweep_in_child(json.loads(given.child))
    if given.bare:
        return _patch_in_child(json.loads(given.bare))
    print(
        "| invoices | Xero calls each | Autotask calls each | wall ÷ floor | CPU ÷ bare | peak memory | wall | floor |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    missed = False
    for size in given.sizes:
        figures = measure(size, given.lines)
        print(figures.row(), flush=True)
        missed |= size == 1000 and not within_targets(figures)
    if not given.without_waiting:
        waits = arrival_times(20)
        p95 = statistics.quantiles(waits, n=20)[-1]
        print(f"\nFrom visible in Autotask to in Xero, idle queue, one look a minute: p95 {p95:.0f} s of 90")
        missed |= p95 > 90
    return 1 if missed else 0


def within_targets(figures: Figures) -> bool:
    """The targets at 1,000 invoices."""
    each = figures.invoices
    return (
        figures.xero_calls / each <= 0.05
        and figures.autotask_calls / each <= 1.05
        and figures.wall / figures.floor <= 1.25
        and figures.cpu / figures.bare_cpu <= 2.0
        and figures.memory_mb <= 200
    )


def _world(invoices: int, lines: int) -> Prepared:
    """A workspace connected to vendors of its own, in which so many invoices wait."""
    folder = scratch()
    store = Store(folder / "store")
    sandbox = SandboxClient.start(folder / "vendors", seed="bare")
    made = prepare(Databases(folder), store, sandbox, folder)
    if invoices:
        sandbox.month_end(invoices, lines)
    return replace(made, snapshot=sandbox.snapshot())


def measure(invoices: int, lines: int) -> Figures:
    """One month-end, swept by a worker process of its own."""
    world = _world(invoices, lines)
    sandbox = world.sandbox
    try:
        with world.house() as house:
            sandbox.latency(xero=XERO_LATENCY, autotask=AUTOTASK_LATENCY)
            sandbox.forget_requests()
            told = _run_child(house)
            assert len(house.xero_invoices()) == invoices, "every invoice arrives"
            assert all(each.disposition == "done" for each in house.documents())
            counts = sandbox.counts()
            bare_cpu = _run_bare([each.autotask_id for each in house.documents()])
    finally:
        sandbox.stop()
        world.store.stop()
    return Figures(
        invoices=invoices,
        xero_calls=counts["xero"]["calls"],
        autotask_calls=counts["autotask"]["calls"],
        wall=told["wall"],
        floor=_floor(counts, invoices),
        cpu=told["cpu"],
        bare_cpu=bare_cpu,
        memory_mb=told["memory_mb"],
    )


def _floor(counts: dict[str, Any], invoices: int) -> float:
    """Reads one after another, stamps three at a time, Xero calls one after another."""
    reads = counts["autotask"]["calls"] - invoices
    return float(reads * AUTOTASK_LATENCY + invoices * AUTOTASK_LATENCY / 3 + counts["xero"]["calls"] * XERO_LATENCY)


def _run_child(house: House) -> dict[str, float]:
    settings = {
        name: str(value) for name, value in vars(house.settings).items() if isinstance(value, str | Path) and value
    }
    settings["encryption_keys"] = ",".join(house.settings.encryption_keys)
    return _child("--child", settings)


def _child(part: str, given: dict[str, Any]) -> dict[str, float]:
    """Run one measured part of this file in a process of its own; it prints its figures."""
    command = [sys.executable, __file__, part, json.dumps(given)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def _sweep_in_child(given: dict[str, str]) -> int:
    """What a worker does, measured from inside."""
    keys = tuple(given.pop("encryption_keys").split(","))
    given.pop("clock", None)
    clients.start(Settings(**{**given, "data": Path(given["data"])}, encryption_keys=keys))  # type: ignore[arg-type]
    garbage.settle()
    began, cpu = time.monotonic(), time.process_time()
    invoices.sweep(1)
    wall, cpu = time.monotonic() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(json.dumps({"wall": wall, "cpu": cpu, "memory_mb": peak}))
    return 0


def _run_bare(ids: list[int]) -> float:
    """CPU seconds of as many bare `requests.patch` calls: to the same Autotask, just as slow, as many at a time."""
    with db.reading() as session:
        autotask = clients.autotask_for(session.scalars(select(AutotaskConnection)).one())
    return _child("--bare", {"url": f"{autotask.root}Invoices", "headers": autotask.headers, "ids": ids})["cpu"]


def _patch_in_child(given: dict[str, Any]) -> int:
    """What stamping costs with nothing but the library: the same writes in a process of their own."""

    def patch(invoice_id: int) -> None:
        body = {"id": invoice_id, "webServiceDate": "2026-11-24T00:00:00.000Z"}
        requests.patch(given["url"], json=body, headers=given["headers"], timeout=100).raise_for_status()

    cpu = time.process_time()
    with ThreadPoolExecutor(stamp.AT_ONCE) as pool:
        list(pool.map(patch, given["ids"]))
    print(json.dumps({"cpu": time.process_time() - cpu}))
    return 0


def arrival_times(count: int) -> list[float]:
    """Seconds from an invoice being visible to Xero holding it, with a real scheduler and worker and nothing else to do."""
    world = _world(0, LINES)
    waits: list[float] = []
    with world.house() as house:
        env = child_environment(house.settings)
        env.pop("TALLYSTICK_CLOCK")
        house.company()
        world.sandbox.latency(xero=XERO_LATENCY, autotask=AUTOTASK_LATENCY)
        parts = [
            subprocess.Popen([python(), "-m", "app", *part], env=env)
            for part in (["worker", "later"], ["worker", "now"], ["scheduler"])
        ]
        try:
            visible: dict[int, float] = {}
            for place in range(count):
                house.invoice(9001 + place, "10.00")
                visible[9001 + place] = time.monotonic()
                threading.Event().wait(13)
                _note_arrivals(house, visible, waits)
            until = time.monotonic() + 120
            while visible and time.monotonic() < until:
                threading.Event().wait(0.5)
                _note_arrivals(house, visible, waits)
            waits += [120.0] * len(visible)
        finally:
            for part in parts:
                part.terminate()
                part.wait(20)
    world.sandbox.stop()
    world.store.stop()
    return waits


def _note_arrivals(house: House, visible: dict[int, float], waits: list[float]) -> None:
    for held in house.xero_invoices():
        number = int(held["Url"].rsplit("-", 1)[1])
        if number in visible:
            waits.append(time.monotonic() - visible.pop(number))


if __name__ == "__main__":
    sys.exit(main())
