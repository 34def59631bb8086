"""A request of which a part is known: only what is absent goes again."""

from collections import Counter

from house import House
from prepared import on_both
from sqlalchemy import func, select

from jobs.models import Batch, BatchMember
from jobs.plumbing import db

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}


def minutes(house: House, count: int) -> None:
    for _ in range(count):
        house.advance(seconds=61)
        house.sweep()


@on_both
def test_what_was_found_in_a_request_is_not_sent_again_with_the_rest_that_is_absent(house: House) -> None:
    """Half a request is carried out: the other half goes in a request of its own, never the whole bytes again."""
    house.company()
    for number in (9001, 9002, 9003, 9004):
        house.invoice(number, "10.00")
    house.sandbox.trouble(**PUT, what="half_batch")
    house.sweep()
    minutes(house, 12)
    markers = Counter(each["Url"].rsplit("/", 1)[1] for each in house.xero_invoices())
    assert markers == {f"ts-48211-invoice-{each}": 1 for each in (9001, 9002, 9003, 9004)}
    assert {each.disposition for each in house.documents()} == {"done"}


@on_both
def test_what_a_reply_told_is_not_sent_again_with_the_one_it_left_out(house: House) -> None:
    """The one left out is proved absent: it goes alone under a new key, not with the three that Xero has."""
    house.company()
    for number in (9001, 9002, 9003, 9004):
        house.invoice(number, "10.00")
    house.sandbox.trouble(**PUT, what="missing_element")
    house.sweep()
    left_out = next(each for each in house.xero_invoices() if each["Url"].endswith("9004"))
    house.sandbox.put_rows("xero.invoices", [{**left_out, "Url": "http://localhost/of-a-person"}])
    minutes(house, 12)
    with db.reading() as session:
        batches = session.scalars(select(Batch.id).where(Batch.resource == "Invoices").order_by(Batch.id))
        members = select(func.count(BatchMember.id))
        assert [session.scalar(members.where(BatchMember.batch_id == each)) for each in batches] == [4, 1]
