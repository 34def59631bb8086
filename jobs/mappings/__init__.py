"""A ledger's mappings as stored, in the shape that translation takes."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.mappings.keys import tax_key_of
from jobs.models import Mapping
from jobs.translation.mappings import Mappings


def stored(session: Session, ledger_id: int) -> Mappings:
    """Every mapping that people made for the ledger, in one query."""
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    chosen = select(Mapping.kind, Mapping.source_key, Mapping.target).where(Mapping.ledger_id == ledger_id)
    for row in session.execute(chosen):
        kinds[row.kind][row.source_key] = row.target
    return Mappings(
        accounts=_by_id(kinds["accounts"]),
        taxes={tax_key_of(key): target for key, target in kinds["taxes"].items()},
        tracking_one=_by_id(kinds["tracking_one"]),
        tracking_two=_by_id(kinds["tracking_two"]),
        themes=_by_id(kinds["themes"]),
    )


def _by_id(rows: dict[str, str]) -> dict[int, str]:
    return {int(key): target for key, target in rows.items()}
