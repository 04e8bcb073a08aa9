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

    items: those that were looked at; doses: None where nobody asked about them. worst and own: by item, how
    bad a side effect was at baseline and the patient's own mood, where the ratings do not tell.
    """

    today: date
    items: Sequence[RatedItem] = ()
    ratings: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    doses: Sequence[tuple[date, str]] | None = None
    steps: Sequence[StepDay] = ()
    worst: Mapping[int, int] = field(default_factory=dict)
    own: Mapping[int, mood.Own] = field(default_factory=dict)


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
        spans = [mood.mood_spans(item, seen.ratings.get(item.id, ()), started, seen.own.get(item.id)) for item in moods]
        found[Rule.MOOD, ""] = merged(span for each in spans for span in each)
    cravings = [(item, seen.ratings.get(item.id, ())) for item in seen.items if craving.is_craving(item)]
    if cravings:
        found[Rule.CRAVING, ""] = craving.craving_spans(cravings)
    for item in seen.items:
        found |= _spans_of(item, seen, started)
    if seen.doses is not None:
        found[Rule.MISSED, ""] = doses.missed_spans(seen.doses)
    twelve = doses.twelve_weeks_span(seen.steps, seen.today)
    found[Rule.TWELVE_WEEKS, ""] = [twelve] if twelve else []
    return found


def _spans_of(item: RatedItem, seen: LookedAt, started: date | None) -> dict[Key, list[Span]]:
    subject, points = str(item.id), seen.ratings.get(item.id, ())
    if is_headache_medicine(item):
        return {(Rule.HEADACHE_MEDICINE, ""): doses.headache_spans(item, points)}
    if not item.is_side_effect:
        return {}
    return {
        (Rule.SIDE_EFFECT, subject): effects.told_spans(item, points, started, seen.today, seen.worst.get(item.id)),
        (Rule.EARLY, subject): effects.early_spans(item, points, started, seen.today),
    }


def relevant(items: Iterable[RatedItem]) -> list[RatedItem]:
    """Return the items that any rule looks at."""
    kinds = (mood.is_mood, craving.is_craving, is_headache_medicine)
    return [item for item in items if item.is_side_effect or any(is_kind(item) for is_kind in kinds)]


def items_of(keys: Iterable[Key], items: Iterable[RatedItem]) -> list[RatedItem]:
    """Return the items that these rules look at, of those they looked at."""
    rules, subjects = {rule for rule, _ in keys}, {subject for _, subject in keys}
    kinds = {Rule.MOOD: mood.is_mood, Rule.CRAVING: craving.is_craving, Rule.HEADACHE_MEDICINE: is_headache_medicine}
    wanted = [is_kind for rule, is_kind in kinds.items() if rule in rules]
    return [item for item in items if str(item.id) in subjects or any(is_kind(item) for is_kind in wanted)]


def looked_at_together(wanted: set[int], items: Iterable[RatedItem]) -> set[int]:
    """Return the items to look at: a rule that looks at several, as mood and craving do, needs all of them."""
    kinds = (mood.is_mood, craving.is_craving)
    groups = [{item.id for item in items if is_kind(item)} for is_kind in kinds]
    return wanted.union(*(group for group in groups if group & wanted))
