from decimal import Decimal

import pytest

from jobs.translation import problems
from jobs.translation.codings import Coding
from jobs.translation.entries import Entry
from jobs.translation.line_text import LineText
from jobs.translation.outcomes import Findings
from jobs.translation.work import Stint, Ticket, Work

WORK = Work(
    stints={
        81: Stint("Mere Ngata", "2026-11-02T00:00:00Z", Decimal("1.50"), "New card"),
        82: Stint("Tama Rua", "2026-11-04T00:00:00Z", Decimal("0.25")),
        83: Stint("Mere Ngata", None, None, "Phoned"),
    },
    tickets={71: Ticket("T1", "Printer", "2026-10-30T21:00:00Z"), 72: Ticket("T2", None, None)},
)


@pytest.fixture
def written(options):
    def run(*items, group="", country="NZ", quantity=None, **chosen):
        texts = LineText(options(**chosen), WORK, country)
        return texts.describe(Entry(tuple(items), Coding("200"), group), 1, quantity, Findings())

    return run


@pytest.fixture
def labour(item):
    def build(stint, ticket=71, **more):
        return item(time_entry_id=stint, ticket_id=ticket, item_date="2026-11-09T00:00:00Z", id=stint, **more)

    return build


def test_a_group_tells_its_first_and_last_day_and_everybody_once(written, labour):
    template = "{date} {description} ({resource})"
    text = written(labour(82), labour(81), labour(83), group="Support", line_template=template)
    assert text == "2 Nov 2026 to 9 Nov 2026 Support (Tama Rua, Mere Ngata)"


def test_days_are_written_as_the_organisations_country_does(written, labour):
    assert written(labour(81), country="US", line_template="{date} {description}") == "Nov 2, 2026 Work 81"


def test_a_ticket_without_its_day_shows_the_day_of_the_work(written, labour):
    chosen = {"line_template": "{date}", "date_shown": "ticket"}
    assert written(labour(81), **chosen) == "30 Oct 2026"
    assert written(labour(81, ticket=72), **chosen) == "2 Nov 2026"


def test_a_recurring_service_has_no_day_of_work(written, item):
    service = item(item_date="2026-11-01T00:00:00Z", service_id=5)
    assert written(service, line_template="{date}: {description}") == "Work 1"


def test_each_time_entry_tells_what_is_known_of_it(written, labour):
    text = written(labour(81), labour(82), labour(83), group="Support", line_template="{time_entries}")
    assert text == "2 Nov 2026, 1.5 h: New card\n4 Nov 2026, 0.25 h\nPhoned"


def test_tickets_names_and_quantities_can_be_shown(written, labour):
    one = labour(81, item_name="Support", quantity="1.5000")
    template = "{ticket_number} {ticket_title} {item_name} {quantity}"
    assert written(one, line_template=template) == "T1 Printer Support 1.5"


def test_a_service_without_a_name_keeps_its_text(written, item):
    assert written(item(service_id=5), hide_service_descriptions=True) == "Work 1"
    assert written(item(item_name="Desk"), hide_service_descriptions=True) == "Work 1"


def test_a_template_that_comes_out_empty_leaves_the_description(written, item):
    assert written(item(), line_template="{resource}", quantity=Decimal("2")) == "Work 1 (quantity 2)"


def test_a_line_without_text_warns_whatever_the_template(options, item):
    findings = Findings()
    entry = Entry((item(line_item_full_description=""),), Coding("200"))
    text = LineText(options(line_template="{resource} {description}"), WORK, None).describe(entry, 3, None, findings)
    assert text == "Billing item 1"
    assert [(each.code, each.where) for each in findings.warnings] == [(problems.LINE_WITHOUT_TEXT, "line 3")]
