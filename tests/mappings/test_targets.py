"""What may be mapped to, and the sentence for what may not."""

from typing import Any

import pytest

from jobs import reference_data
from jobs.mappings.targets import refuse, targets
from jobs.plumbing import db
from tests.house import House

RATE = {"name": "GST", "tax_type": "OUTPUT2", "status": "ACTIVE", "can_apply_to_revenue": True}
REGION = {"name": "Region", "status": "ACTIVE", "options": [{"name": "North", "status": "ACTIVE"}]}


@pytest.mark.parametrize(
    ("change", "said"),
    [({}, ""), ({"status": "DELETED"}, "not active"), ({"can_apply_to_revenue": False}, "not be used for sales")],
)
def test_only_an_active_tax_rate_for_sales_may_be_chosen(house: House, change: dict[str, Any], said: str) -> None:
    refusal = _refusal(house, "tax_rates", RATE | change, "taxes", "OUTPUT2")
    assert said in refusal
    assert bool(refusal) == bool(said)


def test_a_tracking_option_must_be_of_the_category_and_active(house: House) -> None:
    assert _refusal(house, "tracking", REGION, "tracking_one", "North", "Region") == ""
    assert "no tracking option “South”" in _refusal(house, "tracking", REGION, "tracking_one", "South", "Region")
    assert "no tracking option “North”" in _refusal(house, "tracking", REGION, "tracking_one", "North", "Team")
    archived = REGION | {"options": [{"name": "North", "status": "ARCHIVED"}]}
    assert "North is archived" in _refusal(house, "tracking", archived, "tracking_one", "North", "Region")


def test_any_branding_theme_of_the_organisation_may_be_chosen(house: House) -> None:
    theme = {"id": "t-1", "name": "Plain", "sort_order": 0}
    assert _refusal(house, "themes", theme, "themes", "t-1") == ""
    assert "no branding theme “t-2”" in _refusal(house, "themes", theme, "themes", "t-2")


def _refusal(house: House, listed: str, row: dict[str, Any], kind: str, key: str, category: str | None = None) -> str:
    with db.unit_of_work() as session:
        reference_data.keep(session, house.workspace_id, house.ledger_id, listed, [row])
    with db.reading() as session:
        return refuse(targets(session, house.ledger_id, kind, category), kind, key)
