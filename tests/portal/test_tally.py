"""A rounding line of ours is told as what it is, and any other gap before tax still shows."""

from decimal import Decimal
from typing import Any

import pytest

from jobs.models import Document
from portal.tally import tally_of


def document(rounding: str, xero_net: str, xero_total: str, **more: Any) -> Document:
    given = {"net": Decimal("100.00"), "tax": Decimal("15.01"), "target_kind": "invoice", **more}
    kept = {"predicted": {"rounding": rounding}}
    return Document(translated=kept, xero_net=Decimal(xero_net), xero_total=Decimal(xero_total), **given)


def test_a_rounding_line_makes_the_totals_equal() -> None:
    tally = tally_of(document("0.01", "100.01", "115.01"))
    assert (tally.look, tally.sign) == ("equal", "=")
    assert "a rounding line of 0.01" in tally.foot


@pytest.mark.parametrize(("rounding", "net", "total"), [("0", "100.01", "115.01"), ("0.01", "100.02", "115.02")])
def test_any_other_gap_before_tax_is_off(rounding: str, net: str, total: str) -> None:
    assert tally_of(document(rounding, net, total)).look == "off"


def test_a_credit_notes_rounding_line_counts_in_its_own_sign() -> None:
    credit = document(
        "0.01", "100.01", "115.01", net=Decimal("-100.00"), tax=Decimal("-15.01"), target_kind="credit_note"
    )
    assert tally_of(credit).look == "equal"
