"""Measure whether the time of an answer tells what a link died of, or that it ever was.

    .venv/bin/python -m tests.dead_link_timing [ROUNDS]                        # SQLite
    bin/with-postgresql .venv/bin/python -m tests.dead_link_timing [ROUNDS]    # PostgreSQL

A real server of one worker is asked in rounds: each kind of dead link once, in changing order. What counts is the
processor time that the worker spends on the answer (the scheduler's nanoseconds): other work on the machine lengthens
what a clock shows, and hides what is looked for. It prints the rows of the table in docs/security.md, "Dead links take
the same time": each kind's median, and the median of its differences from the unknown link of the same round with an
interval (by order statistics: nothing is assumed about how times are spread; 99.5 %, so that the ten of a run hold
together at 95 %). The interval of the control, which looks nothing up, must leave out zero. No test asserts it: that
the work is the same is a test (tests/reports/test_openings.py).
"""

import json
import random
import secrets
import sys
from statistics import median

from tests.bench.servers import cpu_of
from tests.enumeration_timing import site
from tests.operation.client import WebClient

MAKE_LINKS = """
import json
from datetime import timedelta
from django.utils import timezone
from accounts.actions import close_account
from accounts.models import User
from reports.models import Share
from tests import factories
from tests.reports.links import link
now, tokens = timezone.now(), {{}}
for kind in ("expired", "revoked", "locked", "closed", "switched off"):
    person = factories.patient(f"{{kind.replace(' ', '')}}@example.test")
    tokens[kind] = [link(person, guarded=True, items=[]).token for _ in range({made})]
    shares = Share.objects.filter(patient=person)
    if kind == "expired":
        shares.update(created_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    if kind == "revoked":
        shares.update(revoked_at=now)
    if kind == "locked":
        shares.update(failed_passcodes=5)
    if kind == "closed":
        close_account(user=person)
    if kind == "switched off":
        User.objects.filter(pk=person.pk).update(is_active=False)
print(json.dumps(tokens))
"""
MADE = 5  # links of each kind, asked in turn
UNKNOWN, CONTROL = "unknown", "control (malformed: not looked up)"
Times = dict[str, list[float]]


def ask(address: str, worker: int, token: str, passcode: str, place: int) -> float:
    """Press the button of a dead link; return the processor milliseconds that the answer took."""
    # The limit for a client's address is not what is measured: each request comes from another one.
    headers = {"X-Forwarded-For": f"10.{random.randrange(256)}.{place % 256}.7"}
    client = WebClient(address, headers=headers)
    before = cpu_of(worker)
    answer = client.post(f"/r/{token}/", {"passcode": passcode} if passcode else {})
    spent = 1000 * (cpu_of(worker) - before)
    assert answer.status == 404
    return spent


def measure(address: str, worker: int, made: dict[str, list[str]], passcode: str, rounds: int) -> Times:
    """Return the milliseconds of each kind of dead link, a number a round."""
    times: Times = {kind: [] for kind in (UNKNOWN, *made, CONTROL)}
    for place in range(rounds):
        tokens = {kind: every[place % len(every)] for kind, every in made.items()}
        tokens |= {UNKNOWN: secrets.token_urlsafe(32), CONTROL: secrets.token_urlsafe(30)}
        for kind in random.sample(list(times), len(times)):
            times[kind].append(ask(address, worker, tokens[kind], passcode, place))
    return times


def interval(differences: list[float]) -> tuple[float, float]:
    """Return the 99.5 % interval of the median by order statistics (normal approximation of the binomial)."""
    ordered, count = sorted(differences), len(differences)
    reach = 2.807 * count**0.5 / 2
    return ordered[max(0, int(count / 2 - reach))], ordered[min(count - 1, int(count / 2 + reach))]


def lines(times: Times, words: str) -> list[str]:
    """Return the rows of the table."""
    rows = []
    for kind, spent in times.items():
        differences = [one - other for one, other in zip(spent, times[UNKNOWN], strict=True)]
        low, high = interval(differences)
        middle = "" if kind == UNKNOWN else f"{median(differences):+.3f} | {low:+.3f} to {high:+.3f}"
        rows.append(f"| {kind}, {words} | {median(spent):.2f} | {middle or '|'} |")
    return rows


def main(rounds: int) -> None:
    """Start a site with dead links of each kind, measure, and print the table."""
    with site(MAKE_LINKS.format(made=MADE)) as (address, said, worker):
        made = json.loads(said.splitlines()[-1])
        for words, passcode in (("no passcode", ""), ("a passcode", "123456")):
            times = measure(address, worker, made, passcode, rounds)
            sys.stdout.write("\n".join([*lines(times, words), ""]))
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
