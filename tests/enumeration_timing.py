"""Measure whether the time of an answer tells a known address from an unknown one.

    .venv/bin/python -m tests.enumeration_timing [PAIRS]                        # SQLite
    bin/with-postgresql .venv/bin/python -m tests.enumeration_timing [PAIRS]    # PostgreSQL

A real server with mail configured is asked in interleaved pairs, each address once. For each page it
prints the z of a Mann-Whitney test, which should stay between -3 and 3, and for a control (a page
that asks the database against one that does not) a z that must be beyond 5. No test asserts it: the
times of a machine that does other things as well are no proof of anything.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import NormalDist, median
from urllib.parse import urlsplit

import psycopg

from tests.browser.site import ROOT, environment, free_port, manage, wait_for
from tests.operation.client import WebClient

MAKE_PEOPLE = """
from django.contrib.auth.hashers import make_password
from accounts.models import User
from allauth.account.models import EmailAddress
User.objects.all().delete()
hashed = make_password("correct horse battery")
for n in range({count}):
    person = User.objects.create_user(f"known{{n:05}}@example.test")
    User.objects.filter(pk=person.pk).update(password=hashed)
EmailAddress.objects.update(verified=True)
"""
ABOUT = {"time_zone": "Europe/London", "adult": "on", "consent": "on"}
PASSWORDS = dict.fromkeys(("password1", "password2"), "correct horse battery")
Ask = Callable[[WebClient, str], None]


def sign_in(client: WebClient, email: str) -> None:
    """Guess at a password."""
    assert client.post("/accounts/login/", {"login": email, "password": "wrong wrong wrong"}).status == 422


def reset(client: WebClient, email: str) -> None:
    """Ask for a new password."""
    assert client.post("/accounts/password/reset/", {"email": email}).status == 302


def sign_up(client: WebClient, email: str) -> None:
    """Sign up."""
    assert client.post("/accounts/signup/", {"email": email, **ABOUT, **PASSWORDS}).status == 302


def control(client: WebClient, email: str) -> None:
    """Ask the database or do not."""
    assert client.get("/healthz/ready" if email.startswith("known") else "/healthz/live").status == 200


def z_of(one: list[float], other: list[float]) -> float:
    """Return the z of the Mann-Whitney test of two samples without ties; positive where `one` takes longer."""
    ranked = sorted([(value, 1) for value in one] + [(value, 0) for value in other])
    ranks = sum(rank for rank, (_, mine) in enumerate(ranked, start=1) if mine)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    return float((u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5)


def measure(address: str, ask: Ask, pairs: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of known and of unknown addresses, asked in pairs in changing order."""
    times: dict[str, list[float]] = {"known": [], "other": []}
    for number in range(pairs):
        order = list(times)
        random.shuffle(order)
        for kind in order:
            # The limits for a client's address are not what is measured: each request comes from another one.
            client = WebClient(address, headers={"X-Forwarded-For": f"10.{random.randrange(256)}.{number % 256}.7"})
            start = time.perf_counter()
            ask(client, f"{kind}{number:05}@example.test")
            times[kind].append((time.perf_counter() - start) * 1000)
    return times["known"], times["other"]


def new_database(server: str) -> str:
    """Return the address of a new, empty database on a PostgreSQL server, "" without one."""
    if not server:
        return ""
    name = f"timing_{os.getpid()}"
    with psycopg.connect(urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@contextmanager
def site(script: str) -> Iterator[tuple[str, str, int]]:
    """Yield the address of a site of one worker, what the script printed that made its rows, and the worker's id."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        env = {**environment(folder, port), "MAIL_URL": "smtp://127.0.0.1:9", "TRUSTED_PROXIES": "1", "DEMO": "0"}
        env |= {"DATABASE_URL": new_database(os.environ.get("TEST_DATABASE_URL", "")), "WEB_CONCURRENCY": "1"}
        manage(env, "prepare")
        said = manage(env, "shell", "-c", script)
        with (folder / "log").open("w") as log:
            server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=env, stdout=log, stderr=log)
            try:
                wait_for(f"http://127.0.0.1:{port}/healthz/ready")
                children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
                yield f"http://127.0.0.1:{port}", said, int(children[0])
            finally:
                server.terminate()
                server.wait(30)


def main(pairs: int) -> None:
    """Start a site, measure each page and print a table."""
    with site(MAKE_PEOPLE.format(count=pairs)) as (address, _, _):
        report(address, pairs)


def report(address: str, pairs: int) -> None:
    """Print one line for each page."""
    for ask in (control, sign_in, reset, sign_up):
        known, other = measure(address, ask, pairs)
        z = z_of(known, other)
        chance = 2 * (1 - NormalDist().cdf(abs(z)))
        sys.stdout.write(
            f"{ask.__name__:8} {pairs} pairs, median {median(known):.1f} ms known, {median(other):.1f} ms unknown, "
            f"z {z:+.2f} (by chance: {chance:.2g})\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
