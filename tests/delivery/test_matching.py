"""Which element is which of ours: by marker, else by evidence, never by place."""

from decimal import Decimal
from typing import Any

from jobs.delivery.matching import NOBODY, Wanted, as_sent, is_certain, match_list, match_reply
from jobs.xero.records import Document, Line


def wanted(id: int, **evidence: Any) -> Wanted:
    given = {
        "type": "ACCREC",
        "contact_id": "c1",
        "date": "2026-11-20",
        "currency": "NZD",
        "net": "100.00",
        "number": None,
        "url": True,
        "lines": [["Work", "100.00"]],
    }
    return Wanted(id, f"ts-1-invoice-{id}", {**given, **evidence})


def held(id: str, marker_of: int | None = None, **more: Any) -> Document:
    given: dict[str, Any] = {
        "type": "ACCREC",
        "status": "DRAFT",
        "contact_id": "c1",
        "currency_code": "NZD",
        "date": "2026-11-20",
        "sub_total": Decimal("100.00"),
        "lines": (Line(description="Work", line_amount=Decimal("100.00")),),
        "url": f"http://localhost/d/ts-1-invoice-{marker_of}" if marker_of else None,
    }
    return Document(id=id, **{**given, **more})


def test_a_reply_in_another_order_is_matched_by_marker() -> None:
    found = match_reply([wanted(1), wanted(2)], [held("x2", 2), held("x1", 1)])
    assert {key: each.id for key, each in found.items()} == {1: "x1", 2: "x2"}


def test_a_missing_element_leaves_its_document_unknown() -> None:
    assert set(match_reply([wanted(1), wanted(2)], [held("x1", 1)])) == {1}


def test_equal_credit_notes_without_marker_are_interchangeable() -> None:
    notes = [wanted(1, url=False), wanted(2, url=False)]
    found = match_reply(notes, [held("x1"), held("x2")])
    assert {each.id for each in found.values()} == {"x1", "x2"}


def test_a_refusal_without_any_mark_is_given_to_the_only_one_asked_for() -> None:
    refused = Document(id=NOBODY, type="ACCREC", status="", errors=("no",))
    assert match_reply([wanted(1)], [refused]) == {1: refused}
    assert match_reply([wanted(1), wanted(2)], [refused]) == {}


def test_a_refused_number_is_matched_by_that_number() -> None:
    refused = Document(id=NOBODY, type="ACCREC", status="", number="inv:1 ", errors=("Invoice # must be unique.",))
    asked = [wanted(1, number="INV:1"), wanted(2, number="INV:2")]
    assert match_reply(asked, [refused]) == {1: refused}
    without_type = Document(id=NOBODY, type="", status="", number="INV:2", errors=("Invoice # must be unique.",))
    assert match_reply(asked, [without_type]) == {2: without_type}


def test_a_stranger_with_our_number_is_not_ours() -> None:
    stranger = held("s", url="https://elsewhere.example", number="INV:1")
    assert match_list([wanted(1, number="INV:1")], [stranger], frozenset()).found == {}


def test_a_credit_notes_own_number_is_its_marker() -> None:
    note = held("n", number="CN:1")
    seen = match_list([wanted(1, number="CN:1", url=False)], [note], frozenset())
    assert seen.found == {1: note}


def test_a_suppliers_credit_is_ours_neither_by_its_number_nor_by_evidence() -> None:
    credit = held("s", type="ACCPAYCREDIT", number="CN:1")
    note = held("n", type="ACCRECCREDIT", number="CN:1")
    numbered = wanted(1, type="ACCRECCREDIT", number="CN:1", url=False)
    assert match_list([numbered], [credit], frozenset()).found == {}
    assert match_list([numbered], [credit, note], frozenset()).found == {1: note}
    assert match_list([wanted(1, type="ACCRECCREDIT", url=False)], [credit], frozenset()).found == {}


def test_a_look_finds_by_evidence_no_more_than_we_miss() -> None:
    notes = [wanted(1, url=False)]
    assert match_list(notes, [held("x1")], frozenset()).found[1].id == "x1"
    doubtful = match_list(notes, [held("x1"), held("x2")], frozenset())
    assert doubtful.found == {}
    assert [each.id for each in doubtful.doubtful[1]] == ["x1", "x2"]


def test_what_another_row_of_ours_holds_is_no_candidate() -> None:
    seen = match_list([wanted(1, url=False)], [held("x1"), held("x2")], frozenset({"x1"}))
    assert seen.found[1].id == "x2"


def test_an_invoice_with_a_marker_is_never_matched_by_evidence_in_a_list() -> None:
    assert match_list([wanted(1)], [held("x1")], frozenset()).found == {}


def test_another_contact_or_currency_or_nobody_is_not_certain() -> None:
    assert is_certain(wanted(1), held("x1", 1))
    assert not is_certain(wanted(1), held("x1", 1, contact_id="c2"))
    assert not is_certain(wanted(1), held("x1", 1, currency_code="USD"))
    assert not is_certain(wanted(1), held(NOBODY, 1))


def test_voided_or_changed_is_not_as_sent() -> None:
    assert as_sent(wanted(1), held("x1", 1))
    assert not as_sent(wanted(1), held("x1", 1, status="VOIDED"))
    assert not as_sent(wanted(1), held("x1", 1, sub_total=Decimal("99.99")))
