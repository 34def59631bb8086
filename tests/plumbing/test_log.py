"""The machine's log: whole JSON lines that name their workspace and give no secret away."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jobs.plumbing import log

TOP = Path(__file__).parents[2]


def lines(code):
    """What a process that runs *code* after set-up writes to standard error."""
    begin = "import logging\nfrom jobs.plumbing import log\nlog.set_up('info')\nsay = logging.getLogger('jobs.x')\n"
    ran = subprocess.run(
        [sys.executable, "-c", begin + code],
        env={"PYTHONPATH": str(TOP), "PYTHONUTF8": "1"},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_each_line_is_one_object():
    (line,) = lines("say.info('first\\nsecond %s', 'é')")
    assert (line["level"], line["from"], line["said"]) == ("info", "jobs.x", "first\nsecond é")
    assert line["at"].endswith("+00:00")
    assert "workspace" not in line


def test_lines_name_the_workspace_and_document_at_work():
    (line,) = lines("log.workspace.set(7); log.document.set(9001); say.warning('held')")
    assert (line["workspace"], line["document"]) == (7, 9001)


def test_traces_are_kept_and_cleaned():
    code = "try:\n    raise ValueError('password=hunter22')\nexcept ValueError:\n    say.exception('our bug')"
    (line,) = lines(code)
    assert "ValueError" in line["trace"]
    assert "hunter22" not in line["trace"]


def test_level_is_obeyed():
    assert lines("say.debug('too much'); logging.getLogger('urllib3').info('noise')") == []


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer S3CRET99",
        "{'Authorization': 'Bearer S3CRET99', 'a': 1}",
        "Authorization: Basic S3CRET99==",
        "sent bearer S3CRET99 along",
        '{"refresh_token": "S3CRET99", "expires_in": 1800}',
        "{'Secret': 'S3CRET99 with blanks', 'UserName': 'x'}",
        "client_secret=S3CRET99&grant_type=x",
        "password: S3CRET99",
        "ApiIntegrationCode: S3CRET99",
        "smtp://tally:S3CRET99@mail.example.test:25",
        "redis://:S3CRET99@localhost/0",
        "GET /setup/xero/return?code=S3CRET99&state=x",
        "token eyJhbGciOiJSUzI1NiJ9.S3CRET99.abc_def- of Xero",
        "SECRET_KEY=S3CRET99",
        "xero_webhook_key_secret = S3CRET99",
    ],
)
def test_no_secret_is_given_away(text):
    cleaned = log.without_secrets(text)
    assert "S3CRET99" not in cleaned
    assert "…" in cleaned
    assert log.without_secrets(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Xero answered 429 (code: 400) for https://api.xero.com/api.xro/2.0/Invoices?page=2",
        "the token was refreshed",
        "billing code 17 has no account",
        "sent 50 invoices to Harbourline at 10:00:59",
    ],
)
def test_plain_words_are_left_alone(text):
    assert log.without_secrets(text) == text
