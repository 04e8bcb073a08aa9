"""Patients for browser tests: made and signed in by one command beside the site, as the site keeps them.

`make` runs in the site's own environment (`manage.py shell`), `signed_in` in the test's.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import BrowserContext

from tests.browser.days import PLACE
from tests.browser.site import manage

BACKEND = "django.contrib.auth.backends.ModelBackend"
COMMAND = "from tests.browser.people import make; make({names!r}, {zone!r})"
SIDE_EFFECTS = ("Vivid dreams", "Headache", "Nausea", "Trouble sleeping")
NAMES = (
    "drafts",
    "other",
    "ordinary",
    "bad day",
    "busy",
    "keyboard",
    "no script",
    "narrow",
    "scales",
    "weight",
    "chart",
    "paper",
)
MORNINGS = ("the night before", "still ahead")  # it is nine for them, and their dose is one for the night
STEPS = ("steps light", "steps dark", "steps no script")
LEAVING = ("signs out", "the header", "the script")
COLUMNS = {"one step": 1, "two steps": 2, "three steps": 3, "four steps": 4}  # of the table by dose step


def morning_zone() -> str:
    """Return a zone in which it is about nine in the morning."""
    ahead = (9 - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


def make(names: list[str], zone: str) -> None:
    """Make a patient of each name, a year into LDN, with yesterday logged; write their session keys as JSON."""
    from django.utils import timezone

    from accounts.models import User  # the site's process alone has its models
    from journal.models import Item
    from tests import factories

    keys = {}
    for number, name in enumerate(names):
        place, hour = (morning_zone(), "21:00") if name in MORNINGS else (zone, "08:00")
        patient = factories.patient(f"browser{number}@example.test", name="Robin Example", time_zone=place)
        yesterday = patient.journal_day(timezone.now()) - timedelta(days=1)
        medicine = factories.ldn(patient)
        factories.step(medicine, yesterday - timedelta(days=365), hours=hour, kind="start")
        for number_of_step in range(1, COLUMNS.get(name, 1)):
            factories.step(medicine, yesterday - timedelta(days=60 * number_of_step), 4500 + 500 * number_of_step)
        first = factories.target(patient, "Widespread pain", position=0)
        factories.target(patient, "Fatigue", rank=2, position=1)
        for position, well in enumerate(("Sleep quality", "Mood", "Energy"), start=2):
            Item.objects.create(patient=patient, name=well, group="wellbeing", lower_is_better=False, position=position)
        effects = [factories.side_effect(patient, each, position=5 + at) for at, each in enumerate(SIDE_EFFECTS)]
        given = {first: 6} | {each: 1 if each.name == "Headache" else 0 for each in effects}
        factories.check_in(patient, yesterday, given)
        factories.check_in(patient, yesterday - timedelta(days=30), dict.fromkeys([first, *effects], 0))
        if name not in MORNINGS:
            factories.dose(medicine, yesterday)
        if name in STEPS:
            factories.dose(medicine, yesterday - timedelta(days=365))  # without one there is no gap to ask about
        if name == "scales":
            Item.objects.create(patient=patient, name="Outlook", group="other", low=-3, high=0, position=9)
            Item.objects.create(patient=patient, name="Steps in hundreds", group="other", high=100, position=10)
        keys[name] = _session(patient)
    assert User.objects.count() >= len(names)
    sys.stdout.write(json.dumps(keys))


def _session(patient) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(patient.pk), BACKEND
    session[HASH_SESSION_KEY] = patient.get_session_auth_hash()
    session.create()
    return session.session_key


def made(env: dict[str, str]) -> dict[str, str]:
    """Return the session key of each patient, by name."""
    names = (*NAMES, *MORNINGS, *LEAVING, *STEPS, *COLUMNS)
    said = manage(env, "shell", "--no-imports", "-c", COMMAND.format(names=names, zone=PLACE))
    return json.loads(said.splitlines()[-1])


def signed_in(context: BrowserContext, site: str, key: str) -> BrowserContext:
    """Return the context with a patient signed in."""
    context.add_cookies([{"name": "session", "value": key, "url": site, "httpOnly": True, "sameSite": "Lax"}])
    return context
