"""Whatever the lines and the options are, what Xero adds up is the invoice's total to the cent."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.autotask.records import BillingItem
from jobs.translation import money
from jobs.translation.invoices import translate
from jobs.translation.outcomes import Translated

EXACT = st.decimals(min_value=-100_000, max_value=100_000, places=4)
QUANTITIES = st.none() | st.decimals(min_value=-1000, max_value=1000, places=4)
SWITCHES = ("bundling", "single_line", "multi_site", "four_decimals")


@st.composite
def billing_items(draw):
    """Items of a few groups, sites and tax categories, at any rate."""
    count = draw(st.integers(1, 12))
    return [
        BillingItem(
            id=place,
            total_amount=draw(EXACT),
            quantity=draw(QUANTITIES),
            rate=draw(st.none() | EXACT),
            description=f"Work {place}",
            sort_order_id=draw(st.integers(0, 3)),
            line_item_group_description=draw(st.sampled_from((None, "Support", "Licences"))),
            tax_category_id=draw(st.sampled_from((None, 1))),
            company_id=draw(st.sampled_from((None, 7, 8))),
        )
        for place in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    "chosen", [dict(zip(SWITCHES, each, strict=True)) for each in product((True, False), repeat=4)]
)
@given(items=billing_items())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_the_lines_sum_to_the_total(source, options, facts, chosen, items):
    net = money.to_cents(money.total(each.total_amount for each in items))
    done = translate(source(*items, total=str(net)), options(**chosen), facts())
    assert isinstance(done, Translated)
    priced = [line for line in done.draft.lines if line.quantity is not None]
    assert sum(money.to_cents(line.quantity * line.unit_amount) for line in priced) == done.draft.net == abs(net)
    assert all(line.quantity >= 0 for line in priced)
