"""The fields of what may be written to Xero: type, longest text, and whether a sent value counts (facts, our words)."""

from decimal import Decimal
from typing import Any, NamedTuple

YES, IGNORED, NO = "yes", "ignored", "no"


class Field(NamedTuple):
    """*kind*: text, number, whole, flag, date, or the name of an entity ("[Name]" for a list of them).

    *write*: a sent value counts; is ignored; or is refused here, so that tests notice that we send it.
    """

    kind: str
    longest: int | None = None
    write: str = YES
    required: bool = False
    choices: tuple[str, ...] = ()


def _texts(longest: int | None, *names: str) -> dict[str, Field]:
    return {name: Field("text", longest) for name in names}


def _read_only(kind: str, *names: str, write: str = NO) -> dict[str, Field]:
    return {name: Field(kind, write=write) for name in names}


_READ_BACK = (
    _read_only("number", "SubTotal", "TotalTax", "Total", write=IGNORED)
    | _read_only("flag", "HasAttachments", "HasErrors")
    | _read_only("date", "FullyPaidOnDate", "UpdatedDateUTC", "UpdatedDateUTCString", "DateString", "DueDateString")
    | _read_only("text", "StatusAttributeString")
)
_DOCUMENT = {
    "Contact": Field("DocumentContact", required=True),
    "LineItems": Field("[LineItem]"),
    "Reference": Field("text", 255),
    "Date": Field("date"),
    "DueDate": Field("date"),
    "LineAmountTypes": Field("text", choices=("Exclusive", "Inclusive", "NoTax")),
    "CurrencyCode": Field("text", 3),
    "CurrencyRate": Field("number"),
    "BrandingThemeID": Field("text", 36),
    "Status": Field("text"),
    "SentToContact": Field("flag"),
} | _READ_BACK

ENTITIES: dict[str, dict[str, Field]] = {
    "Invoice": {
        **_DOCUMENT,
        "Type": Field("text", required=True, choices=("ACCREC", "ACCPAY")),
        "InvoiceID": Field("text", 36),
        "InvoiceNumber": Field("text", 255),
        "Url": Field("text", 2000),
        "ExpectedPaymentDate": Field("date"),
        "PlannedPaymentDate": Field("date"),
        "RoundingAmount": Field("number"),
        **_read_only("number", "AmountDue", "AmountPaid", "AmountCredited", "TotalDiscount"),
        **_read_only("flag", "IsDiscounted"),
    },
    "CreditNote": {
        **_DOCUMENT,
        "Type": Field("text", required=True, choices=("ACCRECCREDIT", "ACCPAYCREDIT")),
        "CreditNoteID": Field("text", 36),
        "CreditNoteNumber": Field("text", 255),
        "SentToContact": Field("flag", write=IGNORED),  # read-only on credit notes
        **_read_only("number", "RemainingCredit"),
    },
    "DocumentContact": {
        **_texts(36, "ContactID"),
        **_texts(255, "Name"),
        **_texts(50, "ContactNumber"),
    },
    "LineItem": {
        "LineItemID": Field("text", 36),
        "Description": Field("text", 4000),
        "Quantity": Field("number"),
        "UnitAmount": Field("number"),
        "LineAmount": Field("number"),
        "ItemCode": Field("text", 30),
        "AccountCode": Field("text", 10),
        "AccountID": Field("text", 36),
        "TaxType": Field("text", 50),
        "TaxAmount": Field("number"),
        "DiscountRate": Field("number"),
        "DiscountAmount": Field("number"),
        "Tracking": Field("[Tracking]"),
    },
    "Tracking": {
        **_texts(100, "Name", "Option"),
        **_texts(36, "TrackingCategoryID", "TrackingOptionID"),
    },
    "Contact": {
        "ContactID": Field("text", 36),
        "Name": Field("text", 255, required=True),
        "ContactStatus": Field("text", choices=("ACTIVE", "ARCHIVED", "GDPRREQUEST")),
        **_texts(50, "ContactNumber", "AccountNumber", "TaxNumber", "CompanyNumber"),
        **_texts(255, "FirstName", "LastName", "EmailAddress", "BankAccountDetails"),
        "Addresses": Field("[Address]"),
        "Phones": Field("[Phone]"),
        "ContactPersons": Field("[ContactPerson]"),
        "PaymentTerms": Field("PaymentTerms"),
        **_texts(50, "AccountsReceivableTaxType", "AccountsPayableTaxType"),
        **_texts(10, "SalesDefaultAccountCode", "PurchasesDefaultAccountCode"),
        "DefaultCurrency": Field("text", 3),
        **_read_only("flag", "IsCustomer", "IsSupplier", write=IGNORED),
        **_read_only("flag", "HasAttachments", "HasValidationErrors"),
        **_read_only("date", "UpdatedDateUTC"),
        **_read_only("text", "MergedToContactID", "Website"),
    },
    "Address": {
        "AddressType": Field("text", choices=("POBOX", "STREET"), required=True),
        **_texts(500, "AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"),
        **_texts(255, "City", "Region", "AttentionTo"),
        **_texts(50, "PostalCode", "Country"),
    },
    "Phone": {
        "PhoneType": Field("text", choices=("DEFAULT", "DDI", "MOBILE", "FAX", "OFFICE"), required=True),
        "PhoneNumber": Field("text", 50),
        "PhoneAreaCode": Field("text", 10),
        "PhoneCountryCode": Field("text", 20),
    },
    "ContactPerson": {
        **_texts(255, "FirstName", "LastName", "EmailAddress"),
        "IncludeInEmails": Field("flag"),
    },
    "PaymentTerms": {"Bills": Field("Term"), "Sales": Field("Term")},
    "Term": {
        "Day": Field("whole"),
        "Type": Field(
            "text", choices=("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
        ),
    },
    "Payment": {
        "PaymentID": Field("text", 36),
        "Invoice": Field("Target"),
        "CreditNote": Field("Target"),
        "Account": Field("PaidFrom"),
        "Date": Field("date"),
        "Amount": Field("number"),
        "CurrencyRate": Field("number"),
        "Reference": Field("text", 255),
        "IsReconciled": Field("flag"),
        "Status": Field("text", choices=("AUTHORISED", "DELETED")),
    },
    "Target": _texts(36, "InvoiceID", "CreditNoteID"),
    "PaidFrom": {**_texts(36, "AccountID"), **_texts(10, "Code")},
    "HistoryRecord": {"Details": Field("text", 2500, required=True)},
}
NUMBERS = (Decimal, int)
TYPES: dict[str, tuple[Any, ...]] = {
    "text": (str,),
    "date": (str,),
    "flag": (bool,),
    "number": NUMBERS,
    "whole": (int,),
}
