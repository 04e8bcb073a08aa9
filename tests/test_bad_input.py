"""Every field of every form against everything bad: a clear refusal, nothing half saved, nobody else touched.

The walk finds the forms by itself: a new form is in it on the day it is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from accounts import invitations
from accounts.models import EditorInvitation, User
from journal.day_state import DayState, to_json
from journal.models import Reminders
from tests import factories, site_map
from tests.devices import Device
from tests.form_walk import PASSWORD, Found, Visitor, fresh, place_of, wrong_fields
from tests.html_forms import Field
from tests.records import Snapshot, snapshot
from tests.reports.links import link

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
# Two days that fit the steps there are cannot be found by trying: tests/journal/test_pauses.py has such answers.
UNGUESSABLE = {"journal:was_paused"}
SHARDS = 2  # each a process of its own on two cores
_never: set[site_map.Pair] = set()  # of Alice, who has the same rows in each of these tests
REFUSED = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_CONTENT,
    HTTPStatus.TOO_MANY_REQUESTS,
)
DONE = (HTTPStatus.CREATED, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
# Today's form is posted to the day it shows; the two of a gap stand there only after empty days (tests/journal/test_gaps.py),
# that of "Show on my phone" only where a link was just made (tests/reports/test_prepare.py).
POSTED_ELSEWHERE = {"journal:today", "journal:gap", "journal:gap_undo", "reports:show"}
BAD = {
    "not sent": [],
    "empty": [""],
    "blank": [" \t\r\n "],
    "too long": ["x" * 10_000],
    "too many digits": ["9" * 5_000],
    "NUL": ["a\0b"],
    "control characters": ["\x01\x1b\x7f\x85"],
    "emoji": ["\U0001f468\u200d\U0001f469\u200d\U0001f467"],
    "right to left": ["\u202e\u200fabc"],
    "NaN": ["NaN"],
    "Infinity": ["Infinity"],
    "1e309": ["1e309"],
    "negative": ["-1"],
    "very big": [str(2**63)],
    "foreign digits": ["٣"],
    "first date": ["0001-01-01"],
    "last date": ["9999-12-31"],
    "formula": ["=1+1"],
    "script": ["<script>alert(1)</script>"],
    "not a choice": ["no-such-choice"],
}
# Where the page offers choices, what is sent is looked up among them: one of each sort is enough.
BAD_CHOICES = (
    "not sent", "empty", "too long", "too many digits", "NUL", "emoji", "NaN", "very big", "foreign digits", "not a choice",
)  # fmt: skip
CHOICES = ("radio", "checkbox", "select")
# What one database may take otherwise than the other; the rest is refused, or kept, before it comes to either.
BAD_FOR_A_DATABASE = (
    "not sent", "empty", "too long", "NUL", "control characters", "emoji", "NaN", "very big", "first date", "last date",
)  # fmt: skip


@dataclass
class Cast:
    """Alice with data of every kind, Charlie with the same, Dana with none, and the link to Alice's report.

    Fay has typed her password and still has the second step before her. Each person's browser and device.
    """

    alice: User
    charlie: User
    newcomer: User
    halfway: User
    token: str
    clients: dict[User, Client]
    devices: dict[User, Device]


def full_patient(email: str) -> tuple[User, str]:
    """Return a patient with rows of every kind, and the token of their link."""
    patient = factories.patient(email, name=f"{email.split('@')[0].title()} Example")
    patient.emailaddress_set.update(verified=True)
    ldn = factories.ldn(patient)
    factories.step(ldn, date(2026, 11, 1))
    factories.dose(ldn, DAY, time=time(20))
    other = factories.ldn(patient, name="Vitamin D", is_ldn=False, position=1)
    factories.step(other, date(2026, 11, 1), 800_000, unit="IU", hours="")
    # This one asks whether it happened; of several ids the lowest is tried first.
    factories.step(other, date(2026, 11, 19), 900_000, unit="IU", confirmed=False, id=1_000_000 + patient.pk)
    other.batches.create(patient=patient, opened=date(2026, 11, 1))
    items = [factories.target(patient), factories.target(patient, "Fatigue", 2), factories.side_effect(patient)]
    factories.check_in(patient, DAY, dict.fromkeys(items[:2], 2), note="A note")
    patient.day_versions.create(day=DAY, version=0, state=to_json(DayState(note="Before")))
    patient.overall_changes.create(day=DAY, value=3)
    Reminders.objects.create(patient=patient, calendar_digest=f"{patient.pk:064x}")
    patient.events.create(day=DAY, kind="travel", text="Away")
    patient.visits.create(day=date(2026, 11, 10), text="Review")
    patient.notices.create(rule="side_effect", subject=items[2].pk, since=DAY, told_on=DAY)
    return patient, link(patient).token


@pytest.fixture
def cast(db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    with time_machine.travel(NOW, tick=False):
        charlie, _ = full_patient("charlie@example.test")
        alice, token = full_patient("alice@example.test")
        # One token opens both of what is opened by a token.
        EditorInvitation.objects.create(
            email="fina@example.test", token_digest=invitations.digest(token), expires_at=NOW + invitations.VALID
        )
        newcomer, halfway = (factories.patient(f"{name}@example.test") for name in ("dana", "fay"))
        for patient in (alice, charlie):
            signed_in(patient)  # on another device
        clients = {patient: signed_in(patient) for patient in (alice, newcomer)}
        devices = {patient: Device(patient) for patient in (alice, charlie, halfway)}
        clients[halfway] = signed_in(halfway)
        yield Cast(alice, charlie, newcomer, halfway, token, clients, devices)


def signed_in(patient: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": patient.email, "password": PASSWORD})
    assert "session" in client.cookies
    return client


def visitors(cast: Cast) -> Iterator[Visitor]:
    """Yield who walks the site: a patient, a newcomer who has nothing yet, one half-way in, a stranger with a link."""
    alice, newcomer, halfway = cast.alice, cast.newcomer, cast.halfway
    yield Visitor(cast.clients[alice], alice, day=DAY, token=cast.token, knows=cast.devices[alice].knows, never=_never)
    yield Visitor(cast.clients[newcomer], newcomer, day=DAY, token=cast.token, knows=Device(newcomer, has=False).knows)
    yield Visitor(cast.clients[halfway], None, day=DAY, token=cast.token, knows=cast.devices[halfway].knows)
    yield Visitor(Client(), None, day=DAY, token=cast.token)


def walk(cast: Cast) -> list[tuple[Visitor, Found]]:
    """Return every form once, with the visitor who met it first."""
    met = {}
    for visitor in visitors(cast):
        for found in visitor.forms():
            if found.key not in met or (found.accepted and not met[found.key][1].accepted):
                met[found.key] = (visitor, found)
    return list(met.values())


def bad_values(each: Field, good: list[str], charlies: list[str]) -> dict[str, list[str]]:
    """Return what to put into a field: everything bad, the good answer twice, and ids of Charlie's."""
    titles = set(BAD_CHOICES) if each.kind in CHOICES else set(BAD)
    if connection.vendor == "postgresql":  # SQLite has the rest; a choice is looked up before the database is asked
        titles &= {"not sent", "NUL"} if each.kind in CHOICES else set(BAD_FOR_A_DATABASE)
    bad = {title: values for title, values in BAD.items() if title in titles}
    return bad | {"a list": [*(good or ["x"]), "another"]} | {f"Charlie's {pk}": [pk] for pk in charlies}


class Ids:
    """Which of Charlie's ids stand for which of Alice's: those of the same kind of row."""

    def __init__(self, cast: Cast) -> None:
        theirs = site_map.own_ids(cast.charlie)
        self.others = {
            str(mine): str(theirs[kind][0]) for kind, ids in site_map.own_ids(cast.alice).items() for mine in ids
        }
        self.some = next(iter(self.others.values()))

    def for_field(self, each: Field) -> list[str]:
        """Return Charlie's ids of the kinds that the field offers, or any one."""
        offered = {self.others[value] for value in (*each.options, *each.chosen) if value in self.others}
        return sorted(offered) or [self.some]

    def swapped(self, text: str) -> str:
        """Return a name or an address with Charlie's ids for Alice's, "" when it holds none."""
        new = re.sub(r"(?<![\w-])\d+(?![\w-])|(?<=_)\d+", lambda got: self.others.get(got[0], got[0]), text)
        return new if new != text else ""


class Attack:
    """Bad posts to one form, each taken back; what went wrong is collected."""

    def __init__(self, visitor: Visitor, found: Found, cast: Cast, done: set[tuple[str, str]]) -> None:
        self.visitor, self.found, self.cast, self.done = visitor, found, cast, done
        self.ids = Ids(cast)
        self.before, self.theirs = snapshot(), snapshot(cast.charlie)
        self.wrong: list[str] = []

    def run(self) -> list[str]:
        """Return a line for each bad post that was answered wrongly."""
        for name, each in self.found.form.fields.items():
            sort = (self.found.place, re.sub(r"\d+", "#", name))
            if sort in self.done:
                continue  # the same field of another row, or of the same page in another state
            self.done.add(sort)
            good = self.found.answers.get(name, [])
            for title, values in bad_values(each, good, self.ids.for_field(each)).items():
                self._post(f"{name} {title}", self._with(name, values))
            if renamed := self.ids.swapped(name):
                self._post(f"{name} of Charlie", self._with(renamed, good or ["1"]))
        if self.visitor.patient == self.cast.alice and (address := self.ids.swapped(self.found.address)):
            self._post("address of Charlie", self.found.answers, theirs=address)
        return self.wrong

    def _with(self, name: str, values: list[str]) -> dict[str, list[str]]:
        others = {key: value for key, value in self.found.answers.items() if key != name}
        return others | ({name: values} if values else {})

    def _post(self, title: str, answers: dict[str, list[str]], theirs: str = "") -> None:
        """Post to where the form goes, or to an address of Charlie's."""
        with transaction.atomic():
            try:
                now = self.visitor.arrive(self.found)
                before = snapshot() if self.found.before else self.before
                answers = fresh(answers, self.found.form, now.form)
                answer = self.visitor.post(theirs or now.address, answers, now.form)
                complaint = self._complaint(answer, bool(theirs)) or self._traces(answer, before)
            except Exception as error:
                complaint = f"500: {error!r}"[:300]
            transaction.set_rollback(True)
        self.visitor.restart()
        if complaint:
            self.wrong.append(f"{self.found.place} {title}: {complaint}")

    def _complaint(self, answer: HttpResponse, is_theirs: bool) -> str:
        """Return what is wrong with the status or the page."""
        status, wrong = answer.status_code, wrong_fields(answer)
        if is_theirs:
            return "" if status == HTTPStatus.NOT_FOUND else f"{status}, expected 404"
        if status in DONE or status in REFUSED:
            silent = status == HTTPStatus.UNPROCESSABLE_CONTENT and not re.search(r"<title>\s*Error: ", answer.text)
            return "422 whose title does not say Error:" if silent else ""
        return "" if status == HTTPStatus.OK and wrong is None else f"{status}"

    def _traces(self, answer: HttpResponse, before: Snapshot) -> str:
        """Return what changed that must not."""
        refused = answer.status_code in REFUSED or wrong_fields(answer) is not None
        if refused and (after := snapshot()) != before:
            return f"refused, and changed {[table for table in after if after[table] != before.get(table)]}"
        if snapshot(self.cast.charlie) != self.theirs:
            return "changed a row of Charlie's"
        return ""


@pytest.mark.parametrize("shard", range(SHARDS))
def test_bad_input_is_refused_and_leaves_no_trace(cast, shard):
    forms_met = sorted(walk(cast), key=lambda met: met[1].key)
    places = sorted({found.place for _, found in forms_met})[shard::SHARDS]
    done: set[tuple[str, str]] = set()
    assert [line for met in forms_met if met[1].place in places for line in Attack(*met, cast, done).run()] == []


def test_walk_meets_every_form_with_its_token_and_answers_that_it_accepts(cast):
    met = [found for _, found in walk(cast)]
    assert [found.key for found in met if not found.accepted and found.place not in UNGUESSABLE] == []
    assert {found.place for found in met if not found.form.has_token} == {"share:report", "share:close"}
    places = {found.place for found in met} | POSTED_ELSEWHERE
    visitor = next(visitors(cast))
    addresses = site_map.addresses_of(visitor.client, cast.alice, day=DAY, token=cast.token)
    rest = {name: at for name, at in addresses.items() if {name, place_of(at)}.isdisjoint(places)}
    rest = {name: at for name, at in rest.items() if not name.startswith("account_")}
    assert [name for name, address in rest.items() if takes_a_post(visitor, address)] == []


def takes_a_post(visitor: Visitor, address: str) -> bool:
    with transaction.atomic():
        status = visitor.post(address, {}).status_code
        transaction.set_rollback(True)
    visitor.restart()
    return status not in (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND)


@pytest.fixture
def broken_site(cast, settings, signed_in):
    settings.ROOT_URLCONF = "tests.broken_urls"
    visitor = Visitor(signed_in(cast.alice), cast.alice, day=DAY, token=cast.token)
    return {found.place: Attack(visitor, found, cast, set()).run() for found in visitor.forms()}


def test_a_view_that_fails_is_found(broken_site):
    assert (
        "crashes number NaN: 500: ValueError(\"invalid literal for int() with base 10: 'NaN'\")"
        in broken_site["crashes"]
    )


def test_a_view_that_saves_half_before_it_refuses_is_found(broken_site):
    assert "saves_half number empty: refused, and changed ['journal.Event']" in broken_site["saves_half"]


def test_a_view_that_trusts_a_posted_id_is_found(broken_site):
    (line,) = broken_site["trusts_ids"]
    assert re.fullmatch(r"trusts_ids event Charlie's \d+: changed a row of Charlie's", line)


def test_a_view_that_finds_rows_of_others_is_found(broken_site):
    assert broken_site["finds_others"] == ["finds_others address of Charlie: 302, expected 404"]


def test_a_refusal_without_words_is_found(broken_site):
    assert "is_silent number empty: 422 whose title does not say Error:" in broken_site["is_silent"]
    assert "answers_200 number empty: 200" in broken_site["answers_200"]


def test_a_view_that_does_all_well_passes(broken_site):
    assert broken_site["is_fine"] == []
