"""Alembic's entry: our engine, our tables, batches of ALTER for SQLite."""

from typing import Any

from alembic import context
from sqlalchemy import BigInteger, DateTime, LargeBinary, Text

import jobs.models  # noqa: F401 (declares the tables)
from jobs.plumbing import budget, db, leases  # noqa: F401 (declare theirs)


def render(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as what they rest as."""
    if kind == "type":
        plain = {
            db.Instant: "sa.DateTime()",
            db.Money: "sa.BigInteger()",
            db.Json: "sa.Text()",
            db.Secret: "sa.LargeBinary()",
        }
        return plain.get(type(item), False)
    return False


def same_type(_context: Any, inspected: Any, column: Any, found: Any, ours: Any) -> bool | None:
    """Compare our own column types by what they rest as."""
    rests = {db.Instant: DateTime, db.Money: BigInteger, db.Json: Text, db.Secret: LargeBinary}
    if type(ours) in rests:
        return not isinstance(found, rests[type(ours)]) and not (
            isinstance(ours, db.Secret) and found.python_type is bytes
        )
    return None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.Base.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=same_type,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
