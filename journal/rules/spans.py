"""Stretches of days in which a rule holds. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TOLD_FOR = 14  # a stretch whose last day is older than this many days, today counted, is not told any more


class Rule(StrEnum):
    """A rule over days, by the slug of its text in red_flags.py."""

    MOOD = "mood_drop"
    SIDE_EFFECT = "side_effect"
    CRAVING = "opioid_craving"
    MISSED = "missed_doses"
    HEADACHE_MEDICINE = "frequent_painkillers"
    TWELVE_WEEKS = "twelve_weeks"
    EARLY = "early_effects"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days `since` to `last`, both counted."""

    since: date
    last: date


def is_recent(span: Span, today: date) -> bool:
    """Return whether the span touches the last 14 days, so that it is worth telling."""
    return today - span.last < timedelta(days=TOLD_FOR)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order of time, those that share a day as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.since <= found[-1].last:
            found[-1] = Span(found[-1].since, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def runs(days: Iterable[tuple[date, bool]], least: int) -> list[Span]:
    """Return each run of at least so many days that hold, from (day, holds) in order of time."""
    found: list[Span] = []
    run: list[date] = []
    for day, holds in (*days, (date.max, False)):
        if holds:
            run.append(day)
            continue
        if len(run) >= least:
            found.append(Span(run[0], run[-1]))
        run = []
    return found


def windows(days: Sequence[tuple[date, bool]], size: int, least: int) -> list[Span]:
    """Return the stretches in which at least `least` of the last `size` entries hold, as they come one by one.

    A stretch begins with the first entry that holds of the window that was the first to have enough, and
    ends with the last one that holds before a window has too few.
    """
    found: list[Span] = []
    for place in range(len(days)):
        holding = [day for day, holds in days[max(0, place - size + 1) : place + 1] if holds]
        if len(holding) >= least:
            found.append(Span(holding[0], holding[-1]))
    return merged(found)
