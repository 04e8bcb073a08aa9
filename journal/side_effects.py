"""The side effects of a record as episodes, and the days with headache medicine; no statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.catalogue import HEADACHE_MEDICINE
from journal.figures.days import days_within, points_of
from journal.figures.episodes import Episode, distance, episodes_of
from journal.figures.series import Point
from journal.record import Record

DAYS_COUNTED = 30


@dataclass(frozen=True, slots=True)
class MedicineDays:
    """Headache medicine: `days` with it of `answered` days, of the 30 that end on the day looked from."""

    days: int
    answered: int


@dataclass(frozen=True, slots=True)
class Course:
    """The latest episode of a side effect, and how many there were before it."""

    latest: Episode
    earlier: int


def record_episodes(
    record: Record, seen_from: date, points: Mapping[int, Sequence[Point]] | None = None
) -> list[Episode]:
    """Return every episode of every side effect, in the record's order of items, then of time.

    points: the answers of all days by item, to save reading them again.
    """
    items = [item for item in record.items if item.is_side_effect]
    if points is None:
        points = points_of(record.days, {item.id for item in items})
    return [
        episode for item in items for episode in episodes_of(item, points.get(item.id, ()), seen_from, record.phases)
    ]


def courses(episodes: list[Episode]) -> list[Course]:
    """Return one line a side effect: its latest episode; `episodes` are in order of time for each."""
    found: dict[int, list[Episode]] = {}
    for episode in episodes:
        found.setdefault(episode.item.id, []).append(episode)
    return [Course(latest=each[-1], earlier=len(each) - 1) for each in found.values()]


def headache_medicine(record: Record, seen_from: date) -> MedicineDays | None:
    """Return the days with headache medicine of the last 30; None where it is not on the patient's list."""
    item = next((item for item in record.items if item.name == HEADACHE_MEDICINE), None)
    if item is None:
        return None
    within = days_within(record.days, seen_from - timedelta(days=DAYS_COUNTED - 1), seen_from)
    points = points_of(within, {item.id}).get(item.id, [])
    return MedicineDays(days=sum(distance(item, point.value) > 0 for point in points), answered=len(points))
