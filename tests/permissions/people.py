"""The people: three patients with rows of every kind, and everybody else who may come, signed in."""

import time as clock
import zlib
from dataclasses import dataclass
from datetime import date, time, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.models import EditorInvitation, User
from accounts.sealing import seal
from accounts.staff import editors
from journal.day_state import DayState, DoseEntry, to_json
from journal.models import (
    Batch,
    CheckIn,
    DayVersion,
    Diary,
    Dose,
    DoseStep,
    Event,
    Item,
    Medicine,
    Notice,
    OverallChange,
    Rating,
    Reminders,
    Visit,
    WaitingImport,
)
from journal.models.items import Group
from reports.actions import revoke_share
from reports.models import PeriodKind, Share
from reports.tokens import digest
from tests import factories
from tests.devices import Device
from tests.permissions.cast import (
    AHEAD,
    COMMON,
    CSRF,
    DAY,
    HIDDEN,
    MAIL,
    MANY_LINKS,
    PATIENTS,
    PEOPLE,
    WORDS,
    planted_id,
    planted_token,
)
from tests.reports.links import opened


@dataclass
class Cast:
    """The people, and what each role sends as its Cookie header."""

    people: dict[str, User]
    cookies: dict[str, str]


def plant(owner: int) -> User:
    """Return a patient with rows of every kind."""
    word = WORDS[owner]
    patient = person(owner, name=f"{word} name", birth_date=date(1930 + owner, owner, 10 + owner))
    patient.emailaddress_set.create(email=f"{MAIL[owner]}.new@example.test", verified=False)
    medicines = _plant_medicines(patient, owner, word)
    items = _plant_items(patient, owner, word)
    _plant_days(patient, owner, word, medicines[0], items)
    for number, kind in ((1, "travel"), (2, "other")):
        day = date(2026, 11, 10 + owner + number)
        patient.events.create(id=planted_id(owner, Event, number), day=day, kind=kind, text=f"{word} event {number}")
        day = date(2026, 11, 3 + owner) if number == 1 else date(2027, 1, 20 - owner)
        patient.visits.create(id=planted_id(owner, Visit, number), day=day, text=f"{word} visit {number}")
    since = date(2026, 11, 2 + owner)
    Notice.objects.create(
        id=planted_id(owner, Notice),
        patient=patient,
        rule="side_effect",
        subject=str(items[2].pk),
        since=since,
        told_on=DAY,
    )
    _plant_file(patient, owner, word)
    for number, state in ((1, "live"), (2, "dead")):
        _plant_link(patient, owner, number, planted_token(owner, state), items)
    for number in range(3, 3 + MANY_LINKS if owner == 3 else 0):
        _plant_link(patient, owner, number, f"{number}".rjust(43, "x"), items)
    Diary.objects.create(
        patient=patient, weekly=owner == 3, week_ends_on=owner, gap_answered_until=date(2026, 6, owner)
    )
    Reminders.objects.create(patient=patient, hour=10 + owner, calendar_digest=f"{owner:064x}")
    return patient


def person(owner: int, **fields: object) -> User:
    """Return somebody who can sign in."""
    made = factories.patient(f"{MAIL[owner]}@example.test", id=planted_id(owner, User), **fields)
    made.emailaddress_set.update(verified=True)
    if owner != PEOPLE["newcomer"]:
        _plant_passkey(owner, made)
    return made


def _plant_passkey(owner: int, somebody: User) -> None:
    """Give them a passkey and recovery codes."""
    Device(somebody)
    rows = {row.type: row for row in somebody.authenticator_set.all()}
    somebody.authenticator_set.all().delete()
    rows["webauthn"].data["name"] = f"{WORDS[owner]} phone"
    for number, kind in enumerate(("webauthn", "recovery_codes"), start=1):
        rows[kind].pk = planted_id(owner, Authenticator, number)
        rows[kind].save(force_insert=True)


def _plant_medicines(patient: User, owner: int, word: str) -> list[Medicine]:
    first = factories.ldn(
        patient,
        id=planted_id(owner, Medicine, 1),
        name=f"{word} naltrexone",
        pharmacy=f"{word} pharmacy",
        reason_words=f"{word} reason",
        strength=7_090 + 100 * owner + owner,
    )
    second = factories.ldn(patient, id=planted_id(owner, Medicine, 2), name=f"{word} vitamin", is_ldn=False, position=1)
    name = COMMON.format("cure", owner % 3 + 1)
    factories.ldn(patient, id=planted_id(owner, Medicine, 3), name=name, is_ldn=False, position=2 * owner)
    amount = 3_070 + 101 * owner
    start = date(2026, 10, 28) - timedelta(days=owner)
    factories.step(first, start, amount, id=planted_id(owner, DoseStep, 1), reason=f"{word} step")
    later = date(2026, 11, 9) + timedelta(days=owner)
    factories.step(first, later, amount + 1_000, id=planted_id(owner, DoseStep, 2), reason=f"{word} more")
    vitamin = 801_000 + 10_000 * owner + 100 * owner
    factories.step(second, start, vitamin, id=planted_id(owner, DoseStep, 3), unit="IU", hours="")
    waiting = {"id": planted_id(owner, DoseStep, 4), "confirmed": False, "reason": f"{word} plan"}
    factories.step(second, later, vitamin + 1_000, unit="IU", hours="", **waiting)
    patient.batches.create(
        id=planted_id(owner, Batch),
        medicine=first,
        opened=start,
        number=f"{word} batch",
        pharmacy=f"{word} chemist",
        strength=9_010 + 100 * owner + owner,
    )
    for number in range(owner):
        day = DAY - timedelta(days=number)
        pk = planted_id(owner, Dose, number + 1)
        factories.dose(first, day, id=pk, time=time(20, 10 + owner), amount=amount, reason=f"{word} dose")
    return [first, second]


def _plant_items(patient: User, owner: int, word: str) -> list[Item]:
    def pk(number: int) -> int:
        return planted_id(owner, Item, number)

    return [
        factories.target(patient, f"{word} pain", 1, id=pk(1), position=0),
        factories.target(patient, f"{word} fatigue", 2, id=pk(2), position=1),
        factories.side_effect(patient, f"{word} headache", id=pk(3), position=2),
        Item.objects.create(patient=patient, name=f"{word} {HIDDEN} wine", group=Group.CRAVING, id=pk(4), position=3),
        Item.objects.create(
            patient=patient, name=f"{word} {HIDDEN} item", group=Group.OTHER, id=pk(5), position=4, resting=True
        ),
        Item.objects.create(
            patient=patient,
            name=COMMON.format("ache", owner % 3 + 1),
            group=Group.OTHER,
            id=pk(6),
            position=4 + owner,
        ),
    ]


def _plant_days(patient: User, owner: int, word: str, medicine: Medicine, items: list[Item]) -> None:
    """Log as many days as the patient's number says, the newest on DAY; the third patient rates nothing.

    What DAY held before names an item and a medicine that are not the patient's, as after a deletion.
    """
    entered = {1: timedelta(0), 2: timedelta(1), 3: timedelta(2)}[owner]
    for number in range(owner):
        day = DAY - timedelta(days=number)
        check_in = CheckIn.objects.create(
            id=planted_id(owner, CheckIn, number + 1),
            patient=patient,
            day=day,
            entered_day=day + entered,
            note=f"{word} {HIDDEN} note",
        )
        rated = items[:4] if owner < 3 else []
        Rating.objects.bulk_create(Rating(check_in=check_in, item=item, value=number + 1) for item in rated)
    ratings = {items[0].pk: 3 + owner, planted_id(owner % 3 + 1, Item): 2}
    entries = [_missed(medicine.pk, word), _missed(planted_id(owner % 3 + 1, Medicine), word)]
    before = DayState(note=f"{word} {HIDDEN} before", ratings=ratings, doses=tuple(entries))
    DayVersion.objects.create(
        id=planted_id(owner, DayVersion), patient=patient, day=DAY, version=0, state=to_json(before)
    )
    if owner == 2:
        CheckIn.objects.create(id=planted_id(2, CheckIn, 9), patient=patient, day=AHEAD, entered_day=AHEAD)
    if owner == 3:
        factories.dose(medicine, AHEAD, id=planted_id(3, Dose, 9), amount=3_000)
    OverallChange.objects.create(id=planted_id(owner, OverallChange), patient=patient, day=DAY, value=owner)


def _missed(medicine: int, word: str) -> DoseEntry:
    return DoseEntry(
        medicine_id=medicine, number=1, status="missed", time=None, amount=None, unit="mg", reason=f"{word} forgot"
    )


def _plant_file(patient: User, owner: int, word: str) -> None:
    """Let a file wait: it asks for a direction, and brings in names that the patient before has already."""
    cure, ache = COMMON.format("cure", owner), COMMON.format("ache", owner)
    rows = (
        f",,medicine,{cure},,capsule,other,",
        f",,item,{ache},,0-10,lower_is_better,other",
        f"{DAY},,step,{cure},2,mg,start,",
        f"{DAY},,dose,{cure},2,mg,taken,",
        f"{DAY},,score,{ache},2,0-10,daily,",
        f"{DAY},,score,{word} brought,{owner},0-10,daily,",
        f"{DAY},,note,,,,,{word} other note",
    )
    lines = "\r\n".join(("day,time,kind,item,value,unit,status,note", *rows, ""))
    waiting = WaitingImport(id=planted_id(owner, WaitingImport), patient=patient, made_at=timezone.now())
    place = f"{WaitingImport._meta.label}.content:{waiting.pk}:{patient.pk}"
    waiting.content = seal(bytes(patient.wrapped_key), zlib.compress(lines.encode(), 6), place)
    waiting.save()


def _plant_link(patient: User, owner: int, number: int, token: str, items: list[Item]) -> None:
    link = Share(
        id=planted_id(owner, Share, number),
        patient=patient,
        label=f"{WORDS[owner]} link {number}",
        form_key=f"{owner}{number}".rjust(22, "0"),
        token_digest=digest(token),
        period=PeriodKind.ALL,
        is_frozen=False,
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=30),
    )
    link.save(force_insert=True)
    link.items.set(items[:3])


def build() -> Cast:
    """Return everybody, signed in where they have an account; A's links are opened, one of them then ended."""
    people = {name: plant(number) for name, number in PATIENTS.items()}
    people["newcomer"] = person(PEOPLE["newcomer"])
    people["editor"] = person(PEOPLE["editor"], is_staff=True)
    people["editor"].groups.add(editors())
    people["superuser"] = person(PEOPLE["superuser"], is_staff=True, is_superuser=True)
    invitation = invitations.digest(planted_token(PEOPLE["newcomer"]))
    ends = timezone.now() + timedelta(hours=1)
    EditorInvitation.objects.create(email="invited@example.test", token_digest=invitation, expires_at=ends)
    csrf = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    for who in people.values():
        session_of(who)  # another device
    cookies = {name: f"{csrf}; {settings.SESSION_COOKIE_NAME}={session_of(who)}" for name, who in people.items()}
    cookies["stranger"] = csrf
    for role in ("live", "dead"):
        client = opened(planted_token(1, role))
        cookies[role] = "; ".join([csrf, *(f"{name}={morsel.value}" for name, morsel in client.cookies.items())])
    for owner in people.values():
        for link in owner.shares.filter(pk__in=[planted_id(number, Share, 2) for number in PATIENTS.values()]):
            revoke_share(share=link, now=timezone.now())
    return Cast(people=people, cookies=cookies)


def session_of(user: User) -> str:
    """Return the key of a session that has just typed the password."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    number = user.usersession_set.count() + 1
    user.usersession_set.create(
        id=planted_id(user.pk // 10**11 % 10, UserSession, number),
        session_key=session.session_key,
        ip="203.0.113.7",
        user_agent="Firefox/1",
    )
    return str(session.session_key)
