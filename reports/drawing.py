"""What a drawing is made of: paths, words, places along an axis of days. SVG units. Pure.

A drawing is lists of paths and words by kind; a template turns it into SVG, so that whatever the
patient typed is escaped there. Days become one path a kind, never an element each.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from math import ceil

from journal.figures.dates import date_text, span_text
from journal.figures.series import LONG_DAYS

SHORT_DAYS = 45
LETTER_WIDTH = 6.0


@dataclass(frozen=True, slots=True)
class Path:
    """One path; `kind` is its CSS class."""

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text at a place; `kind` is its CSS class."""

    kind: str
    x: float
    y: float
    text: str

    @property
    def x_text(self) -> str:
        """Its place from the left, as in a path."""
        return number(self.x)

    @property
    def y_text(self) -> str:
        """Its place from the top."""
        return number(self.y)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG: its title says in words what it shows."""

    title: str
    kind: str
    width: int
    height: int
    paths: tuple[Path, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the days lie. wide: the words of the axis stand left of the plot, else above and below it."""

    width: int
    left: float
    right: float
    wide: bool


WIDE = Layout(width=555, left=62, right=549, wide=True)
NARROW = Layout(width=330, left=4, right=326, wide=False)


@dataclass(frozen=True)
class Axis:
    """Turns days into places along a layout."""

    layout: Layout
    first_day: date
    days: int

    @property
    def last_day(self) -> date:
        """The last day, counted."""
        return self.first_day + timedelta(days=self.days - 1)

    @cached_property
    def step(self) -> float:
        """The width of a day."""
        return (self.layout.right - self.layout.left) / self.days

    def edge(self, offset: float, part: float = 0) -> float:
        """Return the place of the day so many days after the first, a part of a day to the right of its start."""
        return self.layout.left + (offset + part) * self.step

    def start(self, day: date) -> float:
        """Return the left edge of a day."""
        return self.edge((day - self.first_day).days)

    @cached_property
    def middle_texts(self) -> "MiddleTexts":
        """The middle of each day that is asked for, as in a path, reckoned once for all panels."""
        return MiddleTexts(self)

    def middle(self, day: date) -> float:
        """Return the middle of a day; whole units on a long axis, so that equal marks fall together."""
        place = self.edge((day - self.first_day).days, 0.5)
        return round(place) if self.days > LONG_DAYS else place

    @cached_property
    def units(self) -> Sequence[tuple[int, int, int]]:
        """Each whole unit in which the middle of a day lies, with the offsets of its first day and after its last."""
        places = range(round(self.edge(0, 0.5)), round(self.edge(self.days, 0.5)) + 2)
        begins = [max(0, min(self.days, ceil((x - 0.5 - self.layout.left) / self.step - 0.5))) for x in places]
        return [(x, begin, end) for x, begin, end in zip(places, begins, begins[1:], strict=False) if begin < end]


class MiddleTexts(dict[date, str]):
    """The middles of an axis by day, as in a path."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis

    def __missing__(self, day: date) -> str:
        self[day] = number(self.axis.middle(day))
        return self[day]


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{round(value, 1) + 0.0:.1f}"
    return text[:-2] if text.endswith(".0") else text


def marks_at(days: Iterable[date], axis: Axis, mark: Callable[[float], str]) -> str:
    """Return one path with a mark for each day; days that fall on one place are drawn once."""
    return "".join(mark(x) for x in dict.fromkeys(axis.middle(day) for day in days))


def spans(numbers: Iterable[int], reach: int = 1) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of sorted whole numbers whose neighbours lie at most `reach` apart."""
    first = last = None
    for each in numbers:
        if first is None or last is None or each > last + reach:
            if first is not None and last is not None:
                yield first, last
            first = each
        last = each
    if first is not None and last is not None:
        yield first, last


def draw_days(axis: Axis) -> Drawing:
    """Return the axis of days that stands under all panels."""
    layout, first_day, last_day = axis.layout, axis.first_day, axis.last_day
    ticks = list(_ticks(first_day, last_day, axis))
    d = f"M{number(layout.left)} 1H{number(layout.right)}" + "".join(
        f"M{number(axis.start(day))} 1V6" for day, _ in ticks
    )
    words = [Words("c-start", axis.start(day) + 3, 13, text) for day, text in ticks if text and day != last_day]
    end = f"{last_day.day} {last_day:%b}" if axis.days <= LONG_DAYS else date_text(last_day)
    room = layout.right - len(end) * LETTER_WIDTH - 6
    words = [each for each in words if each.x + len(each.text) * LETTER_WIDTH <= room]
    words.append(Words("c-end", layout.right, 13, end))
    title = f"Days from {span_text(first_day, last_day)}"
    return Drawing(title, "days", layout.width, 17, (Path("c-axis", d),), tuple(words))


def _ticks(first: date, last: date, axis: Axis) -> Iterator[tuple[date, str]]:
    """Yield the days to mark and what to call them: weeks on a short axis, months or years on a long one."""
    if axis.days <= SHORT_DAYS:
        for offset in range(0, axis.days, 7):
            day = first + timedelta(days=offset)
            yield day, f"{day.day} {day:%b}" if offset % 14 == 0 or axis.layout.wide else ""
        return
    months = next((months for months in (1, 3, 12) if months * 30 * axis.step >= 52), 12)
    years_apart = max(1, round(52 / (365 * axis.step) + 0.5)) if months == 12 else 1
    for day in _month_starts(first, last):
        if (day.month - 1) % months == 0 and (months < 12 or day.year % years_apart == 0):
            yield day, f"{day.day} {day:%b}" if axis.days <= LONG_DAYS else f"{day:%b} {day.year}"


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as a path."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h-{number(width)}z"


def circle(x: float, y: float, radius: float) -> str:
    """Return a circle as a path."""
    r = number(radius)
    return (
        f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {number(2 * radius)} 0a{r} {r} 0 1 0-{number(2 * radius)} 0z"
    )


def dot(x: float, y: float) -> str:
    """Return the mark of the first series."""
    return circle(x, y, 3)


def square(x: float, y: float) -> str:
    """Return the mark of the second series."""
    return box(x - 2.8, y - 2.8, 5.6, 5.6)


def triangle(x: float, y: float) -> str:
    """Return the mark of the third series."""
    return f"M{number(x - 3.3)} {number(y + 2.6)}l3.3-5.8l3.3 5.8z"


SHAPES = (dot, square, triangle)
