"""Brings the open database to today's tables, and tells whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from jobs.plumbing import db

FOLDER = Path(__file__).parent / "migrations"


class SchemaTooOld(Exception):
    """The database has not had every migration."""


def migrate(target: str = "head") -> None:
    """Run every migration up to *target* (or down to it, with a leading minus or `base`)."""
    with db.engine().begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        (command.downgrade if target == "base" or target.startswith("-") else command.upgrade)(config, target)


def write_migration(message: str) -> None:
    """For developers: write the next migration from what the tables now say."""
    with db.engine().begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)


def check() -> None:
    """Raises SchemaTooOld when the database is not at the newest migration."""
    with db.engine().connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if here != newest:
        raise SchemaTooOld("The database is older than this program. Run `tallystick migrate` first.")


def differences() -> list[object]:
    """What the tables say that the database does not have; empty when both agree."""
    with db.engine().connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), db.Base.metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
