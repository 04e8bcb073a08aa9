"""What happened and what was tried, for the insights page: one statement for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.figures.before_after import BeforeAfter, before_and_after, span
from journal.figures.marks import MOST_MARKS, Mark, lettered
from journal.figures.phases import HOLD, Step
from journal.happenings import Happening, load_happenings
from journal.models.events import EventKind
from journal.record import Record

MOST_TRIED = 12


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A strategy with the days before and after; counts: None where it is against nothing.

    steps: the changes of the dose within those days.
    """

    words: str
    day_text: str
    counts: BeforeAfter | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Happened:
    """The lettered days of a range and whether there are earlier ones; what was tried on all days, the newest first.

    more_tried: whether there are strategies that are not among them.
    """

    marks: tuple[Mark, ...]
    earlier_marks: bool
    tried: tuple[Tried, ...]
    more_tried: bool


def load_happened(record: Record, first_day: date, last_day: date, today: date) -> Happened:
    """Return the newest 26 days with events, strategies and visits of a range, and the newest 12 strategies of all.

    One statement; what is not shown is not opened.
    """
    begin = min(first_day, record.first_day or first_day)
    found = load_happenings(record.patient, begin, last_day, newest=MOST_MARKS + 1, always=EventKind.STRATEGY)
    within = [each for each in found if each.day >= first_day]
    strategies = [each for each in reversed(found) if each.kind == EventKind.STRATEGY and each.day <= today]
    return Happened(
        marks=lettered((each.day, each.kind_text, each.words) for each in within[-MOST_MARKS:]),
        earlier_marks=len(within) > MOST_MARKS,
        tried=tuple(_tried(strategies[:MOST_TRIED], record, today)),
        more_tried=len(strategies) > MOST_TRIED,
    )


def _tried(strategies: Iterable[Happening], record: Record, today: date) -> Iterable[Tried]:
    items = {item.id: item for item in record.items}
    for each in strategies:
        item = items.get(each.against) if each.against else None
        yield Tried(
            words=each.text or each.kind_text,
            day_text=each.day_text,
            counts=before_and_after(item, each.day, today, record.days) if item else None,
            steps=_steps(record, *span(each.day, today)) if item else (),
        )


def _steps(record: Record, first: date, last: date) -> tuple[Step, ...]:
    steps = (step for phase in record.phases for step in phase.steps if step.kind != HOLD)
    return tuple(step for step in steps if first <= step.day <= last)
