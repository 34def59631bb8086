"""Against the strict imitation, over a real socket: what is sent is taken, what is stored is read back."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from jobs.plumbing import clock, http
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable
from jobs.sandbox.seed_xero import HARBOURLINE, contacts, put
from jobs.xero import oauth, protocol
from jobs.xero.attachments import file_name
from jobs.xero.client import Xero
from jobs.xero.records import (
    Address,
    ContactChange,
    ContactDraft,
    ContactPerson,
    Draft,
    DraftLine,
    PaymentTerm,
    Phone,
    Tracking,
)
from jobs.xero.tokens import StoredTokens, Tokens

NOBODY = "00000000-0000-0000-0000-000000000000"


class Wallet:
    """One worker's pair in memory."""

    def __init__(self, pair):
        self.previous = None
        self.keep(pair)

    def keep(self, pair):
        self.pair = pair
        return True

    def read(self):
        pair = self.pair
        return StoredTokens(
            pair.access_token, pair.refresh_token, oauth.instant(pair.expires_at), self.previous, None, "live"
        )

    def take_lease(self, seconds=30):
        return "mine"

    def save(self, lease, new):
        self.previous = self.pair.refresh_token
        return self.keep(new)

    def release(self, lease):
        pass

    def refuse(self, said):
        pass


@pytest.fixture
def connect(imitated, gate):
    def make(gate=gate, **asked):
        tokens = Tokens(Wallet(imitated.exchange(**asked)), lambda token: oauth.refresh(imitated.settings, token))
        return Xero(http.Door(), imitated.settings.xero_api_url, HARBOURLINE, tokens, gate)

    return make


@pytest.fixture
def xero(connect):
    return connect()


@pytest.fixture
def contact_id(imitated):
    (row,) = contacts(HARBOURLINE, few=True)[:1]
    put(imitated.world, "xero.contacts", [row])
    return row["ContactID"]


def draft(marker, *, amount="128.3333", **more):
    line = DraftLine("Support, level 1", Decimal("7.25"), Decimal(amount), account_code="200", tax_type="OUTPUT2")
    given = {
        "type": "ACCREC", "company_id": 501, "date": "2026-11-20", "due_date": "2026-12-20", "status": "AUTHORISED",
        "currency_code": "NZD", "url": f"http://localhost:8000/d/{marker}",
    }  # fmt: skip
    return Draft(**{**given, "net": Decimal("930.42"), "lines": (line, DraftLine("Covers tickets")), **more})


def batch(contact_id, *drafts):
    return protocol.envelope("Invoices", [protocol.document_element(each, contact_id) for each in drafts])


def put_invoices(xero, body, key="key-1"):
    return xero.send("Invoices", "PUT", protocol.path_for("Invoices"), body, key)


def in_xero(imitated):
    return [each["Url"].rpartition("/")[2] for each in imitated.world.table("xero.invoices").values()]


# Letting us in


def test_a_consent_names_exactly_the_organisation_that_was_picked(imitated):
    pair = imitated.exchange()
    (found,) = oauth.connections(http.Door(), imitated.settings, pair.access_token, pair.auth_event_id)
    assert (found.tenant_id, found.tenant_type) == (HARBOURLINE, "ORGANISATION")
    assert oauth.connections(http.Door(), imitated.settings, pair.access_token, str(uuid.uuid4())) == []


def test_a_code_is_good_once(imitated):
    code = imitated.consent()
    assert oauth.exchange(imitated.settings, code, "http://localhost:8000/setup/xero/return")
    with pytest.raises(AuthRefused):
        oauth.exchange(imitated.settings, code, "http://localhost:8000/setup/xero/return")


def test_an_ended_connection_is_known_as_ended(imitated, xero):
    pair = imitated.exchange()
    (found,) = oauth.connections(http.Door(), imitated.settings, pair.access_token)
    oauth.disconnect(http.Door(), imitated.settings, pair.access_token, found.id)
    with pytest.raises(NotFound):
        oauth.disconnect(http.Door(), imitated.settings, pair.access_token, found.id)
    with pytest.raises(AuthRefused) as caught:
        xero.accounts()
    assert not caught.value.expired


def test_a_scope_that_was_not_given_is_named(connect):
    xero = connect(scopes=("openid", "offline_access", "accounting.invoices"))
    with pytest.raises(AuthRefused, match="scope"):
        xero.contacts()


@pytest.mark.parametrize("read", ["accounts", "contacts"])
def test_a_token_that_expired_unnoticed_is_renewed_on_the_way(imitated, xero, read):
    getattr(xero, read)()
    imitated.world.advance(31 * 60)  # Xero's clock alone: ours still thinks the token good
    getattr(xero, read)()
    assert len(imitated.asked("/connect/token")) == 2


# Reading


def test_the_lists_of_an_organisation_are_read(xero):
    organisation = xero.organisation()
    assert (organisation.id, organisation.base_currency) == (HARBOURLINE, "NZD")
    assert organisation.sales_terms.type == "OFFOLLOWINGMONTH"
    assert {"200"} <= {each.code for each in xero.accounts()}
    assert {"OUTPUT2"} <= {each.tax_type for each in xero.tax_rates()}
    assert {"NZD", "USD"} <= {each.code for each in xero.currencies()}


def test_tracking_and_themes_are_read_with_what_is_archived(xero):
    categories = {each.name: each for each in xero.tracking_categories()}
    assert {name: each.status for name, each in categories.items()} == {
        "Department": "ACTIVE", "Region": "ACTIVE", "Branch": "ARCHIVED",
    }  # fmt: skip
    assert {each.name for each in categories["Department"].options if each.status != "ACTIVE"} == {"Consulting"}
    usual, *others = xero.branding_themes()
    assert (usual.name, usual.sort_order, len(others)) == ("Standard", 0, 2)


def test_a_rate_that_is_no_longer_used_is_known_as_such(xero):
    rates = {each.tax_type: each for each in xero.tax_rates()}
    assert (rates["OUTPUT"].status, rates["TAX001"].effective_rate) == ("ARCHIVED", Decimal("17.3"))
    assert (rates["INPUT2"].can_apply_to_revenue, rates["INPUT2"].can_apply_to_expenses) == (False, True)


def test_a_merged_contact_names_its_successor(imitated, xero):
    put(imitated.world, "xero.contacts", contacts(HARBOURLINE))
    found = {each.name: each for each in xero.contacts()}
    assert found["Brightline Power Ltd"].merged_to_contact_id == found["Brightline Power"].id


def test_archived_contacts_are_listed_too(imitated, xero):
    put(imitated.world, "xero.contacts", contacts(HARBOURLINE))
    assert "ARCHIVED" in {each.status for each in xero.contacts()}


def test_an_unknown_contact_is_not_found(xero):
    with pytest.raises(NotFound):
        xero.contact(str(uuid.uuid4()))


def many_contacts(imitated, count):
    rows = [{"TenantID": HARBOURLINE, "Name": f"Contact {each}", "ContactStatus": "ACTIVE"} for each in range(count)]
    put(imitated.world, "xero.contacts", rows)


def test_long_lists_are_read_to_the_end(imitated, xero):
    many_contacts(imitated, 2001)
    assert len(xero.contacts()) == 2001
    assert len(imitated.asked("/Contacts")) == 3


def test_a_contact_edited_while_its_list_is_read_hides_no_other(imitated, xero):
    many_contacts(imitated, 1500)
    imitated.world.advance(60)
    imitated.trouble(
        "edit", path="/Contacts", when="after", table="xero.contacts", match={"Name": "Contact 3"},
        set={"EmailAddress": "new@example.com"},
    )  # fmt: skip
    assert len({each.name for each in xero.contacts()}) == 1500
    assert len(imitated.asked("/Contacts")) == 4


# Writing


def test_an_invoice_is_taken_as_sent_and_read_back_to_the_digit(xero, contact_id):
    (created,) = put_invoices(xero, batch(contact_id, draft("ts-1-invoice-1", number="HL-1"))).elements
    assert created.errors == ()
    (read,) = xero.documents("Invoices", numbers=["HL-1"])
    assert (read.id, read.contact_id, read.url) == (created.id, contact_id, "http://localhost:8000/d/ts-1-invoice-1")
    assert (read.date, read.due_date, read.sub_total) == ("2026-11-20", "2026-12-20", Decimal("930.42"))
    assert (read.lines[0].unit_amount, read.lines[0].line_amount) == (Decimal("128.3333"), Decimal("930.42"))
    assert xero.documents("Invoices", ids=[created.id]) == [read]


def test_a_contact_is_taken_as_sent(xero):
    made = ContactDraft(
        501, "Harbour Dental Ltd", "AT-48211-501", email_address="ap@example.com",
        addresses=(Address("POBOX", address_line1="PO Box 12", city="Nelson", country="New Zealand"),),
        phones=(Phone("DEFAULT", "5550100", phone_area_code="03"),),
    )  # fmt: skip
    body = protocol.envelope("Contacts", [protocol.contact_element(made)])
    (created,) = xero.send("Contacts", "PUT", protocol.path_for("Contacts"), body, "key-1").elements
    assert (created.errors, created.contact_number) == ((), "AT-48211-501")
    assert xero.contact(created.id).name == "Harbour Dental Ltd"


def test_contacts_are_changed_in_what_is_named_and_in_nothing_else(imitated, xero):
    put(imitated.world, "xero.contacts", contacts(HARBOURLINE))
    first, second, *_ = [each for each in xero.contacts() if each.addresses and each.status == "ACTIVE"]
    change = ContactChange(
        first.id, email_address="ap@example.com", account_number="N-1", sales_tax_type="ZERORATED",
        addresses=(Address("STREET", address_line1="1 Quay Street", address_line4="Lobby", country="New Zealand"),),
        phones=(Phone("MOBILE", "5550100", phone_country_code="64"),), sales_terms=PaymentTerm(0, "DAYSAFTERBILLDATE"),
        contact_persons=(ContactPerson("Jo", "Tane", "jo@example.com", include_in_emails=True),),
    )  # fmt: skip
    reply = xero.update_contacts([change, ContactChange(second.id, account_number="N-1")], "key-1")
    assert [bool(each.errors) for each in reply.elements] == [False, True]
    now = xero.contact(first.id)
    assert (now.name, now.email_address, now.account_number) == (first.name, "ap@example.com", "N-1")
    assert (now.addresses, now.phones, now.contact_persons) == (change.addresses, change.phones, change.contact_persons)
    assert (now.sales_terms, now.sales_tax_type) == (PaymentTerm(0, "DAYSAFTERBILLDATE"), "ZERORATED")
    assert xero.contact(second.id) == second


def test_an_archived_contact_is_not_changed(imitated, xero):
    put(imitated.world, "xero.contacts", contacts(HARBOURLINE))
    (archived,) = [each for each in xero.contacts() if each.name == "Alpine Guides Collective"]
    (refused,) = xero.update_contacts([ContactChange(archived.id, first_name="Hana")], "key-1").elements
    assert "Archived contacts cannot currently be edited" in refused.errors[0]


def test_an_unknown_contact_refuses_the_whole_change(xero):
    with pytest.raises(Rejected):
        xero.update_contacts([ContactChange(str(uuid.uuid4()), first_name="Hana")], "key-1")


def test_tracking_theme_and_files_are_taken_and_read_back(imitated, xero, contact_id):
    theme = xero.branding_themes()[1]
    line = DraftLine(
        "Support", Decimal(1), Decimal(100), account_code="200", tax_type="OUTPUT2",
        tracking=(Tracking("Department", "Support"), Tracking("Region", "Overseas")),
    )  # fmt: skip
    body = batch(contact_id, draft("ts-1", number="HL-1", lines=(line,), branding_theme_id=theme.id))
    (created,) = put_invoices(xero, body).elements
    assert (created.errors, created.branding_theme_id, created.lines[0].tracking) == ((), theme.id, line.tracking)
    name = file_name("70001 T20261120.0007 Rīpoata: [final] 50%.pdf")
    for content in (b"%PDF-1.4 \xff", b"%PDF-1.4 again"):
        sent = xero.attach("Invoices", created.id, name, content)
    assert xero.attachments("Invoices", created.id) == [sent]
    assert (sent.file_name, sent.mime_type, sent.size) == (name, "application/pdf", 14)


def test_a_file_that_xero_does_not_take_is_refused(imitated, xero, contact_id):
    (created,) = put_invoices(xero, batch(contact_id, draft("ts-1"))).elements
    with pytest.raises(Rejected, match="empty"):
        xero.attach("Invoices", created.id, "a.pdf", b"")
    with pytest.raises(ValueError, match="no name"):
        xero.attach("Invoices", created.id, "a/b.pdf", b"%PDF")
    assert xero.attachments("Invoices", created.id) == []


def test_a_lost_answer_to_a_file_is_unknown_and_sending_it_again_leaves_one(imitated, xero, contact_id):
    (created,) = put_invoices(xero, batch(contact_id, draft("ts-1"))).elements
    imitated.trouble("lost_reply", path="/Attachments/")
    with pytest.raises(OutcomeUnknown):
        xero.attach("Invoices", created.id, "a.pdf", b"%PDF")
    xero.attach("Invoices", created.id, "a.pdf", b"%PDF")
    assert len(xero.attachments("Invoices", created.id)) == 1


def test_a_file_that_is_committed_late_arrives_whole(imitated, xero, contact_id):
    (created,) = put_invoices(xero, batch(contact_id, draft("ts-1"))).elements
    imitated.trouble("late_commit", path="/Attachments/", after=20)
    with pytest.raises(OutcomeUnknown):
        xero.attach("Invoices", created.id, "a.pdf", b"%PDF \xff\x00")
    imitated.world.advance(21)
    (late,) = xero.attachments("Invoices", created.id)
    assert late.size == 7


def test_a_credit_note_is_taken_as_sent(xero, contact_id):
    note = draft("", type="ACCRECCREDIT", number="CN:7", url=None, due_date=None)
    body = protocol.envelope("CreditNotes", [protocol.document_element(note, contact_id)])
    (created,) = xero.send("CreditNotes", "PUT", protocol.path_for("CreditNotes"), body, "key-1").elements
    assert (created.errors, created.number) == ((), "CN:7")
    assert [each.id for each in xero.documents("CreditNotes")] == [created.id]


def test_one_bad_element_does_not_take_the_others_along(imitated, xero, contact_id):
    body = batch(contact_id, draft("ts-1"), draft("ts-2", due_date=None), draft("ts-3"))
    good, bad, other = put_invoices(xero, body).elements
    assert (good.errors, other.errors) == ((), ())
    assert bad.id == NOBODY
    assert bad.errors
    assert sorted(in_xero(imitated)) == ["ts-1", "ts-3"]


def test_a_used_number_is_refused_and_doubles_nothing(imitated, xero, contact_id):
    put_invoices(xero, batch(contact_id, draft("ts-1", number="HL-1")))
    (again,) = put_invoices(xero, batch(contact_id, draft("ts-2", number="HL-1")), "key-2").elements
    assert again.errors == ("Invoice # must be unique.",)
    assert in_xero(imitated) == ["ts-1"]


def test_changes_are_found_from_their_very_second_on(imitated, xero, contact_id):
    put_invoices(xero, batch(contact_id, draft("ts-1")))
    (row,) = xero.documents("Invoices")
    moment = oauth.instant(row.updated_at)
    assert [each.id for each in xero.documents("Invoices", changed_since=moment)] == [row.id]
    assert xero.documents("Invoices", changed_since=moment + timedelta(seconds=5)) == []


# Silence, and answers that say nothing


@pytest.mark.parametrize(("what", "stored"), [("lost_reply", 1), ("drop", 0), ("truncated", 1)])
def test_a_broken_answer_is_silence_and_the_same_key_makes_it_one(imitated, xero, contact_id, what, stored):
    body = batch(contact_id, draft("ts-1"))
    imitated.trouble(what, method="PUT", path="Invoices")
    with pytest.raises(OutcomeUnknown) as caught:
        put_invoices(xero, body)
    assert not caught.value.replied
    assert len(in_xero(imitated)) == stored
    (created,) = put_invoices(xero, body).elements
    assert created.errors == ()
    assert in_xero(imitated) == ["ts-1"]


@pytest.mark.parametrize(
    ("what", "more"), [("html", {}), ("empty", {}), ("half_batch", {}), ("replay_500", {"commits": "all"})]
)
def test_an_answer_that_tells_nothing_is_unknown_but_no_silence(imitated, xero, contact_id, what, more):
    imitated.trouble(what, method="PUT", path="Invoices", **more)
    with pytest.raises(OutcomeUnknown) as caught:
        put_invoices(xero, batch(contact_id, draft("ts-1"), draft("ts-2")))
    assert caught.value.replied
    assert len(imitated.asked("/Invoices")) == 1


def test_another_request_under_a_used_key_is_unknown_and_never_a_refusal(xero, contact_id):
    put_invoices(xero, batch(contact_id, draft("ts-1")))
    with pytest.raises(OutcomeUnknown, match="different request") as caught:
        put_invoices(xero, batch(contact_id, draft("ts-2")))
    assert caught.value.replied


def test_what_an_answer_leaves_out_is_not_made_up(imitated, xero, contact_id):
    imitated.trouble("missing_element", method="PUT", path="Invoices")
    assert len(put_invoices(xero, batch(contact_id, draft("ts-1"), draft("ts-2"))).elements) == 1


@pytest.mark.parametrize("what", ["lost_reply", "drop", "truncated", "html", "empty"])
def test_a_read_without_a_whole_answer_did_nothing(imitated, xero, what):
    imitated.trouble(what, path="Accounts")
    with pytest.raises(Unreachable):
        xero.accounts()
    assert xero.accounts()


def test_an_organisation_lost_after_the_write_is_told_by_the_next_call(imitated, xero, contact_id):
    imitated.trouble("disconnect", method="PUT", path="Invoices")
    put_invoices(xero, batch(contact_id, draft("ts-1")))
    with pytest.raises(AuthRefused) as caught:
        put_invoices(xero, batch(contact_id, draft("ts-2")), "key-2")
    assert not caught.value.expired
    assert in_xero(imitated) == ["ts-1"]


# Limits


def test_a_limit_is_waited_out_as_long_as_xero_says(imitated, xero, contact_id):
    imitated.world.set("xero", minute_limit=0)
    with pytest.raises(RateLimited) as caught:
        put_invoices(xero, batch(contact_id, draft("ts-1")))
    assert caught.value.scope == "minute"
    assert clock.now() < caught.value.until <= clock.now() + timedelta(seconds=61)
    assert in_xero(imitated) == []


def test_the_gate_shuts_for_everybody_after_a_limit(imitated, connect, database, redis):
    first, second = connect(gate=XeroGate(redis, HARBOURLINE)), connect(gate=XeroGate(redis, HARBOURLINE))
    imitated.world.set("xero", minute_limit=0)
    with pytest.raises(RateLimited) as caught:
        first.accounts()
    assert caught.value.scope == "minute"
    with pytest.raises(RateLimited):
        second.accounts()
    assert len(imitated.asked("/Accounts")) == 1
