"""Trouble on request, struck at the imitated Xero."""

from typing import Any

import pytest
from xero_caller import XeroCaller

from jobs.sandbox import seed_xero, wire
from jobs.sandbox.seed_xero import HARBOURLINE
from jobs.sandbox.trouble import Troubles
from jobs.sandbox.wire import HangUp, Reply

PUT: dict[str, Any] = {"vendor": "xero", "method": "PUT", "path": "Contacts"}
QUERY = "summarizeErrors=false"


def put(xero: XeroCaller, *names: str, key: str = "k") -> Reply:
    body = {"Contacts": [{"Name": each} for each in names]}
    return xero.call("PUT", "Contacts", body, query=QUERY, idempotency_key=key)


def kept(xero: XeroCaller) -> list[str]:
    return sorted(str(each["Name"]) for each in xero.world.table("xero.contacts").values())


def told(reply: Reply) -> list[str]:
    return [each["Name"] for each in wire.decode(reply.body)["Contacts"]]


def test_a_lost_reply_is_a_commit_without_an_answer(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "lost_reply"})
    with pytest.raises(HangUp):
        put(xero, "Rimu")
    assert kept(xero) == ["Rimu"]
    assert told(put(xero, "Rimu")) == ["Rimu"]
    assert kept(xero) == ["Rimu"]


def test_a_dropped_call_does_nothing(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "drop"})
    with pytest.raises(HangUp):
        put(xero, "Rimu")
    assert kept(xero) == []
    assert put(xero, "Rimu").status == 200


def test_half_a_batch_is_kept_before_the_500(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "half_batch"})
    assert put(xero, "Kauri", "Rimu", "Totara", "Tui").status == 500
    assert kept(xero) == ["Kauri", "Rimu"]


@pytest.mark.parametrize(("commits", "names"), [("all", ["Rimu"]), (None, [])])
def test_a_500_is_replayed_for_six_minutes(xero: XeroCaller, commits: str | None, names: list[str]) -> None:
    xero.world.trouble.add({**PUT, "what": "replay_500", **({"commits": commits} if commits else {})})
    assert [put(xero, "Rimu").status for _ in range(3)] == [500, 500, 500]
    assert kept(xero) == names
    xero.world.advance(361)
    assert put(xero, "Rimu").status == 200
    assert kept(xero) == ["Rimu"]


def test_a_status_is_answered_without_doing_anything(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "status", "status": 503, "headers": {"Retry-After": 5}, "body": "offline"})
    reply = put(xero, "Rimu")
    assert (reply.status, reply.body, dict(reply.headers)["Retry-After"]) == (503, b"offline", "5")
    assert kept(xero) == []


@pytest.mark.parametrize("what", ["truncated", "html", "empty"])
def test_a_spoiled_reply_is_a_commit_all_the_same(xero: XeroCaller, what: str) -> None:
    xero.world.trouble.add({**PUT, "what": what})
    reply = put(xero, "Rimu")
    assert reply.status == 200
    if what == "truncated":
        assert reply.cut == len(reply.body) // 2
    else:
        with pytest.raises(ValueError, match=r"JSON|truncated"):
            wire.decode(reply.body)
    assert kept(xero) == ["Rimu"]


def test_an_element_may_be_missing_or_out_of_order(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "missing_element"})
    assert told(put(xero, "Kauri", "Rimu")) == ["Kauri"]
    xero.world.trouble.add({**PUT, "what": "reordered"})
    assert told(put(xero, "Totara", "Tui", key="k2")) == ["Tui", "Totara"]
    assert kept(xero) == ["Kauri", "Rimu", "Totara", "Tui"]


def test_lagging_lists_do_not_show_what_is_new(xero: XeroCaller) -> None:
    put(xero, "Rimu")
    xero.world.trouble.add({"vendor": "xero", "method": "GET", "path": "Contacts", "what": "lag", "seconds": 30})
    assert xero.ask("GET", "Contacts", query="page=1")["Contacts"] == []
    assert len(xero.ask("GET", "Contacts", query="page=1")["Contacts"]) == 1


@pytest.mark.parametrize(("when", "seen"), [("before", "Edited"), ("after", "Rimu")])
def test_a_person_edits_between_two_calls(xero: XeroCaller, when: str, seen: str) -> None:
    put(xero, "Rimu")
    edit = {"table": "xero.contacts", "match": {"Name": "Rimu"}, "set": {"Name": "Edited"}, "when": when}
    xero.world.trouble.add({"vendor": "xero", "method": "GET", "path": "Contacts", "what": "edit", **edit})
    assert told(xero.call("GET", "Contacts", query="page=1")) == [seen]
    assert told(xero.call("GET", "Contacts", query="page=1")) == ["Edited"]


def test_an_organisation_is_disconnected_between_two_calls(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "disconnect"})
    assert put(xero, "Rimu").status == 200
    assert xero.call("GET", "Contacts").status == 403


def test_pages_may_come_out_of_order(xero: XeroCaller) -> None:
    for name in ("Kauri", "Rimu"):
        seed_xero.put(xero.world, "xero.contacts", [{"TenantID": HARBOURLINE, "Name": name}])
    xero.world.trouble.add({"vendor": "xero", "path": "Contacts", "what": "unordered"})
    first, second = (told(xero.call("GET", "Contacts", query="page=1")) for _ in range(2))
    assert first == second[::-1]


def test_a_late_commit_is_not_yet_there(xero: XeroCaller) -> None:
    xero.world.trouble.add({**PUT, "what": "late_commit", "after": 180})
    with pytest.raises(HangUp):
        put(xero, "Rimu")
    xero.world.advance(179)
    assert told(xero.call("GET", "Contacts")) == []
    xero.world.advance(2)
    assert told(xero.call("GET", "Contacts")) == ["Rimu"]


def test_some_calls_may_pass_first() -> None:
    troubles = Troubles()
    troubles.add({**PUT, "what": "drop", "skip": 1, "times": 2})
    struck = [bool(troubles.strike("xero", "PUT", "/api.xro/2.0/Contacts").items) for _ in range(4)]
    assert struck == [False, True, True, False]


def test_trouble_strikes_only_what_it_names() -> None:
    troubles = Troubles()
    troubles.add({**PUT, "what": "drop"})
    for call in (("autotask", "PUT", "/Contacts"), ("xero", "GET", "/Contacts"), ("xero", "PUT", "/Invoices")):
        assert not troubles.strike(*call).items
    assert troubles.strike("xero", "PUT", "/Contacts").items


def test_trouble_may_last_for_ever() -> None:
    troubles = Troubles()
    troubles.add({"what": "drop", "times": None})
    assert all(troubles.strike("xero", "GET", "/").items for _ in range(20))


@pytest.mark.parametrize("asked", [{"what": "meteorite"}, {}, {"what": "drop", "colour": "blue"}])
def test_unknown_trouble_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"what must be|has no"):
        Troubles().add(asked)
