"""What is done inside one of the two sites, in a process of its own: fill it, count statements, profile.

`python -m tests.bench.inside TASK` reads JSON and writes JSON; the environment says which site.
"""

import cProfile
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

PASSWORD = "correct horse battery"
GAP = 6000  # days between a saver's last entry and today: each is saved for the first time once


def seed_bare(days: int) -> dict[str, Any]:
    """Make one person with days of eight scores."""
    from django.contrib.auth.models import User

    from tests.bench.bare.forms import NAMES
    from tests.bench.bare.models import Day, Score

    user = User.objects.create_user("reader@example.test", "reader@example.test", PASSWORD)
    today = date.today()
    made = Day.objects.bulk_create(
        Day(user=user, day=today - timedelta(days=ago), note="Slept well.") for ago in range(days)
    )
    Score.objects.bulk_create(Score(day=day, name=name, value=5) for day in made for name in NAMES)
    return {"email": "reader@example.test"}


def seed_site(sizes: dict[str, list[int]]) -> dict[str, Any]:
    """Make a reader and a saver for each size, {name: [days, items]}, with links of 90 days and of all."""
    return {
        name: {
            **_person(f"reader-{name}", days, items, 1),
            "saver": _person(f"saver-{name}", days, items, GAP),
            "links": {kind: _link(f"reader-{name}", kind) for kind in ("90", "all", "frozen")},
        }
        for name, (days, items) in sizes.items()
    }


def address(name: str) -> str:
    """Return an e-mail address for a name with blanks and commas in it."""
    return f"{name.replace(' ', '-').replace(',', '')}@example.test"


def _person(name: str, days: int, items: int, ago: int) -> dict[str, Any]:
    from django.utils import timezone

    from tests import factories
    from tests.large import big_patient

    patient = factories.patient(address(name), name="Alice Example")
    today = patient.journal_day(timezone.now())
    big_patient(patient, days=days, items=items, last=today - timedelta(days=ago))
    rated = {f"item_{item.pk}": item.high for item in patient.items.all()}
    return {"email": patient.email, "items": rated, "dose": f"dose_{patient.medicines.get().pk}_1"}


def _link(name: str, period: str) -> str:
    from django.utils import timezone

    from accounts.models import User
    from reports.actions import make_share
    from reports.models import PeriodKind, Share

    patient, now = User.objects.get(email=address(name)), timezone.now()
    today = patient.journal_day(now)
    days = {"period": PeriodKind.DATES, "first_day": today - timedelta(days=89), "last_day": today}
    made = make_share(
        patient=patient,
        share=Share(
            label="Visit",
            is_frozen=period == "frozen",
            **(days if period == "90" else {"period": PeriodKind.ALL}),
        ),
        form_key=f"{period:x<22}",
        items=patient.items.all(),
        now=now,
        expires_at=now + timedelta(days=30),
    )
    assert made is not None
    return made.token


def statements(requests: list[dict[str, Any]]) -> list[int]:
    """Return how many statements each request executes, the session's and the user's included."""
    from tests.statements import count_statements

    counts = []
    for each in requests:
        _ask(each, 0)  # what a worker does once
        with count_statements() as counted:
            _ask(each, 1)
        counts.append(len(counted))
    return counts


def _ask(each: dict[str, Any], turn: int) -> None:
    """Send one request; a save goes to another day each turn."""
    from django.test import Client

    client = Client(headers={"host": each["host"], "accept-encoding": "gzip"})
    client.cookies.load(each["cookies"])
    path, fields = each["turns"][turn % len(each["turns"])]
    answer = client.get(path) if fields is None else client.post(path, fields)
    assert answer.status_code == each["status"], (path, answer.status_code)


AREAS = {
    "django/template": "templates",
    "django/forms": "forms",
    "django/db": "database layer",
    "sqlite3": "database layer",
    "psycopg": "database layer",
    "django/contrib/sessions": "session and user",
    "django/contrib/auth": "session and user",
    "allauth": "allauth",
    "crispy": "crispy forms",
    "journal": "the journal's own code",
    "reports": "the report's own code",
    "accounts": "the account's own code",
    "gzip": "compression",
}


def profile(each: dict[str, Any]) -> dict[str, float]:
    """Return the share of the time of one request by area, in percent; a built-in counts where it was called."""
    for turn in range(2):
        _ask(each, turn)
    profiler = cProfile.Profile()
    profiler.enable()
    for turn in range(2, 8):
        _ask(each, turn)
    profiler.disable()
    times: Counter[str] = Counter()
    for entry in profiler.getstats():
        if not isinstance(entry.code, str):
            times[_area(entry.code.co_filename)] += entry.inlinetime
            for called in entry.calls or ():
                if isinstance(called.code, str):
                    times[_area(entry.code.co_filename)] += called.inlinetime
    total = sum(times.values())
    return {area: round(100 * spent / total, 1) for area, spent in times.most_common()}


def _area(filename: str) -> str:
    short = filename.replace(os.getcwd(), "").split("site-packages/")[-1].lstrip("/")
    return next((area for start, area in AREAS.items() if short.startswith(start) or f"/{start}." in short), "the rest")


def static_pdf(given: tuple[str, int]) -> list[float]:
    """Return the processor ms of each of so many PDFs by WeasyPrint alone, of a page that is a fixed text."""
    from reports import pdf_drawing

    page, rounds = given
    pdf_drawing.draw(page, "A4")
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        pdf_drawing.draw(page, "A4")
        spent.append(1000 * (time.process_time() - began))
    return spent


TASKS: dict[str, Callable[[Any], Any]] = {
    "seed-bare": seed_bare,
    "seed-site": seed_site,
    "statements": statements,
    "profile": profile,
    "static-pdf": static_pdf,
}

if __name__ == "__main__":
    django.setup()
    json.dump(TASKS[sys.argv[1]](json.load(sys.stdin)), sys.stdout)
