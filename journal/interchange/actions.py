"""Bring a file in: look at it, keep it waiting, save it whole or not at all."""

import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.countries import validate_country
from accounts.days import latest_day_on_earth
from accounts.models import User
from accounts.sealing import Unsealable, seal, unseal
from accounts.zones import validate_time_zone
from journal.interchange.incoming import read_file
from journal.interchange.plan import Plan
from journal.interchange.planning import make_plan
from journal.interchange.present import load_present
from journal.interchange.reading import FileRefused, Reading
from journal.interchange.rows import Settings
from journal.interchange.saving import SETTINGS, save_plan
from journal.look_back import look_over_everything
from journal.models import WaitingImport

Directions = Mapping[str, bool]


class NotSaved(Exception):
    """Nothing was written; the plan says what stands in the way."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("refused")
        self.plan = plan


class RecordChanged(NotSaved):
    """The record is not as it was when the preview was shown."""


class NoLongerWaiting(Exception):
    """The file was saved already, replaced by another, cannot be opened, or its hour is over."""


def preview_file(*, patient: User, data: bytes, now: datetime, directions: Directions) -> Plan:
    """Return what saving the file would do; raise FileRefused. Nothing is written."""
    return make_plan(_read(patient, data, now), load_present(patient), directions)


def import_file(*, patient: User, data: bytes, now: datetime, directions: Directions) -> Plan:
    """Save the file and return what was done; raise FileRefused, or NotSaved with the reasons."""
    reading = _read(patient, data, now)
    with transaction.atomic():
        return _save_reading(patient, reading, directions, seen="")


def save_waiting(*, patient: User, waiting: WaitingImport, now: datetime, directions: Directions, seen: str) -> Plan:
    """Save a file that waited, once: of two confirmations, one finds it gone.

    seen: the digest of the plan that the patient saw; "" skips the comparison.
    """
    reading = _read_waiting(patient, waiting, now)
    with transaction.atomic():
        if not patient.waiting_imports.usable(now).filter(pk=waiting.pk).delete()[0]:
            raise NoLongerWaiting
        return _save_reading(patient, reading, directions, seen)


def _read(patient: User, data: bytes, now: datetime) -> Reading:
    reading = read_file(data, latest_day_on_earth(now))
    reading.today = patient.journal_day(now)
    if settings := reading.record.settings:
        try:
            validate_time_zone(settings.time_zone)
            if settings.country:
                validate_country(settings.country)
        except ValidationError:
            raise FileRefused("journal.json, patient: the time zone or the country is not known here.") from None
    reading.has_come = _clocks(patient, reading.record.settings, now)
    return reading


def _clocks(patient: User, written: Settings | None, now: datetime) -> Callable[[date, time], bool]:
    """Return what tells whether a time of a day has come: on the patient's own clock, or on the file's."""
    people = [patient]
    if written:
        people.append(User(time_zone=written.time_zone, day_start_hour=written.day_start_hour))
    return lambda day, at: any(each.day_now(day, now).has_come(at) for each in people)


def _save_reading(patient: User, reading: Reading, directions: Directions, seen: str) -> Plan:
    locked = User.objects.select_for_update().get(pk=patient.pk)
    plan = make_plan(reading, load_present(locked), directions)
    if seen and plan.digest != seen:
        raise RecordChanged(plan)
    if plan.refused or plan.undecided:
        raise NotSaved(plan)
    save_plan(locked, plan)
    look_over_everything(locked, reading.today)
    if plan.settings:
        patient.refresh_from_db(fields=SETTINGS)
    return plan


@transaction.atomic
def keep_waiting(*, patient: User, data: bytes, now: datetime) -> WaitingImport:
    """Keep a file sealed for an hour instead of the one that waited; sweep away those whose hour is over."""
    User.objects.select_for_update().get(pk=patient.pk)
    WaitingImport.objects.ended(now).delete()
    patient.waiting_imports.all().delete()
    waiting = WaitingImport(patient=patient, made_at=now)
    waiting.content = seal(bytes(patient.wrapped_key), zlib.compress(data, 6), _place(waiting))
    waiting.save()
    return waiting


def preview_waiting(*, patient: User, waiting: WaitingImport, now: datetime) -> Plan:
    """Return what saving the file that waits would do; raise NoLongerWaiting. Nothing is written."""
    return make_plan(_read_waiting(patient, waiting, now), load_present(patient), {})


def _read_waiting(patient: User, waiting: WaitingImport, now: datetime) -> Reading:
    """Read a file that was readable when it came; another key or a newer release may say otherwise now."""
    try:
        return _read(patient, waiting_data(patient, waiting), now)
    except (Unsealable, FileRefused) as error:
        raise NoLongerWaiting from error


def waiting_data(patient: User, waiting: WaitingImport) -> bytes:
    """Return the file that waits."""
    return zlib.decompress(unseal(bytes(patient.wrapped_key), bytes(waiting.content), _place(waiting)))


def _place(waiting: WaitingImport) -> str:
    return f"{WaitingImport._meta.label}.content:{waiting.pk}:{waiting.patient_id}"
