"""Puts the product together: the web application, and the commands that run its parts."""

import argparse
import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import portal
from jobs import clients, demo, invoices, keys, queues, schedule
from jobs.models import schema
from jobs.models.schema import SchemaTooOld
from jobs.people import add_staff
from jobs.plans import make_sure_of_plans
from jobs.plumbing import db, log, supervisor
from jobs.plumbing.config import Settings, SettingsError, environment, from_environment
from portal import passwords

LARGEST_FORM = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, ready to serve; *settings* default to the environment's."""
    settings = settings or from_environment()
    clients.start(settings)
    app = Flask("portal", root_path=str(Path(__file__).parent))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="tallystick",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day; its token ends with the session
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    portal.register(app)
    return app


def main(arguments: list[str] | None = None) -> int:
    """The command line: `tallystick demo`, `serve`, `worker`, `scheduler`, `migrate`, `sync`, `staff add`, `bench`."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given) or 0)
    except (SettingsError, SchemaTooOld) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("tallystick", description="Carries approved billing from Autotask PSA to Xero.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[argparse.Namespace], int | None], help_: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_)
        made.set_defaults(run=run)
        return made

    demo_ = command("demo", demo_command, "run everything here, with both vendors imitated")
    demo_.add_argument("--fresh", action="store_true", help="forget the demo's data first")
    demo_.add_argument("--port", type=int, help="the portal's port (kept for later starts)")
    command("serve", serve_command, "run the portal with gunicorn")
    worker = command("worker", worker_command, "run the jobs of one queue")
    worker.add_argument("queue", choices=[queues.NOW, queues.LATER])
    command("scheduler", lambda given: schedule.run_scheduler(_ready()), "ring for what is due")
    command("migrate", migrate_command, "bring the database to this version's tables")
    sync = command("sync", sync_command, "sweep one workspace here and now")
    sync.add_argument("workspace", type=int)
    staff = command("staff", staff_command, "add a support person")
    staff.add_argument("do", choices=["add"])
    staff.add_argument("email")
    bench = command("bench", bench_command, "measure a month-end against the imitated vendors")
    bench.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _ready() -> Settings:
    """Settings for a command that works on the database. Raises SettingsError or SchemaTooOld with a sentence."""
    settings = from_environment()
    log.set_up(settings.log_level)
    db.open_database(settings.database_url, settings.encryption_keys)
    schema.check()
    return settings


def serve_command(given: argparse.Namespace) -> int:
    settings = _ready()
    os.execvp(  # noqa: S606 (gunicorn takes this process's place)
        sys.executable,
        [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "8",
         "--bind", settings.bind, "--access-logfile", "-" if settings.log_level == "DEBUG" else "/dev/null",
         "--log-level", "warning", "app:create_app()"],
    )  # fmt: skip


def worker_command(given: argparse.Namespace) -> int:
    queues.work(_ready(), given.queue)
    return 0


def migrate_command(given: argparse.Namespace) -> int:
    settings = from_environment()
    db.open_database(settings.database_url, settings.encryption_keys)
    schema.migrate()
    make_sure_of_plans()
    return 0


def sync_command(given: argparse.Namespace) -> int:
    clients.start(_ready())
    invoices.sweep(given.workspace)
    return 0


def staff_command(given: argparse.Namespace) -> int:
    """Ask for a password, make the person, and print the key of their second factor once."""
    clients.start(_ready())
    password = getpass.getpass("Password (at least 10 characters): ")
    if len(password) < passwords.SHORTEST:
        raise SettingsError(f"The password needs at least {passwords.SHORTEST} characters.")
    key = add_staff(given.email, passwords.hash_password(password))
    print(f"Key for the authenticator app: {key}")
    return 0


def bench_command(given: argparse.Namespace) -> int:
    """Run the benchmark of this checkout; it is not part of an installed package."""
    script = Path(__file__).parent / "tests" / "benchmark.py"
    return subprocess.run([sys.executable, str(script), *given.rest], check=False).returncode  # noqa: S603


def demo_command(given: argparse.Namespace) -> int:
    """Start the store, both imitated vendors, the portal, two workers and the scheduler; watch them until Ctrl-C."""
    given_env = environment()
    data = Path(given_env.get("TALLYSTICK_DATA", ".tallystick")).absolute()
    if given.fresh and data.exists():
        shutil.rmtree(data)
    env = {**given_env, **_demo_environment(data, given.port, given_env)}
    watch = supervisor.Supervisor(print)
    try:
        command, store = supervisor.store_command(data / "store")
        watch.add("store", command, env)
        supervisor.wait_for_store(store)
        env["REDIS_URL"] = store
        watch.add("vendors", [sys.executable, "-m", "jobs.sandbox", *_sandbox_arguments(data), "--seed", "demo"], env)
        _set_up_demo(env, data)
        tallystick = [sys.executable, "-m", "app"]
        watch.add("portal", [*tallystick, "serve"], env)
        watch.add("worker for people", [*tallystick, "worker", queues.NOW], env)
        watch.add("worker", [*tallystick, "worker", queues.LATER], env)
        watch.add("scheduler", [*tallystick, "scheduler"], env)
        _say_where(env, data)
        watch.run()
    finally:
        watch.stop_all()
    return 0


def _demo_environment(data: Path, port: int | None, given: dict[str, str]) -> dict[str, str]:
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


def _set_up_demo(env: dict[str, str], data: Path) -> None:
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
    demo.set_up(settings, demo.Consent(user, secret, code), passwords.hash_password(_password(data)))


def _password(data: Path) -> str:
    return keys.kept(data, "password")


def _say_where(env: dict[str, str], data: Path) -> None:
    code, key = demo.staff_code()
    print(
        f"""
Tallystick is running at {env["PUBLIC_URL"]}  (Ctrl-C stops everything; the data stays in {data.name}/)

  a customer        {demo.CUSTOMER[0]}    password {_password(data)}
  a support person  {demo.STAFF[0]}  password {_password(data)}
                    code {code} now, or key {key} in an authenticator app

  the imitated Xero      {env["XERO_API_URL"].split("/api")[0]}
  the imitated Autotask  {env["AUTOTASK_ZONE_LOOKUP_URL"].split("/ATS")[0]}
""",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
