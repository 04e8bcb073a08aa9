"""Measure whether the time of an answer tells what a link died of, or that it ever was.

    .venv/bin/python -m tests.dead_link_timing [ROUNDS]                        # SQLite
    bin/with-postgresql .venv/bin/python -m tests.dead_link_timing [ROUNDS]    # PostgreSQL

A real server is asked in rounds: one link of each kind, each asked once, in changing order. It prints the rows of
the table in docs/security.md, "Dead links take the same time": each kind's median, and the median of its differences
from the unknown link of the same round with an interval (by order statistics: nothing is assumed about how times are
spread; 99.5 %, so that the ten of a run hold together at 95 %). The interval of the control, which looks nothing up, must leave out zero. No test asserts it: that the
work is the same is a test (tests/reports/test_openings.py).
"""

import json
import random
import secrets
import sys
import time
from statistics import median

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
    tokens[kind] = [link(person, guarded=True, items=[]).token for _ in range({count})]
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
UNKNOWN, CONTROL = "unknown", "control (malformed: not looked up)"
Times = dict[str, list[float]]


def ask(address: str, token: str, passcode: str, place: int) -> float:
    """Press the button of a dead link; return the milliseconds it took."""
    # The limit for a client's address is not what is measured: each request comes from another one.
    headers = {"X-Forwarded-For": f"10.{random.randrange(256)}.{place % 256}.7"}
    client = WebClient(address, headers=headers)
    start = time.perf_counter()
    answer = client.post(f"/r/{token}/", {"passcode": passcode} if passcode else {})
    spent = 1000 * (time.perf_counter() - start)
    assert answer.status == 404
    return spent


def measure(address: str, tokens: dict[str, list[str]], passcode: str) -> Times:
    """Return the milliseconds of each kind of dead link, a number a round."""
    times: Times = {kind: [] for kind in tokens}
    for place in range(len(tokens[UNKNOWN])):
        for kind in random.sample(list(tokens), len(tokens)):
            times[kind].append(ask(address, tokens[kind][place], passcode, place))
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
    count = 2 * rounds
    with site(MAKE_LINKS.format(count=count)) as (address, said):
        made = {UNKNOWN: [secrets.token_urlsafe(32) for _ in range(count)], **json.loads(said.splitlines()[-1])}
        made[CONTROL] = [secrets.token_urlsafe(30) for _ in range(count)]
        for words, passcode, part in (
            ("no passcode", "", slice(rounds)),
            ("a passcode", "123456", slice(rounds, None)),
        ):
            times = measure(address, {kind: tokens[part] for kind, tokens in made.items()}, passcode)
            sys.stdout.write("\n".join([*lines(times, words), ""]))
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
