"""The tests' hand on both imitated vendors, which run in a process of their own."""

import atexit
import contextlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from jobs.sandbox import wire
from jobs.sandbox.seed_autotask import CODE

READY = re.compile(r"ready xero=(\S+) autotask=(\S+)")
ROOT = Path(__file__).parents[1]


class SandboxClient:
    """One running sandbox; what it is asked goes to its own addresses, which no trouble and no latency reaches."""

    def __init__(self, process: "subprocess.Popen[str]", xero_url: str, autotask_url: str) -> None:
        self.process = process
        self.xero_url = xero_url
        self.autotask_url = autotask_url
        self._session = requests.Session()
        self._session.trust_env = False
        atexit.register(self.stop)

    @classmethod
    def start(cls, data_dir: Path, **options: Any) -> "SandboxClient":
        """Start it on free ports; *options* are those of `python -m jobs.sandbox` (seed="bare", xero_latency=0.1)."""
        given = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
        command = [sys.executable, "-m", "jobs.sandbox", "--data", str(data_dir), *given]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert process.stdout is not None
        line = process.stdout.readline()
        found = READY.match(line)
        if found is None:
            process.kill()
            process.wait()
            raise RuntimeError(f"the sandbox did not start: {line!r}")
        return cls(process, found[1], found[2])

    def stop(self) -> None:
        """Stop it as a supervisor would; twice does no harm."""
        atexit.unregister(self.stop)
        self._session.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process.stdout is not None:
            with contextlib.suppress(OSError):
                self.process.stdout.close()

    def _ask(self, method: str, name: str, content: Any = None) -> Any:
        body = None if content is None else wire.encode(content)
        reply = self._session.request(method, f"{self.xero_url}/_sandbox/{name}", data=body, timeout=60)
        told = wire.decode(reply.content)
        if reply.status_code != 200:
            raise ValueError(told["error"])
        return told

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock; what was to be committed late by then is committed at the next call."""
        self._ask("POST", "clock", {"advance": seconds})

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of that table as they are kept."""
        rows: list[dict[str, Any]] = self._ask("GET", f"state?table={name}")["rows"]
        return rows

    def put_rows(self, name: str, rows: list[dict[str, Any]]) -> list[Any]:
        """Add rows, or change the members given of rows that are there; returns their keys."""
        keys: list[Any] = self._ask("POST", "table", {"table": name, "rows": rows})["keys"]
        return keys

    def trouble(self, **item: Any) -> None:
        """trouble(vendor="xero", method="PUT", path="Invoices", what="lost_reply", times=1)"""
        self._ask("POST", "trouble", item)

    def clear_trouble(self) -> None:
        self._ask("DELETE", "trouble")

    def requests(self, vendor: str | None = None) -> list[dict[str, Any]]:
        """Every request since the last `forget_requests`, oldest first."""
        found: list[dict[str, Any]] = self._ask("GET", f"requests?vendor={vendor}" if vendor else "requests")[
            "requests"
        ]
        return found

    def forget_requests(self) -> None:
        self._ask("DELETE", "requests")

    def counts(self) -> dict[str, Any]:
        counts: dict[str, Any] = self._ask("GET", "counts")
        return counts

    def snapshot(self) -> str:
        return str(self._ask("POST", "snapshot")["id"])

    def restore(self, name: str) -> None:
        self._ask("POST", "restore", {"id": name})

    def latency(self, xero: float = 0.0, autotask: float = 0.0) -> None:
        self._ask("POST", "latency", {"xero": xero, "autotask": autotask})

    def month_end(self, invoices: int, lines: int) -> None:
        self._ask("POST", "month_end", {"invoices": invoices, "lines": lines})

    def consent_code(self, authorise_url: str, tenant_id: str) -> str:
        """Allow access to that organisation as a person does, and return the code that the browser would carry back."""
        page = self._session.get(authorise_url, timeout=60)
        if page.status_code != 200 or tenant_id not in page.text:
            raise ValueError(f"the consent page does not offer {tenant_id}: {page.status_code} {page.text[-300:]}")
        form = {"tenant": tenant_id, "choice": "allow"}
        reply = self._session.post(authorise_url, data=form, allow_redirects=False, timeout=60)
        return parse_qs(urlsplit(reply.headers["Location"]).query)["code"][0]

    def environment(self) -> dict[str, str]:
        """The settings by which our product finds this sandbox."""
        return {
            "AUTOTASK_ZONE_LOOKUP_URL": f"{self.autotask_url}/atservicesrest/v1.0/zoneInformation",
            "AUTOTASK_INTEGRATION_CODE": CODE,
            "XERO_CLIENT_ID": "sandbox-client",
            "XERO_CLIENT_SECRET": "sandbox-secret",
            "XERO_AUTHORIZE_URL": f"{self.xero_url}/identity/connect/authorize",
            "XERO_TOKEN_URL": f"{self.xero_url}/connect/token",
            "XERO_REVOCATION_URL": f"{self.xero_url}/connect/revocation",
            "XERO_CONNECTIONS_URL": f"{self.xero_url}/connections",
            "XERO_API_URL": f"{self.xero_url}/api.xro/2.0",
        }
