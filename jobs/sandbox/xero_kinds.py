"""What differs between the two resources of documents: invoices (bills too) and credit notes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One resource of documents; *sales* is the type whose numbers are unique."""

    resource: str
    entity: str
    table: str
    id_name: str
    number_name: str
    sales: str
    prefix: str
    taken: str
    word: str


INVOICES = Kind(
    resource="Invoices",
    entity="Invoice",
    table="xero.invoices",
    id_name="InvoiceID",
    number_name="InvoiceNumber",
    sales="ACCREC",
    prefix="INV-",
    taken="Invoice # must be unique.",
    word="Invoice",
)
CREDIT_NOTES = Kind(
    resource="CreditNotes",
    entity="CreditNote",
    table="xero.credit_notes",
    id_name="CreditNoteID",
    number_name="CreditNoteNumber",
    sales="ACCRECCREDIT",
    prefix="CN-",
    taken="Credit note # must be unique.",
    word="Credit note",
)
