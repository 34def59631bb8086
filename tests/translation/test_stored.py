import json
from decimal import Decimal

from jobs.translation.invoices import translate
from jobs.translation.stored import as_data, from_data, rounding_in, translated_as_data
from jobs.xero.records import Draft, DraftLine, Tracking


def test_a_draft_survives_the_database_exactly():
    draft = Draft(
        "ACCREC",
        7,
        "2026-11-03",
        "DRAFT",
        "NZD",
        Decimal("10.00"),
        (
            DraftLine("a", Decimal("0.3333"), Decimal("30.00"), "200", tracking=(Tracking("Region", "North"),)),
            DraftLine("only text"),
        ),
        due_date="2026-12-03",
        url="https://tally.example/d/ts-1-invoice-5",
    )
    assert from_data(json.loads(json.dumps(as_data(draft)))) == draft


def test_a_translation_is_kept_with_its_notes_and_prediction(source, options, facts):
    translated = translate(source("10.00"), options(), facts())
    data = json.loads(json.dumps(translated_as_data(translated)))
    assert data["predicted"] == {"net": "10.00", "tax": None, "total": None, "rounding": "0"}
    assert rounding_in(data) == rounding_in(None) == 0
    assert data["notes"][0] == {"field": "currency", "value": "NZD", "why": "the default currency"}
    assert from_data(data["draft"]) == translated.draft
