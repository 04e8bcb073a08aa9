"""What stands beside the doses on a report: ticks, notes, other medicines, what was tried."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.fields import sealed_field
from accounts.models import User
from journal.amounts import format_amount
from journal.event_cards import is_about_opioids
from journal.figures.before_after import BeforeAfter, before_and_after
from journal.figures.dates import date_text
from journal.figures.ratings import RatedItem
from journal.happenings import VISIT, Happening
from journal.models import CheckIn, Diary, Medicine
from journal.models.events import EventKind
from journal.models.medicines import Form
from journal.prepared import prepared
from journal.record import Record
from journal.safety_questions import read_answers
from reports.dangers import OpioidEvent
from reports.models import Share
from reports.periods import Period

COLUMNS = ("id", "day", "alarms", "note")
ALARMS, NOTE = sealed_field(CheckIn, "alarms"), sealed_field(CheckIn, "note")
OFF = {"pause": "paused", "stop": "stopped"}


@dataclass(frozen=True, kw_only=True)
class Note:
    """What the patient wrote on a day."""

    day: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """The ticks of danger signs by day, and the notes where they are shared, the newest first."""

    ticks: dict[date, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OtherMedicine:
    """A medicine beside the one the report is about, and how it is taken on the as-of day, in words.

    off: since when it is stopped or paused, "" where it is not.
    """

    name: str
    now: str
    off: str = ""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Something tried, and the days before and after it; counts is None where it is against nothing shown."""

    letter: str
    words: str
    day: str
    counts: BeforeAfter | None


def load_written(share: Share, period: Period) -> Written:
    """Return ticks and notes of the days of the report: one statement; notes are not even read where left out."""
    wanted = _ticked_or_noted if share.includes_notes else _ticked
    rows = wanted(share.patient, first=period.first, last=period.last)
    ticks = {day: ALARMS.open(pk, share.patient, alarms) for pk, day, alarms, *_ in rows}
    notes = {day: NOTE.open(pk, share.patient, *note) for pk, day, _, *note in rows if note}
    return Written(
        ticks={day: tuple(slugs.split()) for day, slugs in ticks.items() if slugs},
        notes=tuple(Note(day=date_text(day), text=text) for day, text in notes.items() if text),
    )


@prepared
def _ticked(patient: User, first: date, last: date) -> QuerySet[CheckIn, tuple[Any, ...]]:
    """Return id, day and sealed ticks of the days with any, the newest first."""
    rows = patient.check_ins.filter(day__range=(first, last)).order_by("-day")
    return rows.exclude(alarms=b"").values_list(*COLUMNS[:3])


@prepared
def _ticked_or_noted(patient: User, first: date, last: date) -> QuerySet[CheckIn, tuple[Any, ...]]:
    """Return id, day, sealed ticks and sealed note of the days with either, the newest first."""
    rows = patient.check_ins.filter(day__range=(first, last)).order_by("-day")
    return rows.exclude(alarms=b"", note=b"").values_list(*COLUMNS)


def load_others(patient: User, record: Record, as_of: date) -> tuple[OtherMedicine, ...]:
    """Return the medicines the report is not about, each with its latest step: one statement."""
    about = record.medicine.pk if record.medicine else None
    latest: dict[int, OtherMedicine] = {}
    for pk, name, form, day, own_form, confirmed, *step in _steps_of_medicines(patient):
        if pk == about:
            continue
        latest.setdefault(pk, OtherMedicine(name=name, now=""))
        if day is not None and day <= as_of:
            latest[pk] = _other(name, own_form or form, day, confirmed, *step)
    return tuple(latest.values())


@prepared
def _steps_of_medicines(patient: User) -> QuerySet[Medicine, tuple[Any, ...]]:
    """Return every medicine with each of its steps in order of time."""
    step = (f"steps__{name}" for name in ("day", "form", "confirmed", "kind", "amount", "unit", "hours"))
    return patient.medicines.order_by("position", "name_key", "steps__day").values_list("pk", "name", "form", *step)


def _other(
    name: str, form: str, day: date, confirmed: bool, kind: str, amount: int | None, unit: str, hours: str
) -> OtherMedicine:
    """Return a medicine as a step says to take it: "20 mg capsule at 08:00 since 2 Oct 2026"."""
    since = f"since {date_text(day)}{'' if confirmed else '; planned, not said whether it happened'}"
    if amount is None:
        off = f"{OFF.get(kind, kind)} {since}"
        return OtherMedicine(name=name, now=off, off=off)
    what = f" {Form(form).label}" if unit == "mg" and form != Form.OTHER else ""
    at = f" at {' and '.join(hours.split())}" if hours else ""
    return OtherMedicine(name=name, now=f"{format_amount(amount)} {unit}{what}{at} {since}")


def tried(
    lettered: Iterable[tuple[str, Happening]], items: Iterable[RatedItem], record: Record, as_of: date
) -> tuple[Tried, ...]:
    """Return the strategies among the events, each with the counts of the item it is against; no statement."""
    shown = {item.id: item for item in items}
    return tuple(
        Tried(
            letter=letter,
            words=each.text or each.kind_text,
            day=each.day_text,
            counts=before_and_after(shown[each.against], each.day, as_of, record.days)
            if each.against in shown and each.day <= as_of
            else None,
        )
        for letter, each in lettered
        if each.kind == "strategy"
    )


def safety_answers(share: Share) -> dict[str, bool] | None:
    """Return the answers to the safety questions where they are shared; the diary came with the patient."""
    if not share.includes_safety:
        return None
    diary: Diary | None = getattr(share.patient, "diary", None)  # there is none before something was answered
    return read_answers(diary.safety_answers) if diary else {}


def opioid_events(share: Share, happenings: Sequence[Happening]) -> list[OpioidEvent]:
    """Return the events, of the period and to come, that call for a card about opioids.

    The day and that it was one are always on the page; the kind and the patient's words where events are shown.
    """
    return [
        OpioidEvent(
            day=each.day,
            taken=each.kind == EventKind.OPIOID,
            words=_opioid_words(each) if share.includes_events else "",
        )
        for each in happenings
        if each.kind != VISIT and is_about_opioids(each.kind, each.text)
    ]


def _opioid_words(each: Happening) -> str:
    return each.text if each.kind == EventKind.OPIOID else each.words


def opioids_answered(share: Share) -> str:
    """Return the answer to the question about opioids where it is yes, and its day: "yes, 12 Nov 2026"; else ""."""
    diary: Diary | None = getattr(share.patient, "diary", None)
    if diary is None or not read_answers(diary.safety_answers).get("opioids"):
        return ""
    return f"yes, {date_text(diary.safety_answered_on)}" if diary.safety_answered_on else "yes"
