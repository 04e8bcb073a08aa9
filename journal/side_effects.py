"""The side effects of a record, each with its latest episode, and the days with headache medicine; no statement."""

from dataclasses import dataclass
from datetime import date, timedelta

from journal.catalogue import HEADACHE_MEDICINE
from journal.figures.courses import Course, latest_courses
from journal.figures.days import count_values
from journal.figures.episodes import distance
from journal.record import Record

DAYS_COUNTED = 30


@dataclass(frozen=True, slots=True)
class MedicineDays:
    """Headache medicine: `days` with it of `answered` days, of the 30 that end on the day looked from."""

    days: int
    answered: int


def record_courses(record: Record, seen_from: date) -> list[Course]:
    """Return one line a side effect that was ever there: its latest episode, in the record's order of items."""
    items = [item for item in record.items if item.is_side_effect]
    return latest_courses(items, record.days, seen_from, record.phases)


def headache_medicine(record: Record, seen_from: date) -> MedicineDays | None:
    """Return the days with headache medicine of the last 30; None where it is not on the patient's list."""
    item = next((item for item in record.items if item.name == HEADACHE_MEDICINE), None)
    if item is None:
        return None
    within = record.days.within(seen_from - timedelta(days=DAYS_COUNTED - 1), seen_from)
    counts = count_values(within.column(item.id))
    with_it = [count for value, count in counts.items() if distance(item, value) > 0]
    return MedicineDays(days=sum(with_it), answered=sum(counts.values()))
