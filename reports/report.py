"""Put together what the recipient of a link sees: every sentence and number of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from journal.by_step import by_step_table
from journal.figures.ratings import RatedItem
from journal.figures.series import Timeline, make_timeline
from journal.figures.table import ByStepTable
from journal.record import Record, load_record
from reports import charts, summaries
from reports.diary import VISIT, Happening, load_days, load_happenings
from reports.drawing import NARROW, WIDE, Drawing
from reports.headings import Head, Now, make_head, make_now
from reports.models import PeriodKind, Share
from reports.periods import Period, rolling_period
from reports.pieces import earlier_pieces, newest_piece


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One row of the chart, in both widths."""

    name: str
    note: str
    wide: Drawing
    narrow: Drawing


@dataclass(frozen=True, kw_only=True)
class Events:
    """lettered: the newest of the period, as drawn; earlier: those before them; to_come: planned ones."""

    lettered: tuple[tuple[str, Happening], ...] = ()
    earlier: tuple[Happening, ...] = ()
    to_come: tuple[Happening, ...] = ()

    @property
    def drawn(self) -> list[date]:
        """The days of the lettered ones."""
        return [each.day for _, each in self.lettered]


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything on the page; the template adds no number of its own."""

    share: Share
    head: Head
    now: Now
    timeline: Timeline
    panels: tuple[Panel, ...]
    weeks: tuple[summaries.WeekRow, ...]
    table: ByStepTable
    events: Events

    @property
    def newest_steps(self) -> ByStepTable:
        """The piece of the table that is on paper too."""
        return newest_piece(self.table)

    @property
    def earlier_steps(self) -> tuple[ByStepTable, ...]:
        """The pieces that are on the screen only, because a sheet has room for six columns."""
        return earlier_pieces(self.table)


def load_report(share: Share, now: datetime) -> Report:
    """Return the report of a share as the diary stands now, on the patient's own clock: nine statements."""
    patient = share.patient
    today = patient.journal_day(now)
    record = load_record(patient, last_day=share.last_day, today=today)
    longest = _period(share, record, today, last_visit=date.min)
    happenings = load_happenings(patient, longest.first, share.last_day or date.max)
    visits = (each.day for each in happenings if each.kind == VISIT and each.day < today)
    period = _period(share, record, today, last_visit=max(visits, default=date.min))
    shown = set(share.items.values_list("pk", flat=True))
    items = [item for item in record.items if item.id in shown]
    charted = summaries.charted_items(items)
    entries, points = load_days(patient, period, [item.id for item in charted])
    table = by_step_table(patient, item_ids=shown, last_day=share.last_day, record=record)
    timeline = make_timeline(period.first, period.last, record.phases, record.dose_days, charted, points)
    events = _events(happenings, period, today) if share.includes_events else Events()
    return Report(
        share=share,
        head=make_head(share, record, now, period, entries, items),
        now=make_now(record, table, as_of=share.last_day or today, today=today),
        timeline=timeline,
        panels=_panels(timeline, charted, events.drawn),
        weeks=summaries.week_rows(timeline),
        table=table,
        events=events,
    )


def _period(share: Share, record: Record, today: date, *, last_visit: date) -> Period:
    """Return the days of the report; with a visit of long ago they are as many as they can be."""
    if share.period == PeriodKind.DATES and share.first_day and share.last_day:
        return Period(first=share.first_day, last=share.last_day)
    return rolling_period(share.period, today=today, last_visit=last_visit, first_entry=record.first_day)


def _events(happenings: Sequence[Happening], period: Period, today: date) -> Events:
    """Sort the happenings by where they stand on the page. A visit to come is nobody's news."""
    within = [each for each in happenings if each.day in period]
    return Events(
        lettered=tuple(zip(charts.LETTERS, within[-charts.MOST_EVENTS :], strict=False)),
        earlier=tuple(within[: -charts.MOST_EVENTS]),
        to_come=tuple(each for each in happenings if each.day > max(today, period.last) and each.kind != VISIT),
    )


def _panels(timeline: Timeline, charted: Sequence[RatedItem], events: Sequence[date]) -> tuple[Panel, ...]:
    """Return the rows of the chart; without a dose step and a rating there is nothing to draw."""
    if not timeline.bars and not timeline.series:
        return ()
    items = [series.item for series in timeline.series]
    names = [
        ("Dose step", "letters: events" if events else ""),
        *((item.name, f"{'headline, ' if item.is_headline else ''}{item.direction_text}") for item in items),
        ("", ""),
    ]
    wide, narrow = charts.draw(timeline, events, WIDE), charts.draw(timeline, events, NARROW)
    return tuple(
        Panel(name=name, note=note, wide=left, narrow=right)
        for (name, note), left, right in zip(names, wide, narrow, strict=True)
    )
