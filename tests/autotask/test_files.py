"""What Autotask hands out as a file is read in every form it may come in."""

import json

import msgspec
import pytest

from jobs.autotask import files
from jobs.plumbing.errors import NotFound

ROW = {"fullPath": "report.pdf", "contentType": "application/pdf", "data": "JVBERg=="}


def envelope(**parts):
    return {name: msgspec.Raw(json.dumps(part).encode()) for name, part in parts.items()}


@pytest.mark.parametrize("answer", [envelope(item=ROW), envelope(items=[ROW]), envelope(item=None, items=[ROW])])
def test_an_attachment_comes_as_an_object_or_a_list_of_one(answer):
    found = files.read_attachment(answer)
    assert (found.name, found.content_type, found.content) == ("report.pdf", "application/pdf", b"%PDF")


def test_names_are_read_whatever_their_case():
    found = files.read_attachment(envelope(item={"FULLPATH": "a.pdf", "Data": "JVBERg=="}))
    assert (found.name, found.content_type) == ("a.pdf", "application/octet-stream")


@pytest.mark.parametrize("answer", [envelope(item=None), envelope(items=[])])
def test_a_missing_attachment_is_not_found(answer):
    with pytest.raises(NotFound, match="no such attachment"):
        files.read_attachment(answer)


@pytest.mark.parametrize("data", ["JVBERg==", [37, 80, 68, 70]])
def test_a_printed_invoice_comes_as_base64_or_as_numbers(data):
    found = files.read_pdf(envelope(filename="Invoice-9001.pdf", contenttype="application/pdf", data=data))
    assert (found.name, found.content) == ("Invoice-9001.pdf", b"%PDF")


@pytest.mark.parametrize("data", [None, "", "no base64!", [300], {}])
def test_content_that_is_none_is_unreadable(data):
    with pytest.raises(ValueError, match=r"content|bytes"):
        files.read_pdf(envelope(filename="a.pdf", data=data))
