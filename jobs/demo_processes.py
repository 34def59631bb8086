"""Runs the demo: every part as a process of its own, its addresses and keys kept in the demo's folder."""

import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from jobs import clients, demo, keys, queues
from jobs.models import schema
from jobs.plans import make_sure_of_plans
from jobs.plumbing import supervisor
from jobs.plumbing.config import environment, from_environment

Hash = Callable[[str], str]
Say = Callable[[str], None]


def run(port: int | None, *, fresh: bool, hash_password: Hash, say: Say) -> None:
    """Start the store, both imitated vendors, the portal, two workers and the scheduler; watch them until Ctrl-C.

    *port* None: the one of the last start. *fresh* forgets the demo's data first.
    """
    given = environment()
    data = Path(given.get("TALLYSTICK_DATA", ".tallystick")).absolute()
    if fresh and data.exists():
        shutil.rmtree(data)
    env = {**given, **_environment(data, port, given)}
    watch = supervisor.Supervisor(say)
    try:
        command, store = supervisor.store_command(data / "store")
        watch.add("store", command, env)
        supervisor.wait_for_store(store)
        env["REDIS_URL"] = store
        watch.add("vendors", [sys.executable, "-m", "jobs.sandbox", *_sandbox_arguments(data), "--seed", "demo"], env)
        _set_up(env, data, hash_password)
        tallystick = [sys.executable, "-m", "app"]
        watch.add("portal", [*tallystick, "serve"], env)
        watch.add("worker for people", [*tallystick, "worker", queues.NOW], env)
        watch.add("worker", [*tallystick, "worker", queues.LATER], env)
        watch.add("scheduler", [*tallystick, "scheduler"], env)
        say(_where(env, data))
        watch.run()
    finally:
        watch.stop_all()


def _environment(data: Path, port: int | None, given: dict[str, str]) -> dict[str, str]:
    """Settings of the demo: addresses on this machine, keys kept in the data folder. A browser sees localhost only."""
    data.mkdir(parents=True, exist_ok=True)
    ports = {name: _kept_port(data, name) for name in ("portal", "xero", "autotask")}
    if port:
        (data / "port-portal").write_text(str(port))
        ports["portal"] = port
    xero = f"http://localhost:{ports['xero']}"
    return {
        "TALLYSTICK_DATA": str(data),
        "TALLYSTICK_DEMO": "1",
        "DATABASE_URL": given.get("DATABASE_URL", f"sqlite:///{data / 'tallystick.db'}"),
        "SECRET_KEY": keys.kept(data, "secret_key"),
        "ENCRYPTION_KEYS": keys.kept(data, "encryption_keys"),
        "PUBLIC_URL": f"http://localhost:{ports['portal']}",
        "BIND": f"127.0.0.1:{ports['portal']}",
        "AUTOTASK_ZONE_LOOKUP_URL": f"http://localhost:{ports['autotask']}/ATServicesRest/V1.0/zoneInformation",
        "AUTOTASK_INTEGRATION_CODE": "SANDBOX-CODE",
        "XERO_CLIENT_ID": "sandbox-client",
        "XERO_CLIENT_SECRET": "sandbox-secret",
        "XERO_AUTHORIZE_URL": f"{xero}/identity/connect/authorize",
        "XERO_TOKEN_URL": f"{xero}/connect/token",
        "XERO_REVOCATION_URL": f"{xero}/connect/revocation",
        "XERO_CONNECTIONS_URL": f"{xero}/connections",
        "XERO_API_URL": f"{xero}/api.xro/2.0",
    }


def _kept_port(data: Path, name: str) -> int:
    """A port that was free at the first start and is kept, so that addresses in the data stay true."""
    path = data / f"port-{name}"
    if not path.exists():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 8000 if name == "portal" and _is_free(8000) else 0))
            path.write_text(str(probe.getsockname()[1]))
    return int(path.read_text())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _sandbox_arguments(data: Path) -> list[str]:
    ports = {name: (data / f"port-{name}").read_text() for name in ("xero", "autotask")}
    return ["--data", str(data / "vendors"), "--xero-port", ports["xero"], "--autotask-port", ports["autotask"]]


def _set_up(env: dict[str, str], data: Path, hash_password: Hash) -> None:
    """Bring the database to today's tables; on the first start do what a person does in the wizard."""
    settings = from_environment(env)
    clients.start(settings)
    schema.migrate()
    make_sure_of_plans()
    if demo.is_set_up():
        return
    demo.wait_for_vendors(settings)
    code = demo.consent_code(settings)
    user, secret = "tallystick-api@harbourline.example", "sandbox-api-secret"
    demo.set_up(settings, demo.Consent(user, secret, code), hash_password(_password(data)))


def _password(data: Path) -> str:
    return keys.kept(data, "password")


def _where(env: dict[str, str], data: Path) -> str:
    code, key = demo.staff_code()
    return f"""
Tallystick is running at {env["PUBLIC_URL"]}  (Ctrl-C stops everything; the data stays in {data.name}/)

  a customer        {demo.CUSTOMER[0]}    password {_password(data)}
  a support person  {demo.STAFF[0]}  password {_password(data)}
                    code {code} now, or key {key} in an authenticator app

  a new customer    signs up; for Autotask newcomer-api@harbourline.example with sandbox-api-secret,
                    in Xero Harbourline Cloud Ltd

  the imitated Xero      {env["XERO_API_URL"].split("/api")[0]}
  the imitated Autotask  {env["AUTOTASK_ZONE_LOOKUP_URL"].split("/ATS")[0]}
"""
