"""What the chart on the insights page draws, as plain data, and the same numbers as rows. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from journal.figures.dates import date_text, each_day, span_text, stretches
from journal.figures.marks import BeforeMean, Mark
from journal.figures.series import WEEK, DoseBar, Series, Timeline, WeekMean, mean_text

SPARE_TONE, WELLBEING_TONE = 5, 4


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the table twin. values: one text a series, "" where nothing was answered; happened: its events."""

    day: date
    dose: str
    not_taken: str
    weekly: bool
    values: tuple[str, ...]
    happened: str = ""

    @property
    def day_text(self) -> str:
        """The day in words."""
        return date_text(self.day)


class WeekRow(NamedTuple):
    """One week of the table twin. values: "5.2, n 6", "" where there is no mean."""

    day_text: str
    dose: str
    not_taken: str
    values: tuple[str, ...]
    weekly: bool = False
    happened: str = ""


def chart_data(
    timeline: Timeline, marks: Sequence[Mark] = (), before: Mapping[int, BeforeMean] | None = None
) -> dict[str, Any]:
    """Return plain lists and dicts for the script; a day is a whole number, 0 for the first of the period.

    Told by week, it has the weekly means alone. before: the average before LDN by item id.
    """
    means = before or {}

    def offset(day: date) -> int:
        return (day - timeline.first_day).days

    @cache
    def middle(first: date, last: date) -> int:
        return (offset(first) + offset(last)) // 2

    return {
        "first": timeline.first_day.isoformat(),
        "days": timeline.days,
        "bars": [_bar(bar, offset(bar.first_day), offset(bar.last_day)) for bar in timeline.bars],
        "missed": [offset(day) for day in timeline.missed],
        "skipped": [offset(day) for day in timeline.skipped],
        "notRecorded": [offset(day) for day in timeline.not_recorded],
        "marks": [{"letter": mark.letter, "day": offset(mark.day), "text": mark.kinds_text} for mark in marks],
        "items": [
            {
                **_item(series),
                "before": round(means[series.item.id].mean, 2) if series.item.id in means else None,
                "days": [] if timeline.by_week else [offset(point.day) for point in series.points],
                "values": [] if timeline.by_week else [point.value for point in series.points],
                "weeks": [
                    [[middle(week.first_day, week.last_day), round(week.mean, 2)] for week in run]
                    for run in series.weeks
                ],
            }
            for series in timeline.series
        ],
    }


def _bar(bar: DoseBar, first: int, last: int) -> dict[str, Any]:
    return {
        "label": bar.label,
        "first": first,
        "last": last,
        "amount": None if bar.amount is None else bar.amount / 1000,
        "level": bar.level,
        "step": bar.is_step,
        "begins": bar.begins,
        "washIn": None if bar.wash_in_last_day is None else first + (bar.wash_in_last_day - bar.first_day).days,
    }


def _item(series: Series) -> dict[str, Any]:
    item = series.item
    tones = {"target": item.target_rank, "wellbeing": WELLBEING_TONE}
    return {
        "name": item.name,
        "tone": tones.get(item.group) or SPARE_TONE,
        "bars": item.is_side_effect,
        "low": item.low,
        "high": item.high,
        "lowText": item.low_text,
        "highText": item.high_text,
    }


def chart_sentence(timeline: Timeline) -> str:
    """Return the dose steps of the period in words, for those who do not see the picture."""
    bars = [f"{bar.label}, {span_text(bar.first_day, bar.last_day)}" for bar in timeline.bars]
    items = [f"{each.item.name}, {each.said_text}" for each in timeline.series]
    return f"Dose: {'; '.join(bars) or 'none recorded'}. Below it: {'; '.join(items) or 'no ratings drawn'}."


def day_rows(timeline: Timeline, marks: Sequence[Mark] = ()) -> tuple[DayRow | WeekRow, ...]:
    """Return a row for each day with a rating, a mark or a dose missed or skipped, in order of time.

    Days of one dose that say no more than that nothing was recorded share a row; after each week stand its averages.
    """
    happened = {mark.day: mark.text for mark in marks}
    values: dict[date, dict[int, str]] = defaultdict(dict)
    weekly = set()
    for place, series in enumerate(timeline.series):
        for point in series.points:
            values[point.day][place] = str(point.value)
            if point.weekly:
                weekly.add(point.day)
    for day in (*timeline.missed, *timeline.skipped, *happened):
        values[day]
    doses, not_taken = dict(_dose_days(timeline)), _not_taken_days(timeline)
    places = range(len(timeline.series))
    rows: dict[tuple[date, bool], DayRow | WeekRow] = {
        (day, False): DayRow(
            day,
            doses.get(day, ""),
            not_taken.get(day, ""),
            day in weekly,
            tuple(said.get(place, "") for place in places),
            happened.get(day, ""),
        )
        for day, said in values.items()
    }
    rows |= {(first, False): row for first, row in _unsaid(timeline, values)}
    rows |= {(last, True): row for last, row in _averages(timeline)}
    return tuple(row for _, row in sorted(rows.items(), key=itemgetter(0)))


def _unsaid(timeline: Timeline, said: Collection[date]) -> Iterator[tuple[date, WeekRow]]:
    """Yield the first day and the row of each run of days of one dose of which only a dose not recorded is known."""
    for bar in timeline.bars:
        days = [day for day in timeline.not_recorded if bar.first_day <= day <= bar.last_day and day not in said]
        for _, run in groupby(enumerate(days), key=lambda each: each[1].toordinal() - each[0]):
            _, of_run = zip(*run, strict=True)
            words = span_text(of_run[0], of_run[-1])
            yield of_run[0], WeekRow(words, bar.label, "not recorded", ("",) * len(timeline.series))


def _averages(timeline: Timeline) -> Iterator[tuple[date, WeekRow]]:
    """Yield the last day of each week with a mean, and the means of its series."""
    means = [{week.first_day: week for run in series.weeks for week in run} for series in timeline.series]
    for first, week in {first: week for by_day in means for first, week in by_day.items()}.items():
        texts = tuple(_mean_text(by_day.get(first)) for by_day in means)
        yield week.last_day, WeekRow(f"Average, {span_text(first, week.last_day)}", timeline.dose_on(first), "", texts)


def week_rows(timeline: Timeline, marks: Sequence[Mark] = ()) -> tuple[WeekRow, ...]:
    """Return a row for each week of a dose step with a mean, a mark or a dose not taken, in order of time.

    The period must begin with a phase or before the first: weeks count from the dose change.
    """
    means = [{week.first_day: week for run in series.weeks for week in run} for series in timeline.series]
    marked = [mark.day for mark in marks]
    rows = []
    for bar in timeline.bars:
        not_taken_in = _not_taken_weeks(timeline, bar)
        for number, (first, last) in enumerate(stretches(bar.first_day, bar.last_day, WEEK)):
            values = tuple([_mean_text(by_day.get(first)) for by_day in means])
            not_taken = ", ".join(not_taken_in.get(number, ()))
            within = marks[bisect_left(marked, first) : bisect_right(marked, last)]
            happened = "; ".join(mark.text for mark in within)
            if not_taken or happened or any(values):
                rows.append(WeekRow(span_text(first, last), bar.label, not_taken, values, happened=happened))
    return tuple(rows)


def before_row(timeline: Timeline, before: Mapping[int, BeforeMean]) -> WeekRow | None:
    """Return the averages before LDN of the series as a row of the table twin; None where there is none."""
    found = [before.get(series.item.id) for series in timeline.series]
    values = tuple("" if mean is None else mean.text for mean in found)
    return WeekRow("Average before LDN", "Before LDN", "", values) if any(values) else None


def _mean_text(week: WeekMean | None) -> str:
    return "" if week is None else mean_text(week.mean, week.n)


def _not_taken_weeks(timeline: Timeline, bar: DoseBar) -> dict[int, list[str]]:
    """Return by number of the week, from 0, on how many days a dose was missed, skipped or not recorded, in words."""
    said: dict[int, list[str]] = defaultdict(list)
    begin = bar.first_day.toordinal()
    for word, days in _kinds(timeline):
        within = days[bisect_left(days, bar.first_day) : bisect_right(days, bar.last_day)]
        for week, count in Counter([(day.toordinal() - begin) // WEEK for day in within]).items():
            said[week].append(f"{word} {count}")
    return said


def _kinds(timeline: Timeline) -> tuple[tuple[str, tuple[date, ...]], ...]:
    return (("missed", timeline.missed), ("skipped", timeline.skipped), ("not recorded", timeline.not_recorded))


def _dose_days(timeline: Timeline) -> Iterator[tuple[date, str]]:
    for bar in timeline.bars:
        for day in each_day(bar.first_day, bar.last_day):
            yield day, bar.label


def _not_taken_days(timeline: Timeline) -> dict[date, str]:
    """Return in words which doses of a day were not taken."""
    words: dict[date, list[str]] = defaultdict(list)
    for word, days in _kinds(timeline):
        for day in days:
            words[day].append(word)
    return {day: ", ".join(said) for day, said in words.items()}
