"""A connected client whose gate remembers what it was told."""

from contextlib import contextmanager
from threading import Lock

import pytest

from jobs.autotask.client import Autotask
from jobs.plumbing import http

ZONE = "https://webservices99.autotask.net/ATServicesRest/"


class Gate:
    """Lets every call through; counts the places held at once."""

    def __init__(self):
        self.taken, self.narrowed, self.heard_answers, self.thresholds = [], [], [], []
        self.at_once = self.most_at_once = 0
        self._lock = Lock()

    @contextmanager
    def take(self, endpoint, *, lane="work", wait=30.0):
        with self._lock:
            self.taken.append((endpoint, lane))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self._lock:
                self.at_once -= 1

    def narrow(self, endpoint):
        self.narrowed.append(endpoint)

    def heard(self, status, headers):
        self.heard_answers.append((status, dict(headers)))

    def heard_threshold(self, used, limit):
        self.thresholds.append((used, limit))


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def autotask(gate, pauses):
    return Autotask(http.Door(), ZONE, "api@example.test", "s3cret", "CODE", gate, pause=pauses.append)
