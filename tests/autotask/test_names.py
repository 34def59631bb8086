"""Names are written exactly as Autotask writes them and read whatever their case."""

import pytest

from jobs.autotask import protocol
from jobs.autotask.names import CAMEL

EXACT = {
    "id": "id",
    "company_id": "companyID",
    "invoice_id": "invoiceID",
    "billing_code_id": "billingCodeID",
    "sort_order_id": "sortOrderID",
    "currency_id": "currencyID",
    "batch_id": "batchID",
    "tax_id": "taxID",
    "organizational_level_association_id": "organizationalLevelAssociationID",
    "contract_service_bundle_id": "contractServiceBundleID",
    "is_voided": "isVoided",
    "web_service_date": "webServiceDate",
    "invoice_date_time": "invoiceDateTime",
    "create_date_time": "createDateTime",
    "line_item_full_description": "lineItemFullDescription",
    "tax_dollars": "taxDollars",
    "address1": "address1",
    "is_internal_currency": "isInternalCurrency",
    "payment_due_in_days": "paymentDueInDays",
    "invoice_non_contract_items_to_parent_company": "invoiceNonContractItemsToParentCompany",
    "external_request_threshold": "externalRequestThreshold",
    "user_access_for_query": "userAccessForQuery",
    "is_pick_list": "isPickList",
    "organizational_level1_id": "organizationalLevel1ID",
    "summary_notes": "summaryNotes",
    "ticket_note_id": "ticketNoteID",
    "last_tracked_modified_date_time": "lastTrackedModifiedDateTime",
}


@pytest.mark.parametrize(("ours", "theirs"), EXACT.items())
def test_a_name_is_written_as_autotask_writes_it(ours, theirs):
    assert protocol.camel(ours) == theirs
    assert protocol.snake(theirs) == ours


@pytest.mark.parametrize("ours", CAMEL)
def test_every_name_finds_its_way_back_in_any_case(ours):
    assert protocol.snake(CAMEL[ours].upper()) == ours
    assert protocol.camel(CAMEL[ours].lower()) == CAMEL[ours]


def test_a_name_nobody_knows_is_not_sent():
    with pytest.raises(ValueError, match="webServiceDat"):
        protocol.camel("webServiceDat")
