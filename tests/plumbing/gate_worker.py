"""A worker of its own process: calls a server through the gate from three threads until told to stop."""

import sys
import threading
import time

from jobs.plumbing import db, http
from jobs.plumbing import redis as redis_door
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import RateLimited


def main(store, database, key, url, seconds, per_minute, window):
    db.open_database(database, (key,))
    redis = redis_door.connect_once(store)
    door = http.Door()
    stop = time.monotonic() + float(seconds)

    def work():
        gate = XeroGate(redis, "tenant", per_minute=int(per_minute), window=float(window), reserve=0)
        while time.monotonic() < stop:
            try:
                with gate.take(lane="person", wait=1.0):
                    door.call("PUT", url, body=b"x", writes=True)
            except RateLimited:
                time.sleep(0.05)

    threads = [threading.Thread(target=work) for _ in range(3)]
    [each.start() for each in threads]
    [each.join() for each in threads]


if __name__ == "__main__":
    main(*sys.argv[1:])
