"""People with rows of every kind, so that every address of the site shows something.

`make` runs in the site's own environment (`manage.py shell`), the rest in the test's.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page

from tests.browser.site import manage

COMMAND = "from tests.browser.everything import make; make()"


@dataclass(frozen=True)
class People:
    """A patient and an editor: their session keys; what the patient's addresses may hold."""

    patient: str
    editor: str
    values: list[str]


def make() -> None:
    """Make the patient of the permission tests, an editor and an invitation; write how to be them as JSON."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts import invitations
    from accounts.models import EditorInvitation
    from tests.permissions.cast import DAY, planted_token
    from tests.permissions.people import person, plant, session_of
    from tests.site_map import own_ids

    patient, editor = plant(2), person(5, is_staff=True)
    token = planted_token(4)
    ends = timezone.now() + timedelta(hours=1)
    EditorInvitation.objects.create(
        email="invited@example.test", token_digest=invitations.digest(token), expires_at=ends
    )
    session_of(patient)  # another device
    ids = [str(each) for rows in own_ids(patient).values() for each in rows[:2]]
    made = {"patient": fresh(session_of(patient)), "editor": fresh(session_of(editor))}
    sys.stdout.write(json.dumps({**made, "values": [DAY.isoformat(), *ids, planted_token(2), token]}))


def fresh(key: str) -> str:
    """Return the session; its password counts as just typed for a day: on a slow machine the walks take ten minutes."""
    import time
    from importlib import import_module

    from django.conf import settings

    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 24 * 3600}]
    session.save()
    return key


def made(env: dict[str, str]) -> People:
    """Return the people, just signed in."""
    said = manage(env, "shell", "--no-imports", "-c", COMMAND)
    return People(**json.loads(said.splitlines()[-1]))


def pages(page: Page, site: str, values: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every page that whoever is signed in can look at, without looking yet."""
    from tests.site_map import places

    for place in places():
        for address in _addresses(place, values):
            answer = page.request.get(site + address, max_redirects=0)
            if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                yield place.name, address
                break


def _addresses(place, values: list[str]) -> Iterator[str]:
    from django.urls import NoReverseMatch

    if not place.arguments:
        yield place.address([])
        return
    for value in (date.fromisoformat(values[0]), *values[1:]):
        try:
            yield place.address([value] * len(place.arguments))
        except (NoReverseMatch, AttributeError):  # this value does not fit the address
            continue
