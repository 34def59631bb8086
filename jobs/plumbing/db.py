"""The one engine, built from DATABASE_URL: short units of work for jobs, the same engine under the pages' session."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import Fernet, MultiFernet
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

from jobs.plumbing import clock

T = TypeVar("T")
IN_ONE_STATEMENT = 500
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table's ancestor."""

    metadata = MetaData(naming_convention=NAMING)


BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only in INTEGER


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; refuses naive values, gives back aware ones on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """An exact amount kept as a whole number of 1/10,000; raises on floats and on more than four decimals."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"money must not be a float: {value!r}")
        scaled = Decimal(value) * 10_000
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than four decimals: {value!r}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


class Json(TypeDecorator[Any]):
    """Plain data as JSON text; numbers with decimals come back as Decimal and must be written as text or int."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value, parse_float=Decimal)


_cipher: MultiFernet | None = None


class Secret(TypeDecorator[str]):
    """A text that rests encrypted; the newest key writes, every key reads."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _open_cipher().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _open_cipher().decrypt(value).decode()


def _open_cipher() -> MultiFernet:
    if _cipher is None:
        raise RuntimeError("the database is not open")
    return _cipher


class Mark(Base):
    """What this database is: `kind` = test allows the moved clock."""

    __tablename__ = "marks"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


_engine: Engine | None = None
_sessions: sessionmaker[Session] | None = None


def open_database(url: str, encryption_keys: tuple[str, ...], clock_file: Path | None = None) -> Engine:
    """Build the engine for this process. *clock_file* is obeyed only by a database marked as a test database."""
    global _engine, _sessions, _cipher
    if _engine is not None:
        _engine.dispose()
    _cipher = MultiFernet([Fernet(key) for key in encryption_keys])
    _engine = _make_sqlite(url) if url.startswith("sqlite") else create_engine(_driver(url), pool_pre_ping=True)
    _sessions = sessionmaker(_engine, expire_on_commit=False)
    if clock_file is not None:
        _follow_clock(clock_file)
    return _engine


def _driver(url: str) -> str:
    scheme, rest = url.split(":", 1)
    return f"postgresql+psycopg:{rest}" if scheme in ("postgres", "postgresql") else url


def _make_sqlite(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        # FULL: a claim must survive a power cut, or the invoice would be in Xero and the row still waiting.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A read that turns into a write fails at once in WAL mode, so writers begin as writers.
        reads = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _follow_clock(path: Path) -> None:
    with reading() as session:
        kind = session.scalar(select(Mark.value).where(Mark.name == "kind"))
    if kind != "test":
        raise RuntimeError("TALLYSTICK_CLOCK is only for a database marked as a test database.")
    clock.follow(path)


def mark_as_test_database() -> None:
    """Allow the moved clock for the open database (tables must exist)."""
    with unit_of_work() as session:
        session.merge(Mark(name="kind", value="test"))


def engine() -> Engine:
    """The open engine. Raises RuntimeError before `open_database`."""
    if _engine is None:
        raise RuntimeError("the database is not open")
    return _engine


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One short write transaction: commits at the end, rolls back on any exception. Never around a vendor's call."""
    if _sessions is None:
        raise RuntimeError("the database is not open")
    with _sessions() as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only look that never waits for writers."""
    with Session(engine().execution_options(reads_only=True), expire_on_commit=False) as session:
        yield session


def in_parts(ids: Iterable[T]) -> Iterator[list[T]]:
    """Cut what may be any number into lists that one statement can carry."""
    whole = list(ids)
    return (whole[start : start + IN_ONE_STATEMENT] for start in range(0, len(whole), IN_ONE_STATEMENT))


def database_now(session: Session) -> datetime:
    """The database's own clock (with the tests' offset), so that leases do not depend on one machine's."""
    if engine().dialect.name == "sqlite":
        return clock.now()
    here = session.scalar(text("SELECT clock_timestamp()"))
    return here + timedelta(seconds=clock.offset())  # type: ignore[no-any-return]


class _OneEngine(SQLAlchemy):
    """Flask-SQLAlchemy over our engine instead of one of its own."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Any) -> Engine:
        return engine()


def pages_session() -> SQLAlchemy:
    """The object that `portal` calls `db`."""
    return _OneEngine(model_class=Base)
