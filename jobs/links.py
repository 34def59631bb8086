"""Addresses of the originals in both systems, for people to follow."""

from urllib.parse import quote


def autotask_invoice(web_url: str, invoice_id: int) -> str:
    """The invoice in the Autotask console; *web_url* is what zone look-up returned."""
    # The console's own deep-link command (Autotask help, "ExecuteCommand API", read 2026-11).
    return f"{web_url.rstrip('/')}/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenInvoice&InvoiceID={invoice_id}"


def xero_document(short_code: str | None, target_kind: str, xero_id: str) -> str:
    """The document in Xero; the organisation's short code makes the link open in the right organisation."""
    page = {
        "invoice": "/AccountsReceivable/View.aspx?InvoiceID=",
        "credit_note": "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=",
        "bill": "/AccountsPayable/View.aspx?InvoiceID=",
    }[target_kind]
    if not short_code:
        return f"https://go.xero.com{page}{quote(xero_id)}"
    return f"https://go.xero.com/organisationlogin/default.aspx?shortcode={quote(short_code)}&redirecturl={page}{quote(xero_id)}"
