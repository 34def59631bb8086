"""Puts the product together: the web application, and the commands that run its parts."""

import argparse
import functools
import getpass
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import portal
from jobs import clients, demo_processes, invoices, queues, schedule
from jobs.models import schema
from jobs.models.schema import SchemaTooOld
from jobs.people import add_staff
from jobs.plans import make_sure_of_plans
from jobs.plumbing import db, log
from jobs.plumbing.config import Settings, SettingsError, from_environment
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


def served() -> Flask:
    """What each of gunicorn's workers runs: its own log lines are set up as every other part's are."""
    return create_app(_ready())


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
         "--log-level", "warning", "app:served()"],
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
    say = functools.partial(print, flush=True)
    demo_processes.run(given.port, fresh=given.fresh, hash_password=passwords.hash_password, say=say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
