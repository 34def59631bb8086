"""The pages of a preview: choosing, progress, one document's outcome, and posting exactly that."""

from typing import Any

import pytest
from sqlalchemy import select

from jobs.models import Document, Errand, Ledger, Preview, PreviewRow
from jobs.plumbing import clock, db
from tests.portal.builders import Place, make_document, statements

DRAFT = {
    "lines": [
        {
            "description": "Managed support",
            "quantity": "3",
            "unit_amount": "10.00",
            "account_code": "200",
            "tracking": [],
        }
    ]
}
SHOWN = {
    "draft": DRAFT,
    "notes": [{"field": "due date", "value": "2026-11-20", "why": "Autotask's due date"}],
    "contact": {"name": "Kauri Dental Group", "why": "the stored link"},
    "problems": [],
    "differences": [["reference", "PO 7", ""]],
}


@pytest.fixture
def place(people: Any, ledger: Ledger) -> Place:
    return Place(people.ada.workspace_id, ledger.id)


def put_preview(place: Place, results: list[str | None], state: str = "ready", **shown: Any) -> int:
    """A preview with one document for each result."""
    with db.unit_of_work() as session:
        done = sum(each is not None for each in results)
        made = Preview(workspace_id=place.workspace_id, ledger_id=place.ledger_id, state=state, total=len(results),
                       done=done, asked_at=clock.now(), ended_at=None if state == "working" else clock.now())  # fmt: skip
        session.add(made)
        session.flush()
        if state == "working":
            session.add(Errand(workspace_id=place.workspace_id, kind="preview", asked_at=clock.now(),
                               arguments={"preview_id": made.id}))  # fmt: skip
        for number, result in enumerate(results):
            document = make_document(session, place, 48000 + number)
            session.add(PreviewRow(preview_id=made.id, document_id=document.id, result=result, promise="p" * 64,
                                   shown={**SHOWN, **shown}))  # fmt: skip
        return made.id


def row_ids(preview_id: int) -> list[int]:
    with db.reading() as session:
        return list(
            session.scalars(select(PreviewRow.id).where(PreviewRow.preview_id == preview_id).order_by(PreviewRow.id))
        )


def test_an_amount_in_another_currency_names_it(ada: Any, people: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        make_document(session, place, 48000, currency="EUR")
        make_document(session, place, 48001)
    page = ada.get("/previews").text
    assert page.count('<span class="ts-cur">') == 1
    assert '<span class="ts-cur">EUR</span>' in page


def test_what_stops_says_why_in_the_list(ada: Any, people: Any, place: Place) -> None:
    problems = [{"title": title, "why": "", "what_to_do": ""} for title in ("No account for Travel", "No currency")]
    made = put_preview(place, ["fault"], problems=problems)
    assert "No account for Travel and 1 more" in ada.get(f"/previews/{made}").text


def test_all_waiting_are_previewed_at_one_press(ada: Any, people: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        for number in range(3):
            make_document(session, place, 48000 + number, ["waiting", "fault", "done"][number])
    assert "Preview all 2" in ada.get("/previews").text
    answer = ada.post("/previews", data={"all": "1"})
    with db.reading() as session:
        [made] = session.scalars(select(Preview)).all()
        assert (made.total, made.state) == (2, "working")
        assert session.scalars(select(Errand.arguments)).all() == [{"preview_id": made.id}]
    assert answer.location == f"/previews/{made.id}"
    assert "0 of 2 done" in ada.get(answer.location).text


def test_only_the_chosen_are_previewed_and_none_of_another_workspace(ada: Any, people: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        mine = make_document(session, place, 48001).id
        theirs = Ledger(workspace_id=people.cleo.workspace_id, tenant_id="t2", name="Elsewhere", created_at=clock.now())
        session.add(theirs)
        session.flush()
        other = make_document(session, Place(people.cleo.workspace_id, theirs.id), 48002).id
    ada.post("/previews", data={"document": [str(mine), str(other), "x", "9" * 30]})
    with db.reading() as session:
        assert session.scalars(select(PreviewRow.document_id)).all() == [mine]


def test_choosing_nothing_says_so(ada: Any, people: Any, place: Place) -> None:
    answer = ada.post("/previews", data={}, follow_redirects=True)
    assert "There is nothing to preview" in answer.text


def test_a_preview_under_way_refreshes_itself_and_a_ready_one_rests(ada: Any, people: Any, place: Place) -> None:
    going = put_preview(place, ["goes", None], "working")
    assert 'hx-trigger="every 1s"' in ada.get(f"/previews/{going}", headers={"HX-Request": "true"}).text
    with db.unit_of_work() as session:
        session.get_one(Preview, going).state = "ready"
    ready = ada.get(f"/previews/{going}").text
    assert "hx-trigger" not in ready.split('id="preview"')[1].split("</section>")[0]


def test_one_document_shows_lines_reasons_problems_and_differences(ada: Any, people: Any, place: Place) -> None:
    problem = {"title": "Tax region is not mapped", "why": "No rate is chosen.", "what_to_do": "Map it."}
    made = put_preview(place, ["there"], problems=[problem])
    page = ada.get(f"/previews/{made}/rows/{row_ids(made)[0]}").text
    for told in ("Managed support", "3 × 10.00", "The stored link", "20 November 2026", "Tax region is not mapped",
                 "Different from what Xero has", "PO 7"):  # fmt: skip
        assert told in page


def test_tabs_show_one_outcome(ada: Any, people: Any, place: Place) -> None:
    made = put_preview(place, ["goes", "fault", "fault"])
    page = ada.get(f"/previews/{made}?result=fault").text
    assert page.count("ts-rowlink") == 2
    assert ada.get(f"/previews/{made}?result=nonsense").status_code == 404


def test_posting_all_asks_first_and_then_lets_them_go(ada: Any, people: Any, place: Place) -> None:
    made = put_preview(place, ["goes", "goes", "fault"])
    assert "Post 2 documents exactly as shown?" in ada.get(f"/previews/{made}/post").text
    answer = ada.post(f"/previews/{made}/post", follow_redirects=True)
    assert "2 documents go exactly as shown" in answer.text
    with db.reading() as session:
        promised = session.scalars(select(Document.promised).order_by(Document.id)).all()
    assert promised == ["p" * 64, "p" * 64, None]
    assert "Nothing was left to post" in ada.post(f"/previews/{made}/post", follow_redirects=True).text


def test_a_member_who_may_only_look_asks_for_none_and_posts_nothing(ben: Any, people: Any, place: Place) -> None:
    made = put_preview(place, ["goes"])
    assert "Post exactly this" not in ben.get(f"/previews/{made}").text
    assert ben.post(f"/previews/{made}/post").status_code == 403
    assert ben.post("/previews", data={"all": "1"}).status_code == 403
    assert "Preview all" not in ben.get("/previews").text


def test_another_workspaces_preview_is_not_found(cleo: Any, people: Any, place: Place) -> None:
    made = put_preview(place, ["goes"])
    for path in (f"/previews/{made}", f"/previews/{made}/rows/{row_ids(made)[0]}", f"/previews/{made}/post"):
        assert cleo.get(path).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_rows_as_for_few(ada: Any, people: Any, place: Place) -> None:
    few = put_preview(place, ["goes"])
    with statements() as first:
        ada.get(f"/previews/{few}")
    with db.unit_of_work() as session:
        documents = [make_document(session, place, 49000 + each).id for each in range(60)]
        session.add_all(PreviewRow(preview_id=few, document_id=each, result="goes", shown=SHOWN) for each in documents)
    with statements() as many:
        ada.get(f"/previews/{few}")
    assert len(many) == len(first)


def test_a_preview_whose_work_was_given_up_says_so_and_rests(ada: Any, people: Any, place: Place) -> None:
    made = put_preview(place, ["goes", None], "working")
    with db.unit_of_work() as session:
        session.scalars(select(Errand)).one().ended_at = clock.now()
    page = ada.get(f"/previews/{made}").text
    assert "The preview ended early" in page
    assert "Our work on it was stopped" in page
    assert 'hx-trigger="every 1s"' not in page
