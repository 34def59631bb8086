"""The imitated Autotask's limits: the hour shared with strangers, three calls at once per endpoint."""

import threading
from typing import Any

from jobs.sandbox import wire

EVERYTHING = {"filter": [{"op": "gt", "field": "id", "value": 0}]}


def test_threshold_counts_strangers_and_itself(autotask: Any) -> None:
    autotask.world.set("autotask", strangers=800)
    autotask.ask("GET", "Version")
    assert autotask.ask("GET", "ThresholdInformation") == {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": 802,
    }


def test_beyond_the_hour_everybody_waits_until_usage_falls(autotask: Any) -> None:
    autotask.world.set("autotask", strangers=9_998)
    assert [autotask.call("GET", "Version").status for _ in range(3)] == [200, 200, 429]
    refused = autotask.call("GET", "ThresholdInformation")
    assert dict(refused.headers)["Retry-After"] == "300"
    autotask.world.set("autotask", strangers=0)
    assert autotask.call("GET", "Version").status == 200


def test_calls_are_forgotten_after_sixty_minutes(autotask: Any) -> None:
    autotask.world.set("autotask", hour_limit=2)
    statuses = [autotask.call("GET", "Version").status for _ in range(3)]
    autotask.world.advance(3601)
    assert [*statuses, autotask.call("GET", "Version").status] == [200, 200, 429, 200]


def test_a_restored_world_begins_its_hour_anew(autotask: Any) -> None:
    kept = autotask.world.snapshot()
    for _ in range(5):
        autotask.ask("GET", "Version")
    autotask.world.restore(kept)
    assert autotask.ask("GET", "ThresholdInformation")["currentTimeframeRequestCount"] == 1


def test_zone_and_refused_log_ins_count_nowhere(autotask: Any) -> None:
    autotask.call("GET", "zoneInformation", query="user=x")
    secret, autotask.headers["secret"] = autotask.headers["secret"], "wrong"
    autotask.call("GET", "Version")
    autotask.headers["secret"] = secret
    assert autotask.ask("GET", "ThresholdInformation")["currentTimeframeRequestCount"] == 1


def at_once(autotask: Any, paths: list[str]) -> list[Any]:
    autotask.world.set("latency", autotask=0.15)
    ready, replies = threading.Barrier(len(paths)), []

    def go(path: str) -> None:
        ready.wait()
        replies.append(autotask.call("POST" if path.endswith("query") else "GET", path, EVERYTHING))

    threads = [threading.Thread(target=go, args=(path,)) for path in paths]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return replies


def test_a_fourth_call_at_once_meets_the_thread_limit(autotask: Any) -> None:
    refused = [each for each in at_once(autotask, ["Invoices/query"] * 5) if each.status != 200]
    assert [each.status for each in refused] == [500, 500]
    assert all("Itgenatr005" in wire.decode(each.body)["errors"][0] for each in refused)
    autotask.ask("POST", "Invoices/query", EVERYTHING)  # the places are free again


def test_each_endpoint_has_places_of_its_own(autotask: Any) -> None:
    paths = ["Invoices/query"] * 3 + ["BillingItems/query"] * 3 + ["ThresholdInformation"] * 3
    assert {each.status for each in at_once(autotask, paths)} == {200}


def test_zone_look_ups_need_no_place(autotask: Any) -> None:
    replies = at_once(autotask, ["zoneInformation"] * 6)
    assert not any(b"Itgenatr005" in each.body for each in replies)
