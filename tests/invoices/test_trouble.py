"""Every trouble a vendor can make, at the worst call: each document arrives once, or a fault says what to do."""

from collections import Counter
from typing import Any

import pytest
from house import House
from prepared import on_both

from jobs.models import Ledger
from jobs.plumbing import db

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}
PUT_NOTE = {"vendor": "xero", "method": "PUT", "path": "CreditNotes"}
PUT_CONTACT = {"vendor": "xero", "method": "PUT", "path": "Contacts"}
PATCH = {"vendor": "autotask", "method": "PATCH", "path": "Invoices"}

TROUBLES: dict[str, list[dict[str, Any]]] = {
    "the reply is lost": [{**PUT, "what": "lost_reply"}],
    "the reply is lost twice": [{**PUT, "what": "lost_reply", "times": 2}],
    "the request never arrives": [{**PUT, "what": "drop"}],
    "the commit comes 20 seconds late": [{**PUT, "what": "late_commit", "after": 20}],
    "the commit comes 3 minutes late": [{**PUT, "what": "late_commit", "after": 180, "times": 1}],
    "half a batch is committed, then 500": [{**PUT, "what": "half_batch"}],
    "a 500 is replayed and nothing was done": [{**PUT, "what": "replay_500", "commits": "none"}],
    "a 500 is replayed and all was done": [{**PUT, "what": "replay_500", "commits": "all"}],
    "an element is missing from the reply": [{**PUT, "what": "missing_element"}],
    "the reply comes in another order": [{**PUT, "what": "reordered"}],
    "the reply is cut": [{**PUT, "what": "truncated"}],
    "HTML comes instead of JSON": [{**PUT, "what": "html"}],
    "the reply is empty": [{**PUT, "what": "empty"}],
    "the reply is lost and look-ups lag": [{**PUT, "what": "lost_reply"}, {"vendor": "xero", "method": "GET", "what": "lag", "seconds": 30, "times": 5}],
    "Xero is down": [{**PUT, "what": "status", "status": 503, "times": 2}],
    "the minute is full": [{**PUT, "what": "status", "status": 429, "headers": {"Retry-After": "20", "X-Rate-Limit-Problem": "minute"}}],
    "the credit note's reply is lost": [{**PUT_NOTE, "what": "lost_reply"}],
    "the credit note's commit is late": [{**PUT_NOTE, "what": "late_commit", "after": 20}],
    "the contacts' reply is lost": [{**PUT_CONTACT, "what": "lost_reply"}],
    "the contacts' request is dropped": [{**PUT_CONTACT, "what": "drop"}],
    "half the contacts are made, then 500": [{**PUT_CONTACT, "what": "half_batch"}],
    "the stamps' replies are lost": [{**PATCH, "what": "lost_patch", "times": 3}],
    "the stamps are dropped": [{**PATCH, "what": "drop", "times": 2}],
    "Autotask's threads are full": [{**PATCH, "what": "status", "status": 500, "body": {"errors": ["Thread limit exceeded Itgenatr005"]}}],
    "Autotask answers HTML to a query": [{"vendor": "autotask", "method": "POST", "path": "BillingItems", "what": "html"}],
    "Autotask's pages are not in order": [{"vendor": "autotask", "method": "POST", "path": "Invoices", "what": "unordered", "times": 4}],
}  # fmt: skip


def work(house: House) -> None:
    house.sandbox.put_rows("xero.contacts", [{"Name": "Rimu Cafe", "ContactStatus": "ACTIVE"}])
    for number, name in ((501, "Rimu Cafe"), (502, "Totara Press"), (503, "Kowhai School")):
        house.company(number, name)
    house.invoice(9001, "100.00", "45.50", company=501)
    house.invoice(9002, "10.01", company=502)
    house.invoice(9003, "20.02", company=503)
    house.invoice(9004, "-72.10", company=503)


def judge(house: House) -> None:
    markers = Counter(each["Url"].rsplit("/", 1)[1] for each in house.xero_invoices())
    assert markers == {f"ts-48211-invoice-{each}": 1 for each in (9001, 9002, 9003)}
    assert sorted(float(each["SubTotal"]) for each in house.xero_invoices()) == [10.01, 20.02, 145.5]
    assert [float(each["SubTotal"]) for each in house.xero_credit_notes()] == [72.1]
    assert Counter(each["Name"] for each in house.sandbox.table("xero.contacts")).most_common(1)[0][1] == 1
    assert {each.disposition for each in house.documents()} == {"done"}
    assert all(house.in_autotask(each)["webServiceDate"] for each in (9001, 9002, 9003, 9004))
    assert house.faults() == []


def settle(house: House) -> None:
    for _ in range(20):
        house.sweep()
        if {each.disposition for each in house.documents()} <= {"done", "fault", "skipped"}:
            return
        house.advance(seconds=90)


@on_both
@pytest.mark.parametrize("name", TROUBLES)
def test_each_arrives_once_whatever_happens(house: House, name: str) -> None:
    work(house)
    for trouble in TROUBLES[name]:
        house.sandbox.trouble(**trouble)
    settle(house)
    judge(house)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Status": "DELETED"}, "XERO_CHANGED"),
        ({"Status": "VOIDED"}, "XERO_CHANGED"),
        ({"SubTotal": 99}, "NET_DIFFERS"),
    ],
)
def test_a_person_who_was_there_first_is_shown_and_never_overwritten(
    house: House, change: dict[str, Any], code: str
) -> None:
    """The reply is lost, and before we look somebody edits what Xero made."""
    house.company()
    house.invoice(9001, "100.00")
    house.sandbox.trouble(**PUT, what="replay_500", commits="all")
    house.sweep()
    made = house.xero_invoices()[0]
    house.sandbox.put_rows("xero.invoices", [{**made, **change}])
    settle(house)
    assert len(house.xero_invoices()) == 1
    assert [each.code for each in house.faults()] == [code]
    assert house.in_autotask(9001)["webServiceDate"]


def test_look_alikes_in_doubt_are_a_persons_choice(house: House) -> None:
    """A credit note with Xero's number carries no mark; two that look the same are more than we miss."""
    from jobs import pressed

    house.company()
    house.invoice(9001, "-10.00")
    house.sandbox.trouble(**PUT_NOTE, what="replay_500", commits="all")
    house.sweep()
    made = house.xero_credit_notes()[0]
    twin = {**made, "CreditNoteID": "00000000-0000-4000-8000-00000000dddd", "CreditNoteNumber": "CN-TWIN"}
    house.sandbox.put_rows("xero.credit_notes", [twin])
    house.advance(seconds=90)
    house.sweep()
    row = house.document(9001)
    assert (row.disposition, row.reason) == ("fault", "XERO_MAY_HAVE_IT")
    pressed.choose_candidate(row.id, made["CreditNoteID"], None)
    settle(house)
    assert house.document(9001).xero_id == made["CreditNoteID"]
    assert len(house.xero_credit_notes()) == 2


def test_a_refused_log_in_pauses_autotask_after_one_look_at_the_zone(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.put_rows("autotask.users", [{"id": "tallystick-api@harbourline.example", "secret": "changed"}])
    house.sandbox.forget_requests()
    house.sweep(5, apart=61)
    refused = [each for each in house.sandbox.requests() if each["status"] == 401]
    assert len(refused) <= 2
    assert [each.code for each in house.faults()] == ["AUTOTASK_REFUSED"]


def test_a_disconnected_organisation_pauses_and_what_was_sent_stays_bound_to_it(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="lost_reply")
    house.sandbox.trouble(**PUT, what="disconnect")
    house.sweep()
    house.advance(minutes=12)
    house.sweep(2, apart=61)
    assert [each.code for each in house.faults()] == ["XERO_REFUSED_CONNECTION"]
    assert house.document(9001).disposition == "sending"
    with db.unit_of_work() as session:
        assert session.get_one(Ledger, house.ledger_id).state == "disconnected"
    assert len(house.xero_invoices()) == 1


def test_a_whole_request_refused_strikes_only_the_one_at_fault(house: House) -> None:
    """One document with a text that makes Xero refuse the whole request: the other two arrive."""
    house.company()
    for number in (9001, 9002, 9003):
        house.invoice(number, "10.00")
    house.sandbox.trouble(**PUT, what="status", status=400, body={"Type": "ValidationException", "Message": "bad"})
    settle(house)
    assert len(house.xero_invoices()) == 3


def test_three_refusals_make_a_fault_in_xeros_words(house: House) -> None:
    house.company()
    house.choose(default_sales_account="610")  # a system account, refused by Xero as well
    house.invoice(9001, "10.00")
    house.sweep()
    assert house.document(9001).reason == "ACCOUNT_UNSUITABLE"


def test_redis_emptied_in_mid_work_loses_nothing(house: House) -> None:
    work(house)
    house.sandbox.trouble(**PUT, what="lost_reply")
    house.sweep()
    house.store.empty()
    settle(house)
    judge(house)
    assert house.sandbox.counts()["xero"]["answered_429"] == 0


def test_a_day_limit_holds_the_ledger_and_says_until_when(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    limit = {"Retry-After": "7200", "X-Rate-Limit-Problem": "day"}
    house.sandbox.trouble(**PUT, what="status", status=429, headers=limit)
    house.sweep()
    row = house.document(9001)
    assert (row.disposition, row.reason) == ("held", "RATE_LIMITED")
    house.advance(minutes=121)
    settle(house)
    assert house.document(9001).disposition == "done"
