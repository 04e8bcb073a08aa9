"""Walk the site once as everybody who meets forms of their own, and keep what was found in A's words."""

import os
import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.test import Client

from accounts.models import User
from journal.models import Item, WaitingImport
from tests import site_map
from tests.form_walk import Found, Visitor
from tests.permissions.cast import DAY, planted_id, planted_token
from tests.permissions.people import Cast
from tests.permissions.probes import Data
from tests.permissions.table import pattern_of
from tests.site_map import Place

WALKERS = ("A", "newcomer", "stranger")
DIGEST = re.compile(r"(?<=\d)\.[0-9a-f]{16,}\Z")


@dataclass(frozen=True)
class FormAnswers:
    """A form with answers that it accepts."""

    address: str
    data: Data


@dataclass
class Walked:
    """places: every address. ids: by address the ids of A's rows that it is about. forms: by address."""

    places: list[Place]
    ids: dict[str, list[int]] = field(default_factory=dict)
    forms: dict[str, list[FormAnswers]] = field(default_factory=dict)
    more_addresses: dict[str, list[str]] = field(default_factory=dict)


def walked_once(cast: Cast) -> Walked:
    """Return what an earlier process found, else walk, and keep it in the file that WALKED names, if it names one.

    bin/test names one for its runs on both databases: a walk is 4,000 requests, and the pages are the same on either.
    """
    name = os.environ.get("WALKED")
    if name and Path(name).exists():
        return Walked(every_place(), *pickle.loads(Path(name).read_bytes()))
    walked = walk(cast)
    if name:
        begun = Path(f"{name}.{os.getpid()}")
        begun.write_bytes(pickle.dumps((walked.ids, walked.forms, walked.more_addresses)))
        begun.replace(name)  # whole or not at all: another process may look
    return walked


def walk(cast: Cast) -> Walked:
    """Return what there is to be asked for."""
    walked = Walked(every_place())
    client = client_of(cast, "A")
    for place in walked.places:
        if place.arguments == ("pk",):
            walked.ids[place.name] = list(_ids(client, place, cast.people["A"]))
            assert walked.ids[place.name], f"no row of A's is found at {place.name}"
    for name in WALKERS:
        visitor = Visitor(client_of(cast, name), cast.people.get(name), day=DAY, token=planted_token(1))
        for found in visitor.forms():
            _keep(walked, found)
    assert str(planted_id(1, WaitingImport)) in str(walked.forms["journal:import_preview"]), "A's file does not open"
    walked.forms["journal:undo"] = [FormAnswers(f"/journal/{DAY}/undo/", (("version", ("1",)),))]
    chosen = tuple((name, ("another long pass phrase",)) for name in ("password1", "password2"))
    walked.forms["accounts:invitation"] = [FormAnswers(f"/accounts/invitation/{planted_token(1)}/", chosen)]
    # Two forms that a walk does not meet: another scale for an item, and a day saved over what was there.
    for name, changed, value in (("journal:item", "high", "9"), ("journal:check_in", "version", "1")):
        form = walked.forms[name][0]
        data = tuple((key, (value,) if key == changed else values) for key, values in form.data)
        walked.forms[name].append(FormAnswers(form.address.replace("2026-11-21", f"{DAY}"), data))
    resting = f"/journal/items/{planted_id(1, Item, 5)}/rest/"
    walked.forms["journal:item_rest"].append(FormAnswers(resting, (("resting", ("no",)),)))  # asks for a place
    walked.more_addresses["share:dead"] = ["/r/x/y/", f"/r/{planted_token(1)}/x/"]
    return walked


def every_place() -> list[Place]:
    """Return every address, once: under two names the first of them answers."""
    return list({pattern_of(place): place for place in reversed(site_map.places(left_out=()))}.values())[::-1]


def client_of(cast: Cast, name: str) -> Client:
    """Return a test client with the cookies of a role."""
    client = Client()
    for pair in cast.cookies[name].split("; "):
        key, value = pair.split("=", 1)
        client.cookies[key] = value
    return client


def _ids(client: Client, place: Place, patient: User) -> Iterator[int]:
    """Yield the patient's own ids that the address is about: of a kind of row all, or those of them that it takes."""
    own = site_map.own_ids(patient) | {User._meta.label: [patient.pk]}
    for rows in own.values():
        if _is_about(client, place.address(rows[:1] or [0])):
            yield from (pk for pk in rows if _is_about(client, place.address([pk])))


def _is_about(client: Client, address: str) -> bool:
    if client.get(address).status_code not in (404, 405):
        return True
    with transaction.atomic():
        found = client.post(address).status_code not in (404, 405)
        transaction.set_rollback(True)
    return found


def _keep(walked: Walked, found: Found) -> None:
    if found.before is not None and found.place in walked.forms:
        return
    data = tuple((name, tuple(DIGEST.sub("", value) for value in values)) for name, values in found.answers.items())
    kept = walked.forms.setdefault(found.place, [])
    form = FormAnswers(found.address, data)
    if form.data not in [each.data for each in kept]:
        kept.append(form)
