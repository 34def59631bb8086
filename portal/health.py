"""Says whether this web process can do its work, for whatever watches over it."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jobs.plumbing import db, redis
from portal.usage import impatient_redis

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> tuple[Response, int]:
    """200 when database and Redis answer, else 503; says which."""
    parts = {"database": _database_answers(), "redis": redis.answers(impatient_redis())}
    return jsonify({name: "answers" if well else "does not answer" for name, well in parts.items()}), (
        200 if all(parts.values()) else 503
    )


def _database_answers() -> bool:
    try:
        with db.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
