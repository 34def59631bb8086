"""Says whether this web process can do its work, for whatever watches over it."""

from flask import Blueprint, Response, jsonify
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jobs.clients import runtime
from jobs.plumbing import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> tuple[Response, int]:
    """200 when database and Redis answer, else 503; says which."""
    parts = {"database": _database_answers(), "redis": _redis_answers()}
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


def _redis_answers() -> bool:
    try:
        return bool(runtime().redis.ping())
    except RedisError:
        return False
