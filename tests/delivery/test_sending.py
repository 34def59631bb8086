"""Every attempt is made under the claim and counted by the gate, the second of an expired token like the first."""

from house import House
from sqlalchemy import select

from jobs import clients
from jobs.models import Batch, Ledger
from jobs.plumbing import db

EXPIRED = {"Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired at 01/01/2001 00:00:00"}
PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}


def calls_counted() -> int:
    with db.reading() as session:
        ledger = session.scalars(select(Ledger)).one()
    return clients.xero_for(ledger).gate.usage().minute_used


def test_the_gate_counts_the_attempt_that_follows_an_expired_token(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.forget_requests()
    house.sandbox.trouble(**PUT, what="status", status=401, body=EXPIRED)
    house.sweep()
    made = [each for each in house.sandbox.requests("xero") if "/api.xro/" in each["path"]]
    assert [each["status"] for each in made if each["path"].endswith("/Invoices")].count(401) == 1
    assert calls_counted() == len(made)
    with db.reading() as session:
        attempts = session.scalars(select(Batch.attempts).where(Batch.resource == "Invoices")).all()
    assert (attempts, house.document(9001).disposition) == ([2], "done")
