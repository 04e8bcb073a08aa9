"""What is to be told and what is taken back: from everything, or from the last weeks where they settle it. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from journal.figures.episodes import SEVERE
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules import doses, effects, mood
from journal.rules.findings import Key, LookedAt, all_spans, is_headache_medicine
from journal.rules.spans import TOLD_FOR, Rule, Span, is_recent, runs

BEGINNING = 28  # check-ins: as a rule they hold the baseline
REACH = max(mood.REACH, effects.REACH, doses.REACH)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the app told already: the episode began on `since` and was told on `told_on`."""

    pk: int
    key: tuple[str, str]
    span: Span
    closed: bool

    def is_about(self, span: Span) -> bool:
        """Return whether it is about this episode, also where an amended day moved its beginning."""
        return self.span.since <= span.last and span.since <= self.span.last


@dataclass(frozen=True, kw_only=True)
class Change:
    """What to tell, and which open notices are taken back."""

    new: list[tuple[Key, Span]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __add__(self, other: "Change") -> "Change":
        return Change(new=self.new + other.new, gone=self.gone + other.gone)


@dataclass(frozen=True, kw_only=True)
class Lately:
    """The beginning of a diary and its last weeks.

    seen: its ratings are those up to `until` and those from `first` on, its doses those from `first` on, its
    steps are all. What lies between nobody has read.
    """

    seen: LookedAt
    first: date
    until: date

    @property
    def today(self) -> date:
        """The day that is looked from."""
        return self.seen.today

    @property
    def has_all_ratings(self) -> bool:
        """Whether no rating lies between."""
        return self.until >= self.first - ONE_DAY

    @cached_property
    def started(self) -> date | None:
        """The day of the first dose."""
        return doses.first_dose_day(self.seen.steps, self.today)

    @property
    def has_baseline(self) -> bool:
        """Whether every rating before the first dose is there."""
        return self.started is None or self.until >= self.started - ONE_DAY

    def own_mood(self, item: RatedItem) -> mood.Own:
        """Return the patient's own mood, as far as the beginning tells it."""
        points = [point for point in self.seen.ratings.get(item.id, ()) if point.day <= self.until]
        return mood.own_of(item, points, self.started) if self.has_baseline else mood.NO_OWN

    def last_weeks(self, item: RatedItem) -> list[Point]:
        """Return the ratings of the last weeks."""
        return [point for point in self.seen.ratings.get(item.id, ()) if point.day >= self.first]

    def taken_as(self) -> list[LookedAt]:
        """Return ways to take what nobody has read: as holding nothing, something mild, and the worst."""
        ways = [self._taken_as(worst=False), self._taken_as(worst=True)]
        if self.has_all_ratings or self.started is None or self.started >= self.first:
            return ways
        mild = {
            item.id: [Point(self.started, _from_best(item, 1)), *self.last_weeks(item)]
            for item in self.seen.items
            if item.name in effects.OFTEN_AT_THE_START
        }
        return [*ways, replace(ways[0], ratings={**ways[0].ratings, **mild})] if mild else ways

    def _taken_as(self, *, worst: bool) -> LookedAt:
        seen = self.seen
        if seen.doses is not None:
            before = self._before(doses.IN_A_ROW, doses.MISSED if worst else "")
            seen = replace(seen, doses=[*before, *seen.doses])
        if self.has_all_ratings:
            return seen
        bad = {item.id: effects.worst_before(item, seen.ratings.get(item.id, ()), self.started) for item in seen.items}
        return replace(
            seen,
            ratings={item.id: self.after(item, worst=worst) for item in seen.items},
            worst=bad if worst or self.has_baseline else dict.fromkeys(bad, SEVERE),
            own={item.id: self.own_mood(item) for item in seen.items if mood.is_mood(item)},
        )

    def after(self, item: RatedItem, *, worst: bool) -> list[Point]:
        """Return the ratings of the last weeks after as many of the best or the worst as a rule can look back for."""
        count = doses.OF_DAYS - 1 if is_headache_medicine(item) else mood.OF_DAYS
        before = self._before(count, _from_best(item, item.high - item.low if worst else 0))
        return [*(Point(day, value) for day, value in before), *self.last_weeks(item)]

    def _before[T](self, count: int, value: T) -> list[tuple[date, T]]:
        return [(self.first - ago * ONE_DAY, value) for ago in range(count, 0, -1)]


def first_day(today: date) -> date:
    """Return the first of the last weeks: the rule that reaches furthest sees all it needs for the days still told."""
    return today - (TOLD_FOR - 1 + REACH - 1) * ONE_DAY


def changes(found: Mapping[Key, Sequence[Span]], told: Collection[Told], today: date) -> Change:
    """Return what changes by the stretches found in everything."""
    new = [
        (key, span)
        for key, spans in found.items()
        for span in spans
        if is_recent(span, today) and not any(one.key == key and one.is_about(span) for one in told)
    ]
    by_key = {(rule.value, subject): spans for (rule, subject), spans in found.items()}
    gone = [
        one.pk
        for one in told
        if one.key in by_key and not one.closed and not any(one.is_about(span) for span in by_key[one.key])
    ]
    return Change(new=new, gone=gone)


def changes_lately(lately: Lately, told: Collection[Told]) -> tuple[Change, set[Key]]:
    """Return what surely changes, and the rules for which only a look at everything can tell.

    A rule is settled where every way to take what nobody has read says the same of each stretch that is
    still told and of each open notice.
    """
    found = [all_spans(each) for each in lately.taken_as()]
    change, unclear = Change(), set()
    for key in found[0]:
        each = [spans[key] for spans in found]
        own = [one for one in told if one.key == key]
        doubtful = key[0] is Rule.MOOD and _mood_is_doubtful(lately, [span for spans in each for span in spans])
        settled = None if doubtful else _settled(key, each, own, lately)
        if settled is None:
            unclear.add(key)
        else:
            change += settled
    return change, unclear


def _settled(key: Key, each: Sequence[Sequence[Span]], told: Sequence[Told], lately: Lately) -> Change | None:
    """Return what changes where all ways agree on it; None where they do not."""
    first = date.min if key[0] is Rule.TWELVE_WEEKS else lately.first
    recent = [{span.last: span.since for span in spans if is_recent(span, lately.today)} for spans in each]
    if any(spans.keys() != recent[0].keys() for spans in recent):
        return None
    new = []
    for last in recent[0]:
        starts = {spans[last] for spans in recent}
        surely = Span(max(starts), last)
        if any(one.is_about(surely) for one in told):
            continue
        if len(starts) > 1 or surely.since < first:
            return None
        new.append((key, surely))
    gone = []
    for one in told:
        if one.closed or all(any(one.is_about(span) for span in spans) for spans in each):
            continue
        if one.span.since < first or any(one.is_about(span) for spans in each for span in spans):
            return None
        gone.append(one.pk)
    return Change(new=new, gone=gone)


def _mood_is_doubtful(lately: Lately, spans: Iterable[Span]) -> bool:
    """Return whether too little was read: of the patient's own mood, or of the answers before those still told."""
    if lately.has_all_ratings:
        return False
    told_of = any(is_recent(span, lately.today) for span in spans)
    return any(
        _may_have_dropped(lately, item) or (told_of and _has_few_before(lately, item))
        for item in lately.seen.items
        if mood.is_mood(item)
    )


def _may_have_dropped(lately: Lately, item: RatedItem) -> bool:
    """Return whether the patient's own mood, which was not read, decides."""
    if lately.own_mood(item) != mood.NO_OWN:
        return False
    low = [(point.day, mood.could_tell(item, point.value)) for point in lately.after(item, worst=True)]
    return any(is_recent(run, lately.today) for run in runs(low, mood.DROP_DAYS))


def _has_few_before(lately: Lately, item: RatedItem) -> bool:
    """Return whether the answers that are still told follow on too few that were read."""
    recent = [is_recent(Span(point.day, point.day), lately.today) for point in lately.last_weeks(item)]
    return any(recent) and recent.count(False) < mood.REACH - 1


def _from_best(item: RatedItem, distance: int) -> int:
    """Return the value so far from the good end of the scale."""
    return item.low + distance if item.lower_is_better else item.high - distance
