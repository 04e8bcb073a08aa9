"""The real site for tests: `prepare`, then gunicorn with its workers, on SQLite or PostgreSQL, each with data of its own.

How to use it, in a file of tests/operation (a stage of bin/test of its own: no xdist, PostgreSQL at hand):

    def test_something(start_site, database):               # database: "sqlite", then "postgresql"
        site = start_site(database, workers=4)              # ready when this returns; stopped after the test
        with site.models():                                 # our own models, on the site's database
            alice = factories.patient("alice@example.test")
            client = site.signed_in(alice)                  # a session in the database, without a password's cost
        assert client.get("/journal/").status == 200
        assert client.post("/journal/events/new/", {...}).status == 302      # with its CSRF token
        assert "Traceback" not in site.output               # all that the site printed, access log and all

The site has the keys of tests/settings.py, so that models and sessions made by the test are the site's own.
People made by tests/factories.py have a password hash that a real server does not take: `site.signed_in(person)`,
or `site.give_password(person)` and then `client.sign_in(email, password)` through the page (Argon2, about 0.1 s).

`site.stop()` ends it as a service manager does, `site.kill()` as a power cut does (its whole process group),
`site.start()` starts it again on the same data and port; `site.signal(SIGHUP)` and `site.workers()` are there too.
More variables go in by name: `start_site(database, MAIL_URL="smtp://127.0.0.1:2525")`.

Nothing is asserted about time, and every process is ended by its own process id.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.db.utils import load_backend
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from ldn_tracker.environment import read_database
from tests.browser import site as browser_site
from tests.operation.client import WebClient

ROOT = browser_site.ROOT
PASSWORD = "correct horse battery staple"
# How long a test's own statements wait on a busy machine; the site has its own limits, which are shorter.
PATIENT: dict[str, dict[str, Any]] = {
    "sqlite": {"timeout": 60},
    "postgresql": {"connect_timeout": 30, "options": "-c statement_timeout=60000 -c lock_timeout=50000"},
}


@dataclass
class Site:
    """A site on this machine: its folder, address and processes."""

    folder: Path
    port: int
    env: dict[str, str]
    blocker: DjangoDbBlocker
    process: subprocess.Popen[bytes] | None = None
    log: IO[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """Everything it printed since it was first started."""
        return (self.folder / "server.log").read_text(errors="replace")

    @property
    def pid(self) -> int:
        """The process that started the workers; also the number of the process group."""
        assert self.process is not None
        return self.process.pid

    def workers(self, seconds: float = 120) -> list[int]:
        """Return the processes that answer requests, once as many as asked for are there; TimeoutError if they never are."""
        return browser_site.workers_of(self.pid, int(self.env["WEB_CONCURRENCY"]), seconds)

    def start(self, *, wait: bool = True) -> None:
        """Start gunicorn as bin/serve does, without preparing again; return when the site is ready."""
        self.log = self.log or (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "gunicorn"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds: float = 120) -> None:
        """Return when /healthz/ready says so; raise AssertionError with the output if it never does."""
        try:
            browser_site.wait_for(f"{self.address}/healthz/ready", seconds)
        except TimeoutError:
            raise AssertionError(self.output) from None

    def stop(self, seconds: float = 40) -> int:
        """End it as a service manager does and return its exit code; a request in flight is answered first."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End every process of it at once, as a power cut does."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(60)

    def close(self) -> None:
        """End whatever still runs."""
        if self.process is not None:
            self.kill()
        if self.log is not None:
            self.log.close()
            self.log = None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to gunicorn's first process."""
        os.kill(self.pid, number)

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's data and return what it printed."""
        return browser_site.manage(self.env, *arguments)

    @contextlib.contextmanager
    def models(self) -> Iterator[None]:
        """Let this thread's models read and write the site's database, outside of any transaction."""
        before = connections["default"]
        wanted = {**before.settings_dict, **read_database(self.env, self.folder), "CONN_MAX_AGE": 0}
        patient = PATIENT[wanted["ENGINE"].rpartition(".")[2]]
        wanted["OPTIONS"] = {**wanted["OPTIONS"], **patient}
        connections["default"] = load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, "default")
        try:
            with self.blocker.unblock():
                yield
        finally:
            connections["default"].close()
            connections["default"] = before

    def client(self, **options: Any) -> WebClient:
        """Return a browser of a person whom the site does not know yet."""
        return WebClient(self.address, **options)

    def signed_in(self, user: User, **options: Any) -> WebClient:
        """Return a browser with a new session of a person, fresh as after typing the password; within `models()`."""
        django = Client()
        django.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = django.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        client = self.client(**options)
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    def give_password(self, user: User, password: str = PASSWORD) -> None:
        """Give a person a password that the server takes; within `models()`."""
        hasher = Argon2PasswordHasher()
        User.objects.filter(pk=user.pk).update(password=hasher.encode(password, hasher.salt()))


class Sites:
    """Starts sites for one run of tests; tables are made once and copied. Use it through the fixture `start_site`."""

    def __init__(self, folder: Path, blocker: DjangoDbBlocker) -> None:
        self.folder, self.blocker = folder, blocker
        self.prepared: set[str] = set()
        self.databases: list[tuple[str, str]] = []

    def new(self, database: str = "sqlite", *, workers: int = 2, server: str = "", line: str = "", **env: str) -> Site:
        """Return a site that is not started yet, with empty tables, on "sqlite" or "postgresql".

        `server` is the address of another PostgreSQL server than that of the tests, `line` of a proxy
        through which the site reaches it.
        """
        folder = self.folder / secrets.token_hex(6)
        folder.mkdir(mode=0o700)
        port = browser_site.free_port()
        place = {}
        if database == "sqlite":
            self._copy_file(folder)
        else:
            server = server or os.environ["TEST_DATABASE_URL"]
            place = {"DATABASE_URL": named(line or server, self._copy_database(server))}
        every = {**self._environment(folder, port), "WEB_CONCURRENCY": str(workers), **place, **env}
        return Site(folder, port, every, self.blocker)

    def close(self) -> None:
        """Remove every database that was made on the PostgreSQL server of the tests."""
        for server, name in self.databases:
            if server == os.environ["TEST_DATABASE_URL"]:
                execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', server)
        self.databases.clear()

    def _environment(self, folder: Path, port: int) -> dict[str, str]:
        keys = {name: os.environ[name] for name in ("SECRET_KEY", "MASTER_KEY")}
        return {**browser_site.environment(folder, port), **keys, "DEMO": "0"}

    def _copy_file(self, folder: Path) -> None:
        template = self.folder / "template"
        if "sqlite" not in self.prepared:
            template.mkdir()
            browser_site.manage(self._environment(template, 1), "prepare")
            self.prepared.add("sqlite")
        shutil.copy(template / "db.sqlite3", folder / "db.sqlite3")

    def _copy_database(self, server: str) -> str:
        template = f"ldn_operation_{os.getpid()}"
        if server not in self.prepared:
            self._create(server, template)
            env = {**self._environment(self.folder, 1), "DATABASE_URL": named(server, template)}
            browser_site.manage(env, "prepare")
            self.prepared.add(server)
        name = f"{template}_{secrets.token_hex(4)}"
        self._create(server, name, f'TEMPLATE "{template}"')
        return name

    def _create(self, server: str, name: str, how: str = "") -> None:
        self.databases.append((server, name))
        execute(f'CREATE DATABASE "{name}" {how}', server)


def named(server: str, name: str) -> str:
    """Return the address of a database on a PostgreSQL server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def execute(sql: str, server: str = "") -> None:
    """Run one statement on a PostgreSQL server, that of the tests unless given, outside of any of the sites' databases."""
    server = server or os.environ["TEST_DATABASE_URL"]
    with psycopg.connect(named(server, "postgres"), autocommit=True) as database:
        database.execute(sql)  # type: ignore[call-overload]
