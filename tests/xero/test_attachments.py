"""Names of files as Xero takes them, and where a file goes."""

import pytest

from jobs.xero.attachments import LONGEST_NAME, Attachment, attachment, file_name, path_of


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("70001 T20261120.0007 report.pdf", "70001 T20261120.0007 report.pdf"),
        ('a<b>c:d"e/f\\g|h?i*j+k.pdf', "a b c d e f g h i j k.pdf"),
        ("Rīpoata (final).pdf", "Rīpoata (final).pdf"),
        ("nul\x00 and\ttab.pdf", "nul and tab.pdf"),
        ("???", "file"),
        ("", "file"),
    ],
)
def test_what_xero_forbids_in_a_name_becomes_a_blank(wanted, name):
    assert file_name(wanted) == name


def test_a_name_that_is_too_long_keeps_its_end():
    name = file_name("x" * 300 + ".pdf")
    assert len(name) == LONGEST_NAME
    assert name.endswith("x.pdf")


def test_a_name_is_encoded_in_the_address():
    path = path_of("Invoices", "i-1", "a [1] & #2 50% rīpoata.pdf")
    assert path == "Invoices/i-1/Attachments/a%20%5B1%5D%20%26%20%232%2050%25%20r%C4%ABpoata.pdf"


@pytest.mark.parametrize("name", ["", "a/b.pdf", "a?.pdf", "a+b.pdf"])
def test_a_name_that_xero_does_not_take_is_not_sent(name):
    with pytest.raises(ValueError, match="no name for a file"):
        path_of("Invoices", "i-1", name)


def test_a_file_is_read_with_its_size():
    read = attachment({"AttachmentID": "a-1", "FileName": "a.pdf", "MimeType": "application/pdf", "ContentLength": 7})
    assert read == Attachment("a-1", "a.pdf", "application/pdf", 7)
    assert attachment({"AttachmentID": "a-2"}) == Attachment("a-2", "")
