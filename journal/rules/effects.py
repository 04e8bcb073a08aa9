"""Side effects worth telling, and those often reported at the start. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile

from journal.figures.episodes import MILD, MODERATE, SEVERE, Episode, episodes_of, severity
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.spans import Span

LONG_DAYS = 14  # moderate on more days than this
REACH = LONG_DAYS + 1
FIRST_WEEKS = timedelta(weeks=4)
OFTEN_AT_THE_START = ("Vivid dreams", "Headache", "Nausea", "Fatigue (side effect)", "Drowsiness")
ONLY_MILD = ("Headache", "Nausea")


def could_tell(item: RatedItem, value: int) -> bool:
    """Return whether a rating can be part of what is worth telling: mild never is."""
    return item.is_side_effect and (severity(item, value) or 0) >= MODERATE


def could_be_early(item: RatedItem, value: int) -> bool:
    """Return whether a rating can be one of those often reported at the start."""
    worst = MILD if item.name in ONLY_MILD else MODERATE
    return item.is_side_effect and item.name in OFTEN_AT_THE_START and MILD <= (severity(item, value) or 0) <= worst


def told_spans(
    item: RatedItem, points: Sequence[Point], started: date | None, today: date, worst: int | None = None
) -> list[Span]:
    """Return the episodes that are severe, or moderate on over 14 days, and new or worse than at baseline.

    Only days from the first dose on count. Without a dose so far there is nothing to compare with, and every
    day counts. worst: how bad it was at baseline, where the points are not all.
    """
    if worst is None:
        worst = worst_before(item, points, started)
    if worst >= SEVERE:
        return []  # nothing can be worse
    return [
        Span(episode.began, episode.last_day)
        for episode in episodes_of(item, points, today)
        if _is_told(episode, worst)
    ]


def worst_before(item: RatedItem, points: Iterable[Point], started: date | None) -> int:
    """Return how severe it was at worst before the first dose, 0 where there is nothing to compare with."""
    return max((severity(item, point.value) or 0 for point in _before(points, started)), default=0)


def early_spans(item: RatedItem, points: Sequence[Point], started: date | None, today: date) -> list[Span]:
    """Return the episodes that began in the first 4 weeks after the first dose and never were worse than often."""
    if started is None or item.name not in OFTEN_AT_THE_START:
        return []
    return [
        Span(episode.began, episode.last_day)
        for episode in episodes_of(item, points, today)
        if started <= episode.began < started + FIRST_WEEKS
        and all(could_be_early(item, spell.value) for spell in episode.spells)
    ]


def _before(points: Iterable[Point], started: date | None) -> Iterable[Point]:
    return takewhile(lambda point: started is not None and point.day < started, points)


def _is_told(episode: Episode, worst_before: int) -> bool:
    """Return whether it was worse than before the first dose, and bad or long enough; days before never are worse."""
    levels = [(severity(episode.item, spell.value) or 0, spell.days) for spell in episode.spells]
    worse = [(level, days) for level, days in levels if level > worst_before]
    severe = any(level == SEVERE for level, _ in worse)
    return severe or sum(days for level, days in worse if level >= MODERATE) > LONG_DAYS
