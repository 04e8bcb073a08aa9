"""What the chart on the insights page draws, as plain data, and the same numbers as rows. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from journal.figures.dates import date_text, each_day, span_text
from journal.figures.series import DoseBar, Series, Timeline

SPARE_TONE, WELLBEING_TONE = 5, 4


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the table twin. values: one text a series, "" where nothing was answered."""

    day: date
    dose: str
    not_taken: str
    weekly: bool
    values: tuple[str, ...]

    @property
    def day_text(self) -> str:
        """The day in words."""
        return date_text(self.day)


def chart_data(timeline: Timeline) -> dict[str, Any]:
    """Return plain lists and dicts for the script; a day is a whole number, 0 for the first of the period."""

    def offset(day: date) -> int:
        return (day - timeline.first_day).days

    return {
        "first": timeline.first_day.isoformat(),
        "days": timeline.days,
        "bars": [_bar(bar, offset(bar.first_day), offset(bar.last_day)) for bar in timeline.bars],
        "missed": [offset(day) for day in timeline.missed],
        "skipped": [offset(day) for day in timeline.skipped],
        "notRecorded": [offset(day) for day in timeline.not_recorded],
        "items": [
            {
                **_item(series),
                "days": [offset(point.day) for point in series.points],
                "values": [point.value for point in series.points],
                "weeks": [[[offset(week.middle_day), round(week.mean, 2)] for week in run] for run in series.weeks],
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
    items = [f"{series.item.name}, rated on {len(series.points)} days" for series in timeline.series]
    return f"Dose: {'; '.join(bars) or 'none recorded'}. Below it: {'; '.join(items) or 'no ratings'}."


def day_rows(timeline: Timeline) -> tuple[DayRow, ...]:
    """Return a row for each day with a rating, a missed or a skipped dose, in order of time."""
    values: dict[date, dict[int, str]] = defaultdict(dict)
    weekly = set()
    for place, series in enumerate(timeline.series):
        for point in series.points:
            values[point.day][place] = str(point.value)
            if point.weekly:
                weekly.add(point.day)
    for day in (*timeline.missed, *timeline.skipped):
        values[day]
    doses, marks = dict(_dose_days(timeline)), _marks(timeline)
    places = range(len(timeline.series))
    return tuple(
        DayRow(
            day, doses.get(day, ""), marks.get(day, ""), day in weekly, tuple(said.get(place, "") for place in places)
        )
        for day, said in sorted(values.items())
    )


def _dose_days(timeline: Timeline) -> Iterator[tuple[date, str]]:
    for bar in timeline.bars:
        for day in each_day(bar.first_day, bar.last_day):
            yield day, bar.label


def _marks(timeline: Timeline) -> dict[date, str]:
    """Return in words which doses of a day were not taken."""
    words: dict[date, list[str]] = defaultdict(list)
    for word, days in (
        ("missed", timeline.missed),
        ("skipped", timeline.skipped),
        ("not recorded", timeline.not_recorded),
    ):
        for day in days:
            words[day].append(word)
    return {day: ", ".join(said) for day, said in words.items()}
