"""Then and now around the last visit: a few lines of counts, one likely range, side effects and dose changes. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from journal.comparisons.steps import between
from journal.comparisons.summary import Summary, summarise
from journal.comparisons.verdicts import Kind, Side, Verdict, judge
from journal.comparisons.windows import LEAST_LOGGED, LEAST_REACH, WINDOW_DAYS, Window, Windows
from journal.figures.days import LoggedDays
from journal.figures.episodes import distance
from journal.figures.phases import ONE_DAY, Phase, Step
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

MOST_LINES = 5


class Change(Enum):
    """What became of a side effect between the two windows, by its worst day in each."""

    NEW = "new"
    WORSE = "worse"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EffectChange:
    """A side effect that changed; then and now are its worst rating in words, "not rated" without any."""

    item: RatedItem
    change: Change
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Passing:
    """A side effect that was worse between the two windows than in either: its worst rating there in words.

    days: how many of the days between had it; first_day and last_day are the first and last of them.
    """

    item: RatedItem
    worst: str
    days: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Line:
    """One item then and now; None where it was not rated in a window."""

    item: RatedItem
    then: Summary | None
    now: Summary | None

    @property
    def direction(self) -> str:
        """Where the median went, in words; says so when it was rated on fewer than 7 days in either window."""
        if self.then is None or self.now is None or min(self.then.n, self.now.n) < LEAST_LOGGED:
            return "rated on too few days to compare"
        if self.then.median == self.now.median:
            return "the same median"
        lower = self.now.median < self.then.median
        way = "better" if lower == self.item.lower_is_better else "worse"
        return f"{'lower' if lower else 'higher'}, towards {way}"


@dataclass(frozen=True, slots=True)
class Since:
    """What is there to see between two windows.

    logged_then, logged_now: days with any answer or note. lines: at most five, the headline first. headline: the
    verdict with the likely range, None where it is withheld, for the reason in `withheld` ("" where there is no
    headline). effects: those that changed; effects_rated: whether any side effect was rated in either window. passing:
    those that no window shows at their worst. steps: every dose change since the window "then", in order of time.
    weekly: whether any of the days stands for a week.
    """

    windows: Windows
    logged_then: int
    logged_now: int
    lines: tuple[Line, ...]
    headline: Verdict | None
    withheld: str
    effects: tuple[EffectChange, ...]
    passing: tuple[Passing, ...]
    steps: tuple[Step, ...]
    show_differences: bool = True
    weekly: bool = False
    effects_rated: bool = False

    @property
    def told(self) -> Iterator[tuple[Line, str]]:
        """Each line with its direction in words, "" where differences are switched off."""
        for line in self.lines:
            yield line, self.direction(line) if self.show_differences else ""

    def direction(self, line: Line) -> str:
        """Where a line went, in words; the headline is neither better nor worse where there is no clear change."""
        unclear = self.headline is not None and self.headline.kind is Kind.NO_CLEAR_CHANGE
        if not (unclear and line.item.is_headline):
            return line.direction
        return f"{line.direction.split(',')[0]}, no clear change"

    @property
    def too_few(self) -> bool:
        """Whether either window has fewer than 7 logged days: then nothing is compared."""
        return min(self.logged_then, self.logged_now) < LEAST_LOGGED


def look_back(
    windows: Windows,
    days: LoggedDays,
    phases: Sequence[Phase],
    items: Iterable[RatedItem],
    points: Mapping[int, Sequence[Point]],
    *,
    show_differences: bool = True,
) -> Since:
    """Return what the windows show; the points of each item are in order of time."""
    logged = [days.within(window.first_day, window.last_day) for window in (windows.then, windows.now)]
    rated = [item for item in items if points.get(item.id)]
    lines = [_line(item, points[item.id], windows) for item in rated if not item.is_side_effect]
    shown = [line for line in lines if line.then or line.now][:MOST_LINES]
    headline, withheld = _headline(windows, phases, shown, points, show_differences)
    return Since(
        windows=windows,
        logged_then=len(logged[0]),
        logged_now=len(logged[1]),
        lines=tuple(shown),
        headline=headline,
        withheld=withheld,
        effects=tuple(_effects(rated, points, windows)),
        passing=tuple(_passing(rated, points, windows)),
        steps=_changes(windows, phases),
        show_differences=show_differences,
        weekly=any(each.weeks for each in logged),
        effects_rated=any(item.is_side_effect and _in_either(points[item.id], windows) for item in rated),
    )


def _in(points: Sequence[Point], window: Window) -> Sequence[Point]:
    return between(points, window.first_day, window.last_day)


def _in_either(points: Sequence[Point], windows: Windows) -> bool:
    return bool(_in(points, windows.then) or _in(points, windows.now))


def _line(item: RatedItem, points: Sequence[Point], windows: Windows) -> Line:
    return Line(item, summarise(item, _in(points, windows.then)), summarise(item, _in(points, windows.now)))


def _headline(
    windows: Windows,
    phases: Sequence[Phase],
    lines: Sequence[Line],
    points: Mapping[int, Sequence[Point]],
    show_differences: bool,
) -> tuple[Verdict | None, str]:
    """Return the verdict on the headline, or why there is none."""
    line = next((line for line in lines if line.item.is_headline), None)
    if line is None or not show_differences:
        return None, ""
    if min(windows.then.days, windows.now.days) < WINDOW_DAYS:
        return None, f"No likely range: it needs {WINDOW_DAYS} days on either side."
    if any(_washes_in(phase, window) for phase in phases for window in (windows.then, windows.now)):
        return None, "No likely range: the first seven days of a dose step lie in these days."
    if line.then is None or line.now is None or min(line.then.n, line.now.n) < LEAST_LOGGED:
        return None, f"No likely range: it needs {LEAST_LOGGED} rated days on either side."
    rated = [_in(points[line.item.id], window) for window in (windows.then, windows.now)]
    if not any(point.weekly for each in rated for point in each) and min(map(_reach, rated)) < LEAST_REACH:
        return None, (
            f"No likely range: from the first rated day to the last it needs {LEAST_REACH} of the {WINDOW_DAYS} days, "
            "on either side."
        )
    sides = [
        Side(label, WINDOW_DAYS, each, least=LEAST_LOGGED) for label, each in zip(("then", "now"), rated, strict=True)
    ]
    # Other days lie between the two, so that no step at one change of dose can be told from a drift.
    return replace(judge(line.item, *sides), overlap=None, drift=None), ""


def _reach(points: Sequence[Point]) -> int:
    """Return the calendar days from the first to the last of some answers in order of time, both counted."""
    return (points[-1].day - points[0].day).days + 1


def _washes_in(phase: Phase, window: Window) -> bool:
    last = phase.wash_in_last_day
    return last is not None and phase.first_day <= window.last_day and last >= window.first_day


def _effects(
    items: Iterable[RatedItem], points: Mapping[int, Sequence[Point]], windows: Windows
) -> Iterable[EffectChange]:
    for item in items:
        if not item.is_side_effect:
            continue
        then, now = _worst(item, _in(points[item.id], windows.then)), _worst(item, _in(points[item.id], windows.now))
        change = _change(item, then, now)
        if change is not None:
            yield EffectChange(item, change, _words(item, then), _words(item, now))


def _passing(items: Iterable[RatedItem], points: Mapping[int, Sequence[Point]], windows: Windows) -> Iterator[Passing]:
    first, last = windows.between
    for item in (item for item in items if item.is_side_effect):
        ends = [_worst(item, _in(points[item.id], window)) for window in (windows.then, windows.now)]
        within = between(points[item.id], first, last)
        worst, at_ends = _worst(item, within), max((distance(item, end) for end in ends if end is not None), default=0)
        if worst is not None and distance(item, worst) > at_ends:
            with_it = [point.day for point in within if distance(item, point.value)]
            yield Passing(item, item.value_text(worst), len(with_it), with_it[0], with_it[-1])


def _worst(item: RatedItem, points: Sequence[Point]) -> int | None:
    return max((point.value for point in points), key=lambda value: distance(item, value), default=None)


def _words(item: RatedItem, value: int | None) -> str:
    return "not rated" if value is None else item.value_text(value)


def _change(item: RatedItem, then: int | None, now: int | None) -> Change | None:
    """Return what changed; None where it was there in neither window, or did not get worse."""
    before, after = (None if value is None else distance(item, value) for value in (then, now))
    if before is None or after is None:
        return Change.UNKNOWN if before or after else None
    if bool(before) != bool(after):
        return Change.NEW if after else Change.GONE
    return Change.WORSE if after > before else None


def _changes(windows: Windows, phases: Sequence[Phase]) -> tuple[Step, ...]:
    """Return the steps after the window "then", those of the day looked from too; a hold changes nothing."""
    begun = [phase.steps[0] for phase in phases if phase.steps]
    return tuple(step for step in begun if windows.then.last_day < step.day <= windows.now.last_day + ONE_DAY)
