"""The set-up wizard: what each step asks, refuses and remembers."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from jobs import connections, disconnecting, options, pressed, reference_data, succession
from jobs.autotask.records import Zone
from jobs.connections import Check, Found, Offered
from jobs.history import tell
from jobs.models import Document, Errand, Fault, Ledger, Plan, SweepState, Workspace
from jobs.plumbing import clock, db
from jobs.plumbing.db import Mark
from jobs.plumbing.errors import AuthRefused, RateLimited, Rejected, Unreachable
from jobs.wording import sentence, words
from portal import finish

FOUND = Found(
    Zone(zone_name="America East", url="http://localhost/a/", web_url="http://localhost/", ci=42),
    42,
    "NZD",
    (Check("Zone found", True, "America East"),),
)
LOG_IN = {"user": "tally@harbourline.example", "secret": "s3cret-value"}


def answers(answer: Any) -> Callable[..., Any]:
    def reply(*_args: Any, **_more: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return reply


@pytest.fixture(autouse=True)
def no_queue(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Set-up asks for a sweep; here it is only noted."""
    asked: list[int] = []
    monkeypatch.setattr(pressed, "sync_now", lambda workspace_id, _member: asked.append(workspace_id))
    return asked


def done(look: Any, people: Any) -> int:
    return int(look(Workspace, Workspace.id == people.ada.workspace_id).setup_step)


def test_steps_that_are_not_reached_lead_back_and_are_no_links(ada: Any, set_up_to: Any) -> None:
    set_up_to(0)
    for path in ("/setup", "/setup/xero", "/setup/plan", "/setup/options", "/setup/accounts", "/setup/finish"):
        assert ada.get(path).location == "/setup/autotask"
    page = ada.get("/setup/autotask").text
    assert "/setup/plan" not in page
    assert 'aria-current="step"' in page


def test_pages_of_the_workspace_wait_for_set_up(ada: Any, ben: Any, set_up_to: Any) -> None:
    set_up_to(2)
    assert ada.get("/setup").location == "/setup/plan"
    assert "An administrator of Harbourline IT connects" in ben.get("/setup").text
    assert ben.get("/setup/plan").status_code == 403


def test_a_working_log_in_is_stored_and_leads_on(
    ada: Any, set_up_to: Any, look: Any, people: Any, monkeypatch: Any
) -> None:
    set_up_to(0)
    saved: list[Any] = []
    monkeypatch.setattr(connections, "test_autotask", answers(FOUND))
    monkeypatch.setattr(connections, "save_autotask", lambda *given: saved.append(given))
    assert ada.post("/setup/autotask", data=LOG_IN).location == "/setup/xero"
    assert saved == [(people.ada.workspace_id, *LOG_IN.values(), FOUND)]
    assert done(look, people) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AuthRefused("", status=401), "Autotask refused this log-in."),
        (AuthRefused("no zone", status=500), "Autotask does not know this user name."),
        (Rejected(("This API user may not read Invoices.",)), "This API user may not read Invoices."),
        (Unreachable("no route"), "Autotask did not answer within ten seconds."),
        (RateLimited(clock.now(), "hour"), "limit for this hour is used up"),
    ],
)
def test_a_refused_log_in_keeps_the_user_name_and_empties_the_secret(
    ada: Any, set_up_to: Any, monkeypatch: Any, error: Exception, said: str
) -> None:
    set_up_to(0)
    monkeypatch.setattr(connections, "test_autotask", answers(error))
    reply = ada.post("/setup/autotask", data=LOG_IN)
    assert reply.status_code == 422
    assert said in reply.text
    assert LOG_IN["user"] in reply.text
    assert LOG_IN["secret"] not in reply.text


def test_an_autotask_database_of_another_workspace_is_refused(ada: Any, set_up_to: Any, monkeypatch: Any) -> None:
    set_up_to(0)
    monkeypatch.setattr(connections, "test_autotask", answers(FOUND))
    monkeypatch.setattr(connections, "save_autotask", answers(connections.Taken("theirs")))
    reply = ada.post("/setup/autotask", data=LOG_IN)
    assert reply.status_code == 422
    assert "Another workspace uses this Autotask database." in reply.text


def test_htmx_gets_only_the_form_and_is_led_on_as_a_page(ada: Any, set_up_to: Any, monkeypatch: Any) -> None:
    set_up_to(0)
    monkeypatch.setattr(connections, "test_autotask", answers(AuthRefused("", status=401)))
    reply = ada.post("/setup/autotask", data=LOG_IN, headers={"HX-Request": "true"})
    assert reply.text.lstrip().startswith('<div class="ts-stack" id="setup-autotask-form">')
    assert "HX-Request" in reply.headers["Vary"]
    monkeypatch.setattr(connections, "test_autotask", answers(FOUND))
    monkeypatch.setattr(connections, "save_autotask", answers(None))
    led = ada.post("/setup/autotask", data=LOG_IN, headers={"HX-Request": "true"})
    assert (led.status_code, led.headers["HX-Redirect"]) == (204, "/setup/xero")


class Consent:
    """Leaves for Xero's page as Ada and comes back with *offered*."""

    def __init__(self, browser: Any, monkeypatch: Any) -> None:
        self.browser, self.monkeypatch = browser, monkeypatch
        self.connected: list[Any] = []
        monkeypatch.setattr(connections, "consent_address", lambda _settings, state: f"http://xero/?state={state}")
        monkeypatch.setattr(reference_data, "read_lists", answers(None))
        monkeypatch.setattr(connections, "connect_ledger", self._connect)

    def _connect(self, _settings: Any, *given: Any, ledger_id: int | None = None) -> int:
        self.connected.append((*given, ledger_id))
        return 1

    def leave(self, **data: Any) -> str:
        location = self.browser.post("/setup/xero/connect", data=data).location
        return parse_qs(urlsplit(location).query)["state"][0]

    def come_back(self, offered: Any, **data: Any) -> Any:
        self.monkeypatch.setattr(connections, "finish_consent", answers(offered))
        return self.browser.get(f"/setup/xero/return?code=c0de&state={self.leave(**data)}")


@pytest.fixture
def consent(ada: Any, set_up_to: Any, monkeypatch: Any) -> Consent:
    set_up_to(1)
    return Consent(ada, monkeypatch)


ONE = Offered("tenant-1", "Harbourline IT Ltd", "connection-1", 7, False)
TWO = Offered("tenant-2", "Harbourline Cloud Ltd", "connection-2", 7, False)


def test_one_organisation_is_connected_at_once(consent: Consent, people: Any, look: Any) -> None:
    assert consent.come_back([ONE]).location == "/setup/plan"
    assert consent.connected == [(people.ada.workspace_id, 7, "tenant-1", None)]
    assert done(look, people) == 2


def test_of_several_organisations_the_person_chooses_one(consent: Consent, ada: Any, people: Any) -> None:
    assert consent.come_back([ONE, TWO]).location == "/setup/xero/choose"
    assert "Harbourline Cloud Ltd" in ada.get("/setup/xero/choose").text
    assert ada.post("/setup/xero/choose", data={}).status_code == 422
    assert ada.post("/setup/xero/choose", data={"tenant": "somebody-elses"}).status_code == 422
    assert ada.post("/setup/xero/choose", data={"tenant": "tenant-2"}).location == "/setup/plan"
    assert consent.connected == [(people.ada.workspace_id, 7, "tenant-2", None)]


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ([], "No organisation was chosen."),
        ([ONE._replace(taken=True)], "Another workspace uses Harbourline IT Ltd."),
        (AuthRefused("invalid_grant"), "Xero did not accept this consent."),
        (AuthRefused("insufficient_scope"), "Xero did not give every right we need."),
        (Unreachable("slow"), "Xero did not answer within ten seconds."),
        (Rejected(("invalid_scope",)), "Xero does not accept this server&#39;s app."),
    ],
)
def test_a_consent_that_leads_nowhere_says_why(
    consent: Consent, offered: Any, said: str, look: Any, people: Any
) -> None:
    reply = consent.come_back(offered)
    assert reply.status_code == 422
    assert said in reply.text
    assert done(look, people) == 1


def test_cancelling_at_xero_changes_nothing_and_offers_the_button_again(consent: Consent, ada: Any) -> None:
    state = consent.leave()
    reply = ada.get(f"/setup/xero/return?error=access_denied&state={state}")
    assert reply.status_code == 422
    assert "because Cancel was pressed" in reply.text
    assert "Connect Xero</button>" in reply.text


@pytest.mark.parametrize("state", ["", "somebody-elses", "é"])
def test_a_return_that_nobody_asked_for_connects_nothing(consent: Consent, ada: Any, state: str) -> None:
    consent.leave()
    reply = ada.get("/setup/xero/return", query_string={"code": "c0de", "state": state})
    assert reply.status_code == 422
    assert "does not belong to a request of yours" in reply.text
    assert consent.connected == []


def test_a_return_works_once(consent: Consent, ada: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(connections, "finish_consent", answers([ONE]))
    address = f"/setup/xero/return?code=c0de&state={consent.leave()}"
    assert ada.get(address).location == "/setup/plan"
    assert ada.get(address).status_code == 422


def test_an_organisation_taken_between_choice_and_connection_is_refused(consent: Consent, monkeypatch: Any) -> None:
    monkeypatch.setattr(connections, "connect_ledger", answers(connections.Taken("theirs")))
    reply = consent.come_back([ONE])
    assert reply.status_code == 422
    assert "Another workspace uses this Xero organisation." in reply.text


def test_slow_lists_do_not_undo_the_connection(consent: Consent, monkeypatch: Any, ada: Any) -> None:
    monkeypatch.setattr(reference_data, "read_lists", answers(Unreachable("slow")))
    assert consent.come_back([ONE]).location == "/setup/plan"
    assert "Step 5 reads them again" in ada.get("/setup/plan").text


def test_plans_come_from_their_table(ada: Any, set_up_to: Any, look: Any, people: Any, ledger: Ledger) -> None:
    set_up_to(2)
    page = ada.get("/setup/plan").text
    assert "Up to 500 invoices a month; Autotask is read every 15 minutes." in page
    assert ada.post("/setup/plan", data={"plan": "999"}).status_code == 422
    assert ada.post("/setup/plan", data={"plan": "x"}).status_code == 422
    plan = look(Plan)
    assert ada.post("/setup/plan", data={"plan": plan.id}).location == "/setup/options"
    assert look(Workspace, Workspace.id == people.ada.workspace_id).plan_id == plan.id


def test_the_first_sync_proposes_draft_three_days_the_case_switch_and_xeros_zone(
    ada: Any, set_up_to: Any, ledger: Ledger
) -> None:
    set_up_to(3)
    page = ada.get("/setup/options").text
    assert 'value="draft" aria-describedby="as-draft-help" checked' in page
    assert 'value="3"' in page
    assert 'id="ignore_name_case" value="y" aria-describedby="case-help" checked' in page
    assert '<option selected value="Pacific/Auckland">' in page


def test_the_first_sync_is_saved_as_options_of_the_ledger(
    ada: Any, set_up_to: Any, ledger: Ledger, look: Any, people: Any
) -> None:
    set_up_to(3)
    chosen = {"import_as": "approved_and_sent", "days_back": "14", "zone": "Europe/London"}
    assert ada.post("/setup/options", data=chosen).location == "/setup/accounts"
    with db.reading() as session:
        stored = options.stored(session, ledger.id)
    assert (stored.import_as, stored.days_back, stored.ignore_name_case) == ("approved_and_sent", 14, False)
    assert look(Workspace, Workspace.id == people.ada.workspace_id).zone == "Europe/London"
    assert 'aria-describedby="case-help">' in ada.get("/setup/options").text, "what was chosen, not what we propose"


@pytest.mark.parametrize("days", ["0", "91", "-3", "three", "", "1.5"])
def test_days_back_is_a_whole_number_up_to_ninety(ada: Any, set_up_to: Any, ledger: Ledger, days: str) -> None:
    set_up_to(3)
    reply = ada.post("/setup/options", data={"import_as": "approved", "days_back": days, "zone": "UTC"})
    assert reply.status_code == 422
    assert "Write a whole number of days, 1 to 90." in reply.text
    assert f'value="{days}"' in reply.text
    assert 'value="approved" aria-describedby="as-approved-help" checked' in reply.text


ACCOUNTS = {"sales": "200", "cogs": "310", "freight": "425", "currency": "NZD"}


def test_likely_accounts_are_chosen_and_archived_ones_are_not_offered(ada: Any, set_up_to: Any, ledger: Ledger) -> None:
    set_up_to(4)
    page = ada.get("/setup/accounts").text
    for code, name in (("200", "Sales"), ("310", "Cost of Goods Sold"), ("425", "Freight &amp; Courier")):
        assert f'<option selected value="{code}">{code} · {name}</option>' in page
    assert '<option selected value="NZD">NZD · New Zealand Dollar</option>' in page
    assert "Old sales" not in page
    assert "Accounts Receivable" not in page


def test_saved_accounts_finish_set_up_and_ask_for_what_stands_in_autotask(
    ada: Any, set_up_to: Any, ledger: Ledger, look: Any, people: Any, no_queue: list[int]
) -> None:
    set_up_to(4)
    assert ada.post("/setup/accounts", data=ACCOUNTS).location == "/setup/finish"
    with db.reading() as session:
        stored = options.stored(session, ledger.id)
    assert (stored.default_sales_account, stored.default_currency) == ("200", "NZD")
    assert done(look, people) == 5
    assert no_queue == [people.ada.workspace_id]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("sales", "299", "Account 299 is archived in Xero."),
        ("sales", "310", "Account 310 cannot be used here. Choose one of type income."),
        ("cogs", "610", "Xero keeps account 610 for itself."),
        ("freight", "999", "Xero has no account 999."),
        ("freight", "", "Choose a freight and courier account."),
        ("currency", "XXX", "Choose a currency that the organisation uses."),
    ],
)
def test_an_account_that_does_not_suit_is_refused_with_the_reason(
    ada: Any, set_up_to: Any, ledger: Ledger, field: str, value: str, said: str
) -> None:
    set_up_to(4)
    reply = ada.post("/setup/accounts", data={**ACCOUNTS, "sales": "210", field: value})
    assert reply.status_code == 422
    assert said in reply.text
    if field != "sales":
        assert '<option selected value="210">' in reply.text, "what was chosen is kept"


def test_lists_are_read_again_by_a_worker_on_request(ada: Any, set_up_to: Any, ledger: Ledger, look: Any) -> None:
    set_up_to(4)
    assert ada.post("/setup/accounts", data={"refresh": "1"}).location == "/setup/accounts"
    assert "Xero is being asked for its lists" in ada.get("/setup/accounts").text
    assert (look(Errand).kind, look(Errand).arguments) == ("read_lists", {"ledger_id": ledger.id})


@pytest.fixture
def waiting(ledger: Ledger) -> list[Document]:
    with db.unit_of_work() as session:
        documents = [
            Document(
                workspace_id=ledger.workspace_id,
                ledger_id=ledger.id,
                source_kind="invoice",
                autotask_id=700 + place,
                number=f"AT-{700 + place}",
                company_name="Kauri Dental",
                currency="NZD",
                net=100 * (place + 1),
                tax=15 * (place + 1),
                collected_at=clock.now(),
                changed_at=clock.now(),
            )
            for place in range(3)
        ]
        session.add_all(documents)
    return documents


def test_the_last_page_says_paused_lists_invoices_and_offers_test_and_activation(
    ada: Any, ledger: Ledger, waiting: list[Document]
) -> None:
    page = ada.get("/setup/finish").text
    assert "Harbourline IT Ltd is paused" in page
    assert "3 unstamped invoices in Autotask" in page
    assert "690.00" in page
    assert '<option value="AT-702">' in page
    assert "Sync one test invoice</button>" in page
    assert "Activate Harbourline IT Ltd</button>" in page


def test_ticked_invoices_are_marked_and_those_of_others_are_not(
    ada: Any, cleo: Any, ledger: Ledger, waiting: list[Document], monkeypatch: Any, set_up_to: Any
) -> None:
    marked: list[Any] = []
    monkeypatch.setattr(pressed, "mark_already_in_xero", lambda ids, _member: marked.extend(ids) or len(ids))
    reply = ada.post("/setup/finish/already", data={"document": [waiting[0].id, waiting[2].id, 99999]})
    assert reply.location == "/setup/finish"
    assert sorted(marked) == [waiting[0].id, waiting[2].id]
    assert "2 invoices are marked" in ada.get("/setup/finish").text
    assert ada.post("/setup/finish/already", data={}).status_code == 422
    cleo.post("/setup/finish/already", data={"document": [waiting[1].id]})
    assert waiting[1].id not in marked


@pytest.fixture
def alike(waiting: list[Document]) -> Document:
    """One of the waiting invoices is in Xero from before us, as far as one can tell."""
    with db.unit_of_work() as session:
        session.get_one(Document, waiting[0].id).lookalike = "INV-0042"
    return waiting[0]


def test_what_seems_to_be_in_xero_already_stands_first_and_is_ticked(ada: Any, alike: Document) -> None:
    page = ada.get("/setup/finish").text
    ticks = re.findall(r'name="document" id="[^"]+" value="(\d+)"( checked)?', page)
    assert ticks[0] == (str(alike.id), " checked")
    assert [ticked for _, ticked in ticks[1:]] == ["", ""]
    assert "like INV-0042 in Xero" in page
    assert "1 is ticked, because Xero has an invoice for the same customer, day and total." in page


def test_a_tick_that_came_later_is_not_kept_away_by_the_refresh(ada: Any, waiting: list[Document]) -> None:
    """htmx keeps what the person ticked by its id: a row that was noticed meanwhile has another."""
    before = re.findall(r'id="(already-[^"]+)"', ada.get("/setup/finish/found").text)
    with db.unit_of_work() as session:
        session.get_one(Document, waiting[0].id).lookalike = "INV-0042"
    after = re.findall(r'id="(already-[^"]+)"', ada.get("/setup/finish/found").text)
    assert len(set(before) - set(after)) == 1


def test_activating_asks_first_about_what_seems_to_be_in_xero(ada: Any, alike: Document, look: Any) -> None:
    refused = ada.post("/setup/finish/activate")
    assert (refused.status_code, look(Ledger).state) == (422, "paused")
    assert "1 invoice seems to be in Xero already" in refused.text
    ada.post("/activate")
    assert "1 invoice seems to be in Xero already" in ada.get("/").text
    assert look(Ledger).state == "paused"
    assert ada.post("/setup/finish/activate", data={"anyway": "on"}).location == "/"
    assert look(Ledger).state == "active"


def test_marking_what_seems_to_be_in_xero_lets_activation_go(ada: Any, alike: Document) -> None:
    ada.post("/setup/finish/already", data={"document": alike.id})
    assert ada.post("/setup/finish/activate").location == "/"


def test_all_can_be_marked_however_few_are_shown(
    ada: Any, waiting: list[Document], look: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(finish, "SHOWN", 2)
    assert "Mark all 3</button>" in ada.get("/setup/finish").text
    assert ada.post("/setup/finish/already", data={"all": "all"}).status_code == 303
    assert look(Document, Document.disposition == "waiting") is None


def test_one_test_invoice_is_asked_for_by_its_number(ada: Any, ledger: Ledger, people: Any, monkeypatch: Any) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(pressed, "sync_one_by_number", lambda *given: asked.append(given))
    assert ada.post("/setup/finish/test", data={"number": " AT-702 "}).location == "/setup/finish#test"
    assert asked == [(ledger.id, "AT-702", people.ada.id)]
    assert ada.post("/setup/finish/test", data={"number": " "}).status_code == 422


def test_a_test_that_is_not_possible_now_says_why(ada: Any, ledger: Ledger, monkeypatch: Any) -> None:
    monkeypatch.setattr(pressed, "sync_one_by_number", answers(pressed.NotNow("AT-702 is in Xero already.")))
    reply = ada.post("/setup/finish/test", data={"number": "AT-702"})
    assert reply.status_code == 422
    assert "AT-702 is in Xero already." in reply.text
    assert 'value="AT-702"' in reply.text


def test_activating_does_not_need_the_test(ada: Any, ledger: Ledger, monkeypatch: Any) -> None:
    monkeypatch.setattr(pressed, "activate", answers(None))
    assert ada.post("/setup/finish/activate").location == "/"


def test_the_second_of_two_people_activating_reads_a_sentence(ada: Any, ledger: Ledger, monkeypatch: Any) -> None:
    monkeypatch.setattr(pressed, "activate", answers(pressed.NotNow("Ben activated it a moment ago.")))
    reply = ada.post("/setup/finish/activate")
    assert reply.status_code == 422
    assert "Ben activated it a moment ago." in reply.text


def test_the_list_polls_only_while_autotask_is_being_read(ada: Any, ledger: Ledger, waiting: list[Document]) -> None:

    assert "hx-trigger" not in ada.get("/setup/finish/found").text
    with db.unit_of_work() as session:
        state = SweepState(workspace_id=ledger.workspace_id, flow="invoices", asked_at=clock.now())
        session.add(state)
    assert 'hx-trigger="every 3s"' in ada.get("/setup/finish/found").text
    with db.unit_of_work() as session:
        session.get_one(SweepState, state.id).ended_at = clock.now()
    assert "hx-trigger" not in ada.get("/setup/finish/found").text


def test_an_organisation_chosen_before_is_let_go(consent: Consent, ledger: Ledger, monkeypatch: Any) -> None:
    let_go: list[int] = []
    heirs: list[int] = []
    monkeypatch.setattr(disconnecting, "disconnect_at_once", let_go.append)
    monkeypatch.setattr(connections, "connect_ledger", lambda *_given, ledger_id: ledger.id + 1)
    monkeypatch.setattr(succession, "take_over", heirs.append)
    assert consent.come_back([TWO]).location == "/setup/plan"
    assert (let_go, heirs) == ([ledger.id], [ledger.id + 1])


def test_after_set_up_only_the_ledgers_own_organisation_can_be_connected(ada: Any, ledger: Ledger) -> None:
    assert ada.post("/setup/xero/connect").status_code == 404


def test_a_right_that_shows_as_lacking_when_lists_are_read_ends_the_step(consent: Consent, monkeypatch: Any) -> None:
    monkeypatch.setattr(reference_data, "read_lists", answers(AuthRefused("insufficient scope", status=403)))
    reply = consent.come_back([ONE])
    assert reply.status_code == 422
    assert "Xero did not give every right we need." in reply.text


def test_no_transaction_is_open_while_a_vendor_is_asked(
    ada: Any, set_up_to: Any, consent: Consent, ledger: Ledger, monkeypatch: Any
) -> None:
    asked: list[str] = []

    def write_as_a_worker_would(*_given: Any, **_more: Any) -> Any:
        with db.unit_of_work() as session:
            session.merge(Mark(name="busy", value="yes"))
        asked.append("written")
        raise Unreachable("slow")

    for module, name in (
        (connections, "test_autotask"),
        (reference_data, "read_lists"),
        (disconnecting, "disconnect_at_once"),
    ):
        monkeypatch.setattr(module, name, write_as_a_worker_would)
    consent.come_back([ONE])
    set_up_to(4)
    ada.post("/setup/autotask", data=LOG_IN)
    ada.post("/setup/accounts", data={"refresh": "1"})
    ada.post(f"/connections/xero/{ledger.id}/disconnect")
    monkeypatch.setattr(connections, "finish_consent", write_as_a_worker_would)
    set_up_to(1)
    ada.get(f"/setup/xero/return?code=c0de&state={consent.leave()}")
    assert len(asked) == 3, "the connection test, and the consent return with its lists; no other page asks a vendor"


def test_totals_wait_for_currencies_and_are_never_longer_than_cents(
    ada: Any, ledger: Ledger, waiting: list[Document]
) -> None:
    with db.unit_of_work() as session:
        first = session.get_one(Document, waiting[0].id)
        first.currency, first.net, first.tax = None, Decimal("47.3340"), Decimal("7.1001")
    page = ada.get("/setup/finish").text
    assert "54.43<" in page
    assert "54.4341" not in page
    assert "NZD</span>690.00" not in page, "dollars and unknown money are not added"


def test_a_test_invoice_is_followed_until_xero_has_it(ada: Any, ledger: Ledger, waiting: list[Document]) -> None:
    assert "No test invoice yet" in ada.get("/setup/finish/tested").text
    pressed.sync_document(waiting[1].id, None)
    assert 'hx-trigger="every 3s"' in ada.get("/setup/finish/tested").text
    with db.unit_of_work() as session:
        sent = session.get_one(Document, waiting[1].id)
        sent.disposition, sent.pressed_at, sent.xero_id, sent.xero_number = "done", None, "xero-1", "INV-0042"
    done = ada.get("/setup/finish/tested").text
    assert "In Xero as INV-0042" in done
    assert "every 3s" not in done
    assert 'hx-get="/setup/finish/found" hx-trigger="load"' in done, "the list no longer names it"


def test_a_number_that_autotask_does_not_know_is_looked_for_and_then_said(ada: Any, ledger: Ledger) -> None:
    ada.post("/setup/finish/test", data={"number": "AT-999"})
    looking = ada.get("/setup/finish/tested").text
    assert "Looking for AT-999 in Autotask" in looking
    assert "hx-trigger" in looking
    with db.unit_of_work() as session:
        tell(session, ledger.workspace_id, "NOT_FOUND_IN_AUTOTASK", level="held", text="AT-999")
    answer = ada.get("/setup/finish/tested").text
    assert sentence("NOT_FOUND_IN_AUTOTASK", {"text": "AT-999"}) in answer
    assert "every 3s" not in answer


def test_a_test_invoice_that_faults_says_why(ada: Any, ledger: Ledger, waiting: list[Document]) -> None:
    with db.unit_of_work() as session:
        document = session.get_one(Document, waiting[0].id)
        document.disposition = "fault"
        tell(session, ledger.workspace_id, "PRESSED_SYNC", document=document, by="Ada")
        session.add(
            Fault(
                workspace_id=ledger.workspace_id,
                document_id=document.id,
                subject=f"document:{document.id}",
                code="CURRENCY_NOT_ENABLED",
                detail={"currency": "EUR"},
                first_at=clock.now(),
                last_at=clock.now(),
            )
        )
    page = ada.get("/setup/finish/tested").text
    assert words("CURRENCY_NOT_ENABLED", {"currency": "EUR"}).title in page
    assert "every 3s" not in page
