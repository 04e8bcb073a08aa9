"""Draw the time line as small multiples: dose bars above the rated items, one panel each. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from journal.figures.dates import span_text
from journal.figures.days import NOTHING, SHIFT
from journal.figures.series import LONG_DAYS, DoseBar, Series, Timeline, WeekMean
from reports.drawing import (
    LETTER_WIDTH,
    SHAPES,
    Axis,
    Drawing,
    Layout,
    Path,
    Words,
    box,
    circle,
    draw_days,
    marks_at,
    number,
    spans,
)

BARS_TOP, BARS_FOOT, MARKS = 17.0, 41.0, 48.0
MOST_EVENTS = 12
LETTERS = "abcdefghijkl"
CIRCLE = 15.0
TOUCHING = 2  # units between two dots that overlap


def draw(timeline: Timeline, events: Sequence[date], layout: Layout) -> tuple[Drawing, ...]:
    """Return the panels from top to bottom: doses, one for each series, the axis of days.

    events: the days of lettered events, a first; at most MOST_EVENTS are drawn.
    """
    axis = Axis(layout, timeline.first_day, timeline.days)
    return (
        _doses(timeline, events[:MOST_EVENTS], axis),
        *(
            _series(each, index, timeline, events[:MOST_EVENTS], axis)
            for index, each in enumerate(timeline.series, start=1)
        ),
        draw_days(axis),
    )


def _doses(timeline: Timeline, events: Sequence[date], axis: Axis) -> Drawing:
    highest = max((bar.amount for bar in timeline.bars if bar.amount), default=1)
    paths, words = [*_event_lines(events, axis, 15, BARS_FOOT)], []  # below the bars, so that none crosses their words
    for bar in timeline.bars:
        path, text = _bar(bar, highest, axis)
        paths.append(path)
        words += [text] if text else []
    paths += _marks(timeline, axis)
    for x, letter in zip(_apart([axis.middle(day) for day in events], axis.layout), LETTERS, strict=False):
        paths.append(Path("c-event", circle(x, 7.5, 7)))
        words.append(Words("c-letter", x, 11.3, letter))
    if axis.layout.wide:
        words.append(Words("c-end", axis.layout.left - 6, MARKS + 4, "not taken"))
    return Drawing(doses_title(timeline), "doses", axis.layout.width, 54, tuple(paths), tuple(words))


def _apart(places: Sequence[float], layout: Layout) -> list[float]:
    """Return sorted places moved so far aside that letters in circles do not overlap."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + CIRCLE) if moved else place)
    end = layout.right + CIRCLE / 2
    for index in reversed(range(len(moved))):
        end = moved[index] = min(moved[index], end - CIRCLE)
    return moved


def doses_title(timeline: Timeline) -> str:
    """Return the dose steps of the period in words."""
    steps = "; ".join(f"{bar.label} {span_text(bar.first_day, bar.last_day)}" for bar in timeline.bars)
    counts = ((timeline.missed, "missed"), (timeline.skipped, "skipped"), (timeline.not_recorded, "not recorded"))
    marks = ", ".join(f"{len(days)} with a dose {what}" for days, what in counts)
    return f"Dose steps: {steps or 'none'}. Days: {marks}."


def _bar(bar: DoseBar, highest: int, axis: Axis) -> tuple[Path, Words | None]:
    left, right = axis.start(bar.first_day), axis.start(bar.last_day) + axis.step
    height = (bar.amount or 0) / highest * (BARS_FOOT - BARS_TOP)
    text = next((text for text in _label_choices(bar.label) if len(text) * LETTER_WIDTH + 4 <= right - left), "")
    inside = height >= 14
    y = BARS_FOOT - height / 2 + 4.3 if inside else BARS_FOOT - height - 4
    kind = f"dose-t dose-t{bar.level}" if inside else "c-mid"
    words = Words(kind, (left + right) / 2, y, text) if text else None
    if not height:
        return Path("c-axis", f"M{number(left)} {number(BARS_FOOT)}H{number(right)}"), words
    return Path(f"dose-b{bar.level}", box(left, BARS_FOOT - height, right - left, height)), words


def _label_choices(label: str) -> tuple[str, ...]:
    """Return the ways to print a dose, longest first: "4.5 mg", "4.5"."""
    return (label, label.split()[0]) if label[:1].isdigit() else (label,)


def _marks(timeline: Timeline, axis: Axis) -> Iterator[Path]:
    """Yield missed, skipped and not recorded days, one path each."""
    crosses = marks_at(
        timeline.missed, axis, lambda x: f"M{number(x - 2.1)} {number(MARKS - 2.6)}l4.2 5.2m0-5.2l-4.2 5.2"
    )
    circles = marks_at(timeline.skipped, axis, lambda x: circle(x, MARKS, 2.4))
    lines = "".join(
        f"M{number(axis.edge(first, 0.15))} {number(MARKS)}H{number(axis.edge(last, 0.85))}"
        for first, last in spans([(day - timeline.first_day).days for day in timeline.not_recorded])
    )
    for kind, d in (("c-x", crosses), ("c-skip", circles), ("c-unsaid", lines)):
        if d:
            yield Path(kind, d)


def _series(series: Series, index: int, timeline: Timeline, events: Sequence[date], axis: Axis) -> Drawing:
    item, layout = series.item, axis.layout
    top, foot = (5.0, 31.0) if layout.wide else (16.0, 52.0)

    def y(value: float) -> float:
        return foot - (value - item.low) / (item.high - item.low) * (foot - top)

    edges = "".join(f"M{number(layout.left)} {number(at)}H{number(layout.right)}" for at in (top, foot))
    x = layout.left - 6 if layout.wide else layout.left
    ends = "c-end" if layout.wide else "c-start"
    high_y, low_y = (top + 5, foot + 3) if layout.wide else (top - 5, foot + 12)
    return Drawing(
        series_title(series, timeline),
        f"c-d{index}",
        layout.width,
        36 if layout.wide else 66,
        (
            *_wash_in(timeline.bars, axis, top, foot),
            Path("c-axis", edges),
            *_steps(timeline.bars, axis, top, foot),
            *_event_lines(events, axis, top, foot),
            *_dots(series, axis, y),
            *_means(series.weeks, index, axis, y),
        ),
        (Words(ends, x, high_y, item.high_text), Words(ends, x, low_y, item.low_text)),
    )


def series_title(series: Series, timeline: Timeline) -> str:
    """Return the item, its counts and the range of its weekly averages in words."""
    means = [week.mean for run in series.weeks for week in run]
    days = span_text(timeline.first_day, timeline.last_day)
    said = f"{series.item.name}, {days}: {series.n} entries"
    if not means:
        return f"{said}, too few for weekly averages; {series.item.direction_text}."
    return f"{said}, weekly averages from {min(means):.1f} to {max(means):.1f}; {series.item.direction_text}."


def _dots(series: Series, axis: Axis, y: Callable[[float], float]) -> Iterator[Path]:
    """Yield one path of a dot a day; on a long axis dots that touch become a line, so that decades stay small."""
    days = series.calendar
    rows = {byte: number(y(byte - SHIFT)) for byte in sorted({*days} - {NOTHING})}
    if axis.days > LONG_DAYS:
        found: dict[int, list[int]] = {byte: [] for byte in (NOTHING, *rows)}
        for x, begin, end in axis.units:
            for byte in {*days[begin:end]}:
                found[byte].append(x)
        lines = ((row, line) for byte, row in rows.items() for line in spans(found[byte], TOUCHING))
        dots = "".join([f"M{x} {row}h{last - x or '.01'}" for row, (x, last) in lines])
    else:
        places = [(axis.edge(offset, 0.5), byte) for offset, byte in enumerate(days) if byte != NOTHING]
        dots = "".join([f"M{number(x)} {rows[byte]}h.01" for x, byte in places])
    if dots:
        yield Path("c-dots", dots)


def _means(weeks: Sequence[Sequence[WeekMean]], index: int, axis: Axis, y: Callable[[float], float]) -> Iterator[Path]:
    """Yield the line of weekly means, broken where the runs break, and a mark on each.

    On a long axis a mark would hide the next: there only a mean has one that no line joins to another.
    """
    columns, rows = axis.middle_texts, {mean: number(y(mean)) for mean in {week.mean for run in weeks for week in run}}
    texts = [[f"{columns[week.middle_day]} {rows[week.mean]}" for week in run] for run in weeks]
    line = "".join("M" + "L".join(run) for run in texts if len(run) > 1)
    if line:
        yield Path("c-mean", line)
    if texts and axis.days <= LONG_DAYS:
        mark = SHAPES[(index - 1) % len(SHAPES)]
        yield Path("c-mark", "".join(mark(axis.middle(week.middle_day), y(week.mean)) for run in weeks for week in run))
    elif alone := "".join([f"M{run[0]}h.01" for run in texts if len(run) == 1]):
        yield Path("c-dots-mean", alone)


def _wash_in(bars: Iterable[DoseBar], axis: Axis, top: float, foot: float) -> Iterator[Path]:
    """Yield the first seven days after each change: a band, and a thick line at its foot that survives a fax."""
    bands = [
        (axis.start(bar.first_day), axis.start(bar.wash_in_last_day) + axis.step)
        for bar in bars
        if bar.wash_in_last_day
    ]
    if bands:
        yield Path("c-band", "".join(box(left, top, right - left, foot - top) for left, right in bands))
        yield Path("c-wash", "".join(f"M{number(left)} {number(foot - 1.4)}H{number(right)}" for left, right in bands))


def _steps(bars: Iterable[DoseBar], axis: Axis, top: float, foot: float) -> Iterator[Path]:
    starts = "".join(f"M{number(axis.start(bar.first_day))} {number(top)}V{number(foot)}" for bar in bars if bar.begins)
    if starts:
        yield Path("c-step", starts)


def _event_lines(events: Iterable[date], axis: Axis, top: float, foot: float) -> Iterator[Path]:
    lines = marks_at(events, axis, lambda x: f"M{number(x)} {number(top)}V{number(foot)}")
    if lines:
        yield Path("c-event-line", lines)
