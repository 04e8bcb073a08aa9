"""All rules over what was loaded, and which answers are worth looking back for. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from journal.catalogue import HEADACHE_MEDICINE
from journal.figures.episodes import distance
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules import craving, doses, effects, mood
from journal.rules.doses import StepDay
from journal.rules.spans import Rule, Span, merged

Key = tuple[Rule, str]


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """What the rules see: ratings by item id and doses as (day, status), all in order of time, up to `today`.

    items: those that were looked at; doses: None where nobody asked about them.
    """

    today: date
    items: Sequence[RatedItem] = ()
    ratings: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    doses: Sequence[tuple[date, str]] | None = None
    steps: Sequence[StepDay] = ()


def is_headache_medicine(item: RatedItem) -> bool:
    """Return whether days with headache medicine are counted from this item."""
    return item.name == HEADACHE_MEDICINE


def could_tell(item: RatedItem, value: int, *, early: bool) -> bool:
    """Return whether an answer can be part of anything a rule tells; `early`: within weeks of a first dose."""
    return (
        (mood.is_mood(item) and mood.could_tell(item, value))
        or (craving.is_craving(item) and craving.could_tell(item, value))
        or effects.could_tell(item, value)
        or (early and effects.could_be_early(item, value))
        or (is_headache_medicine(item) and distance(item, value) > 0)
    )


def all_spans(seen: LookedAt) -> dict[Key, list[Span]]:
    """Return every stretch of days in which a rule holds, by rule and subject; empty where it never does."""
    found: dict[Key, list[Span]] = {}
    started = doses.first_dose_day(seen.steps, seen.today)
    moods = [item for item in seen.items if mood.is_mood(item)]
    if moods:
        spans = [mood.mood_spans(item, seen.ratings.get(item.id, ()), started) for item in moods]
        found[Rule.MOOD, ""] = merged(span for each in spans for span in each)
    cravings = [(item, seen.ratings.get(item.id, ())) for item in seen.items if craving.is_craving(item)]
    if cravings:
        found[Rule.CRAVING, ""] = craving.craving_spans(cravings)
    for item in seen.items:
        found |= _spans_of(item, seen.ratings.get(item.id, ()), started, seen.today)
    if seen.doses is not None:
        found[Rule.MISSED, ""] = doses.missed_spans(seen.doses)
    twelve = doses.twelve_weeks_span(seen.steps, seen.today)
    found[Rule.TWELVE_WEEKS, ""] = [twelve] if twelve else []
    return found


def _spans_of(item: RatedItem, points: Sequence[Point], started: date | None, today: date) -> dict[Key, list[Span]]:
    subject = str(item.id)
    if is_headache_medicine(item):
        return {(Rule.HEADACHE_MEDICINE, ""): doses.headache_spans(item, points)}
    if not item.is_side_effect:
        return {}
    return {
        (Rule.SIDE_EFFECT, subject): effects.told_spans(item, points, started, today),
        (Rule.EARLY, subject): effects.early_spans(item, points, started, today),
    }


def relevant(items: Iterable[RatedItem]) -> list[RatedItem]:
    """Return the items that any rule looks at."""
    kinds = (mood.is_mood, craving.is_craving, is_headache_medicine)
    return [item for item in items if item.is_side_effect or any(is_kind(item) for is_kind in kinds)]


def looked_at_together(wanted: set[int], items: Iterable[RatedItem]) -> set[int]:
    """Return the items to look at: a rule that looks at several, as mood and craving do, needs all of them."""
    kinds = (mood.is_mood, craving.is_craving)
    groups = [{item.id for item in items if is_kind(item)} for is_kind in kinds]
    return wanted.union(*(group for group in groups if group & wanted))
