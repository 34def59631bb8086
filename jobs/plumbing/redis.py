"""The door to Redis: a client that waits out a short absence of the server."""

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.commands.core import Script
from redis.exceptions import RedisError
from redis.retry import Retry

__all__ = ["Redis", "RedisError", "Script", "answers", "connect", "connect_once"]


def connect(url: str) -> Redis:
    """A client for *url* (redis://, rediss:// or unix://) that tries again for a few seconds."""
    retry = Retry(ExponentialBackoff(cap=1, base=0.05), 8)
    return Redis.from_url(url, retry=retry, socket_connect_timeout=3, socket_timeout=30, health_check_interval=30)


def connect_once(url: str) -> Redis:
    """A client that does not try again."""
    return Redis.from_url(url, socket_connect_timeout=1)


def answers(client: Redis) -> bool:
    """Whether the server is there and ready."""
    try:
        return bool(client.ping())
    except RedisError:
        return False
