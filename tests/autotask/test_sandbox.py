"""Against the strict imitation, over a real socket: nothing is lost, nothing is sent that Autotask would refuse."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jobs.autotask import protocol, records, work
from jobs.autotask.calls import PAUSES
from jobs.autotask.client import Autotask, look_up_zone
from jobs.plumbing import http
from jobs.plumbing.budget import AutotaskGate
from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable
from jobs.plumbing.redis import connect_once
from jobs.sandbox import autotask_app, seed
from jobs.sandbox.autotask_fields import ENTITIES
from jobs.sandbox.front import Front
from jobs.sandbox.seed_autotask import CI, CODE, SECRET, USER
from jobs.sandbox.seed_maker import Line, Maker
from jobs.sandbox.server import Server
from jobs.sandbox.store import World

EVERYTHING = [{"op": "gte", "field": "id", "value": 0}]


@dataclass
class Database:
    """The imitated Autotask behind its address, and what it was asked."""

    world: World
    root: str

    @property
    def look_up(self):
        return f"{self.root}/ATServicesRest/V1.0/zoneInformation"

    def add_invoices(self, *ids, **more):
        for id in ids:
            self.world.table("autotask.Invoices")[id] = {
                "id": id,
                "companyID": 232,
                "invoiceTotal": Decimal("99.4700"),
                "invoiceDateTime": "2026-06-01T00:00:00Z",
                "isVoided": False,
                **more,
            }

    def invoice(self, id):
        return self.world.table("autotask.Invoices")[id]

    def trouble(self, what, **more):
        self.world.trouble.add({"what": what, **more})

    def asked(self):
        return [(each["method"], each["path"].partition("/V1.0/")[2]) for each in self.world.log.entries()]


@pytest.fixture
def database() -> Iterator[Database]:
    world = World()
    seed.bare(world)
    server = Server(0, Front(world, "autotask", autotask_app.make_app(world)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Database(world, f"http://localhost:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def connect(database, gate, pauses):
    def make(secret=SECRET, user=USER, gate=gate):
        zone = look_up_zone(http.Door(), database.look_up, user)
        return Autotask(http.Door(), zone.url, user, secret, CODE, gate, pause=pauses.append)

    return make


@pytest.fixture
def autotask(connect):
    return connect()


# Logging in


def test_the_zone_names_the_database(database):
    zone = look_up_zone(http.Door(), database.look_up, USER)
    assert (zone.ci, zone.url) == (CI, f"{database.root}/ATServicesRest/")


def test_an_unknown_user_is_refused_before_any_log_in(database):
    with pytest.raises(AuthRefused, match="incorrect"):
        look_up_zone(http.Door(), database.look_up, "nobody@example.test")


def test_a_wrong_secret_is_tried_once_and_never_locks_the_user(database, connect):
    wrong = connect(secret="old")
    for _ in range(10):
        with pytest.raises(AuthRefused):
            wrong.version()
    assert not database.world.table("autotask.users")[USER].get("locked")
    connect().version()


def test_rights_tell_what_may_be_read_and_changed(autotask):
    invoices, codes = autotask.access("Invoices"), autotask.access("BillingCodes")
    assert (invoices.user_access_for_query, invoices.user_access_for_update) == (1, 1)
    assert (codes.user_access_for_query, codes.user_access_for_update) == (1, 0)


def test_a_right_that_is_missing_is_a_refusal_and_no_lost_connection(database, autotask):
    database.world.set("autotask", rights={"Invoices": {"query": 0}})
    with pytest.raises(Rejected, match="permissions"):
        autotask.query(records.Invoice, EVERYTHING)
    autotask.version()


# Reading


@pytest.mark.parametrize("kind", protocol.ENTITIES)
def test_every_field_we_ask_for_exists_under_exactly_that_name(kind):
    entity = ENTITIES[protocol.ENTITIES[kind].lower()]
    assert set(protocol.include_fields(kind)) <= set(entity.names)


@pytest.mark.parametrize("kind", [each for each in protocol.ENTITIES if each is not work.Attachment])
def test_every_kind_of_record_can_be_read(autotask, kind):
    found = autotask.query(kind, EVERYTHING)
    assert autotask.count(kind, EVERYTHING) == len(found)
    assert all(type(each) is kind for each in found)


def test_small_lists_come_with_their_values(autotask):
    base, *others = autotask.query(records.Currency, EVERYTHING)
    assert (base.name, base.is_internal_currency) == ("NZD", True)
    assert not any(each.is_internal_currency for each in others)


def test_amounts_keep_their_four_decimals(database, autotask):
    database.add_invoices(9001)
    (invoice,) = autotask.query(records.Invoice, [{"op": "eq", "field": "id", "value": 9001}])
    assert str(invoice.invoice_total) == "99.4700"
    assert invoice.web_service_date is None


def test_twelve_hundred_invoices_are_read_in_three_pages_and_one_count(database, autotask):
    database.add_invoices(*range(1, 1201))
    found = autotask.query(records.Invoice, EVERYTHING)
    assert [each.id for each in found] == list(range(1, 1201))
    assert database.asked()[-4:] == [("POST", "Invoices/query")] * 3 + [("POST", "Invoices/query/count")]


@pytest.mark.parametrize("times", [1, None])
def test_no_invoice_is_lost_when_pages_come_in_no_order(database, autotask, times):
    database.add_invoices(*range(1, 1201))
    database.trouble("unordered", path="Invoices/query", times=times)
    found = autotask.query(records.Invoice, EVERYTHING)
    assert [each.id for each in found] == list(range(1, 1201))


def test_a_row_missing_from_a_page_is_noticed_and_fetched(database, autotask):
    database.add_invoices(*range(1, 1001))
    database.trouble("missing_element", path="Invoices/query")
    assert len(autotask.query(records.Invoice, EVERYTHING)) == 1000


def test_a_thousand_values_are_looked_up_in_two_queries(database, autotask):
    database.add_invoices(*range(1, 1001), webServiceDate="2026-06-01T00:00:00Z")
    found = autotask.query_among(records.Invoice, "id", range(1, 1001), fields=["web_service_date"])
    assert len(found) == 1000
    assert [path for _, path in database.asked()].count("Invoices/query") == 2


def test_the_search_of_a_sweep_is_accepted(database, autotask):
    database.add_invoices(1, createDateTime="2026-06-01T10:00:00Z")
    database.add_invoices(2, createDateTime="2026-06-01T10:00:00Z", webServiceDate="2026-06-02T00:00:00Z")
    database.add_invoices(3, createDateTime="2026-05-01T10:00:00Z")
    unstamped_or_new = [{"op": "notExist", "field": "webServiceDate"}, {"op": "gt", "field": "id", "value": 2}]
    window = {"op": "gte", "field": "createDateTime", "value": datetime(2026, 6, 1, tzinfo=UTC)}
    found = autotask.query(records.Invoice, [window, {"op": "or", "items": unstamped_or_new}])
    assert [each.id for each in found] == [1]


def test_what_cannot_be_filtered_is_refused_in_autotasks_words(autotask):
    with pytest.raises(Rejected, match="dueDate"):
        autotask.query(records.Invoice, [{"op": "exist", "field": "due_date"}])


def test_the_hours_behind_a_line_tell_who_worked_when(database, autotask):
    company = 232
    Maker(database.world).invoice(company, [Line("T20261120.0007 Printer offline", "1.25", "145")])
    (item,) = autotask.query(records.BillingItem, EVERYTHING)
    (entry,) = autotask.query_among(work.TimeEntry, "id", [item.time_entry_id])
    (ticket,) = autotask.query_among(work.Ticket, "id", [entry.ticket_id])
    (person,) = autotask.query_among(work.Resource, "id", [entry.resource_id])
    assert (entry.date_worked, entry.hours_worked) == (item.item_date, Decimal("1.2500"))
    assert (ticket.ticket_number, ticket.company_id) == ("T20261120.0007", company)
    assert person.first_name
    assert ticket.create_date < entry.start_date_time


def test_a_line_of_business_has_a_name(autotask):
    pairs = autotask.query(records.OrganizationalLevelAssociation, EVERYTHING)
    names = {each.id: each.name for each in autotask.query(records.OrganizationalLevel2, EVERYTHING)}
    assert names[pairs[0].organizational_level2_id] == "Support"


def test_user_defined_fields_tell_their_choices(autotask):
    by_name = {each.name: each for each in autotask.user_defined_fields("Companies")}
    assert [each.value for each in by_name["XeroNoSync"].picklist_values] == ["Yes", "No"]
    assert by_name["XeroNoSync"].is_pick_list
    assert by_name["Agreement ends"].data_type == "datetime"
    assert autotask.user_defined_fields("Invoices") == ()


def test_contacts_are_found_by_a_user_defined_field(database, autotask):
    marked = [{"name": "Position", "value": "Accounts"}]
    database.world.table("autotask.Contacts").update(
        {7: {"id": 7, "companyID": 232, "userDefinedFields": marked}, 8: {"id": 8, "companyID": 232}}
    )
    accounts = {"op": "eq", "field": "Position", "udf": True, "value": "Accounts"}
    (found,) = autotask.query_among(records.Contact, "company_id", [232], filters=[accounts])
    assert (found.id, found.user_defined_fields) == (7, (records.UserDefinedField("Position", "Accounts"),))
    with pytest.raises(Rejected, match="Unable to find the user-defined field Rank"):
        autotask.query(records.Contact, [{**accounts, "field": "Rank"}])


@pytest.mark.parametrize("in_list", [False, True])
def test_a_tickets_files_are_listed_and_read_one_by_one(database, autotask, in_list):
    database.world.set("autotask", one_in_list=in_list)
    row = {"id": 70001, "ticketID": 60001, "fullPath": "report.pdf", "contentType": "application/pdf"}
    database.world.table("autotask.TicketAttachments")[70001] = {**row, "_data": "JVBERg=="}
    (listed,) = autotask.query_among(work.Attachment, "ticket_id", [60001, 60002])
    file = autotask.attachment(listed.ticket_id, listed.id)
    assert (listed.full_path, file.name, file.content) == ("report.pdf", "report.pdf", b"%PDF")
    with pytest.raises(NotFound):
        autotask.attachment(60002, 70001)


@pytest.mark.parametrize("as_numbers", [False, True])
def test_an_invoice_is_read_as_it_is_printed(database, autotask, as_numbers):
    database.world.set("autotask", pdf_as_numbers=as_numbers)
    database.add_invoices(9001, invoiceNumber="HL-9001")
    file = autotask.invoice_pdf(9001)
    assert (file.name, file.content_type, file.content[:5]) == ("Invoice-HL-9001.pdf", "application/pdf", b"%PDF-")
    with pytest.raises(Rejected, match="No Invoices record"):
        autotask.invoice_pdf(7)


def test_a_pick_list_gives_the_value_behind_a_label(autotask):
    assert autotask.picklist("Companies", "company_type")["Vendor"] == "7"


def test_lengths_and_rights_of_fields_are_read_from_the_database(autotask):
    number = next(each for each in autotask.fields("Invoices") if each.name == "invoiceNumber")
    assert (number.length, number.is_read_only, number.is_queryable) == (100, False, True)


# Writing


def test_a_stamp_changes_nothing_else(database, autotask):
    database.add_invoices(9001, invoiceNumber="INV-1", paidDate="2026-05-01T00:00:00Z")
    before = dict(database.invoice(9001))
    autotask.patch("Invoices", 9001, web_service_date=datetime(2026, 6, 1, 19, tzinfo=UTC))
    after = {name: value for name, value in database.invoice(9001).items() if not name.startswith("_")}
    assert after == before | {"webServiceDate": "2026-06-01T19:00:00.000Z"}


def test_every_field_we_write_is_writable_and_fits(database, autotask):
    database.add_invoices(9001)
    written = {
        "web_service_date": "2026-06-01T19:00:00.000Z",
        "invoice_number": "x" * 100,
        "paid_date": date(2026, 6, 2),
    }
    autotask.patch("Invoices", 9001, **written)
    assert all(ENTITIES["invoices"].field(protocol.camel(name)).writable for name in written)
    assert database.invoice(9001)["paidDate"] == "2026-06-02T00:00:00Z"


@pytest.mark.parametrize("fields", [{"invoice_number": "x" * 101}, {"invoice_total": Decimal(1)}])
def test_a_value_autotask_does_not_take_is_rejected(database, autotask, fields):
    database.add_invoices(9001)
    with pytest.raises(Rejected):
        autotask.patch("Invoices", 9001, **fields)


def test_a_lost_answer_leaves_the_outcome_unknown_although_it_was_written(database, autotask):
    database.add_invoices(9001)
    database.trouble("lost_patch")
    with pytest.raises(OutcomeUnknown) as unknown:
        autotask.patch("Invoices", 9001, invoice_number="INV-1")
    assert not unknown.value.replied
    assert database.invoice(9001)["invoiceNumber"] == "INV-1"


@pytest.mark.parametrize("what", ["html", "empty"])
def test_an_unreadable_answer_to_a_stamp_leaves_it_unknown(database, autotask, what):
    database.add_invoices(9001)
    database.trouble(what, method="PATCH")
    with pytest.raises(OutcomeUnknown) as unknown:
        autotask.patch("Invoices", 9001, invoice_number="INV-1")
    assert unknown.value.replied


@pytest.mark.parametrize("what", ["html", "empty", "truncated", "drop"])
def test_an_unreadable_answer_to_a_query_is_a_failed_read(database, autotask, what):
    database.trouble(what, path="Currencies/query")
    with pytest.raises(Unreachable):
        autotask.query(records.Currency, EVERYTHING)
    assert autotask.query(records.Currency, EVERYTHING)


def test_an_entity_that_does_not_exist_is_not_found(autotask):
    with pytest.raises(NotFound):
        autotask.fields("Invoicez")


# Limits


def test_429_tells_when_to_come_back(database, autotask, gate):
    database.world.set("autotask", strangers=10_000)
    with pytest.raises(RateLimited) as limited:
        autotask.query(records.Currency, EVERYTHING)
    assert limited.value.scope == "hour"
    assert [status for status, _ in gate.heard_answers] == [429]


def test_the_hours_use_counts_strangers_too(database, autotask, gate):
    database.world.set("autotask", strangers=7_000)
    assert autotask.threshold().current_timeframe_request_count == 7_001
    assert gate.thresholds == [(7_001, 10_000)]


def test_too_many_threads_of_another_integration_are_waited_out(database, autotask, gate, pauses):
    database.add_invoices(9001)
    said = {
        "errors": ["The number of concurrent threads for this object endpoint has been exceeded. Code: Itgenatr005"]
    }
    database.trouble("status", status=500, body=said, method="PATCH", times=len(PAUSES))
    autotask.patch("Invoices", 9001, invoice_number="INV-1")
    assert database.invoice(9001)["invoiceNumber"] == "INV-1"
    assert (set(gate.narrowed), pauses) == ({"Invoices"}, list(PAUSES))


def test_stamps_by_many_threads_never_meet_the_thread_limit(database, connect, pauses, store):
    redis = connect_once(store.url)
    redis.flushall()
    client = connect(gate=AutotaskGate(redis, CI))
    database.add_invoices(*range(1, 201))
    database.world.set("latency", autotask=0.002)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda id: client.patch("Invoices", id, invoice_number=f"INV-{id}"), range(1, 201)))
    redis.close()
    assert pauses == []
    assert all(row["invoiceNumber"] == f"INV-{id}" for id, row in database.world.table("autotask.Invoices").items())


def test_no_request_but_get_post_query_and_patch_is_ever_sent(database, autotask):
    database.add_invoices(9001)
    autotask.query(records.Invoice, EVERYTHING)
    autotask.count(records.Invoice, EVERYTHING)
    autotask.patch("Invoices", 9001, invoice_number=None)
    autotask.threshold()
    assert {(method, path.partition("/")[2]) for method, path in database.asked()} == {
        ("GET", ""),
        ("POST", "query"),
        ("POST", "query/count"),
        ("PATCH", ""),
    }
