"""The migrations lead to what the models say, from nothing and back, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from house import Databases

from jobs.models import schema
from jobs.plumbing import db


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, folder: Path) -> Iterator[None]:
    """An open database without a table."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    databases = Databases(folder, server)
    url = databases.new()
    db.open_database(url, (Fernet.generate_key().decode(),))
    yield
    db.engine().dispose()
    databases.drop(url)


def test_the_migrated_tables_are_those_of_the_models(nothing: None) -> None:
    schema.migrate()
    assert schema.differences() == []
    schema.check()


def test_a_database_without_migrations_is_refused(nothing: None) -> None:
    with pytest.raises(schema.SchemaTooOld, match="tallystick migrate"):
        schema.check()


def test_the_migrations_can_be_taken_back_and_made_again(nothing: None) -> None:
    schema.migrate()
    schema.migrate("base")
    schema.migrate()
    assert schema.differences() == []
