"""Put together what the recipient of a link sees: every sentence and number of the report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings

from journal.by_step import by_step_table
from journal.figures.chart import chart_sentence
from journal.figures.days import count_entries
from journal.figures.ratings import RatedItem
from journal.figures.series import Timeline
from journal.figures.table import ByStepTable
from journal.happenings import VISIT, Happening, load_happenings
from journal.insights_page import gap_warning, since_of
from journal.models.events import EventKind
from journal.record import Record, load_record
from journal.side_effects import record_courses
from journal.timeline import record_timeline
from reports import beside, charts, dangers, summaries
from reports.drawing import NARROW, WIDE, Drawing
from reports.headings import Head, Now, make_head, make_now
from reports.models import PeriodKind, Share
from reports.periods import Period, rolling_period
from reports.pieces import earlier_pieces, newest_piece
from reports.then_now import LookedBack, looked_back

ONE_DAY = timedelta(days=1)


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

    @property
    def listed(self) -> list[tuple[str, Happening]]:
        """The lettered ones that are no strategy: those stand under what was tried."""
        return [(letter, each) for letter, each in self.lettered if each.kind != EventKind.STRATEGY]


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything on the page; the template adds no number of its own."""

    share: Share
    head: Head
    now: Now
    dangers: dangers.Dangers
    questions: tuple[str, ...]
    since: LookedBack
    timeline: Timeline
    panels: tuple[Panel, ...]
    sentence: str
    chart_table: summaries.ChartTable
    table: ByStepTable
    courses: tuple[tuple[str, str], ...]
    events: Events
    tried: tuple[beside.Tried, ...]
    others: tuple[beside.OtherMedicine, ...]
    notes: tuple[beside.Note, ...]
    gaps: str

    @property
    def weekly(self) -> bool:
        """Whether any of the entries stands for a week."""
        return any(column.entries.weekly for column in self.table.columns)

    @property
    def directions(self) -> str:
        """Which way the rated items of the table read."""
        return summaries.directions_text([row.item for row in self.table.rows])

    @property
    def chart_direction(self) -> str:
        """Which way every row of the chart reads; they never differ."""
        return next((f"{series.item.direction_text} in every row" for series in self.timeline.series), "")

    @property
    def newest_steps(self) -> ByStepTable:
        """The piece of the table that stands first."""
        return newest_piece(self.table)

    @property
    def earlier_steps(self) -> tuple[ByStepTable, ...]:
        """The pieces after it, because a sheet has room for six columns."""
        return earlier_pieces(self.table)


def load_report(share: Share, now: datetime, item_ids: Collection[int] | None = None) -> Report:
    """Return the report of a share as the diary stands now, on the patient's own clock: nine statements.

    item_ids: what may be seen, where the share is not saved yet; else what was ticked when it was made.
    """
    patient = share.patient
    today = patient.journal_day(now)
    as_of = share.last_day or today
    record = load_record(patient, last_day=share.last_day, today=min(today, as_of + ONE_DAY))
    period = _period(share, record, today)
    happenings = load_happenings(patient, period.first, share.last_day or date.max)
    shown = set(share.items.values_list("pk", flat=True)) if item_ids is None else set(item_ids)
    seen = replace(record, items=tuple(item for item in record.items if item.id in shown))
    charted = summaries.charted_items(seen.items)
    table = by_step_table(patient, item_ids=shown, last_day=share.last_day, record=record)
    timeline = record_timeline(record, period.first, period.last, charted)
    entries = count_entries(record.days.within(period.first, period.last))
    events = _events(happenings, period, today) if share.includes_events else Events()
    written = beside.load_written(share, period)
    others = beside.load_others(patient, record, as_of)
    return Report(
        share=share,
        head=make_head(share, record, now, period, entries, seen.items),
        now=make_now(record, table, as_of=as_of, today=today),
        dangers=_dangers(share, written, happenings, _names(record, others), entries.logged, as_of),
        questions=summaries.questions(share.questions),
        since=_since(seen, as_of, today),
        timeline=timeline,
        panels=_panels(timeline, charted, events.drawn),
        sentence=chart_sentence(timeline),
        chart_table=summaries.chart_table(timeline),
        table=table,
        courses=summaries.courses_text([each.latest for each in record_courses(seen, as_of)], table, today),
        events=events,
        tried=beside.tried((*(("", each) for each in events.earlier), *events.lettered), seen.items, record, as_of),
        others=others if share.includes_medicines else (),
        notes=written.notes,
        gaps=gap_warning(seen) if settings.SHOW_DIFFERENCES else "",
    )


def _since(seen: Record, as_of: date, today: date) -> LookedBack:
    """Return then and now, looked at from today, or from the day after a report about days gone by."""
    looked_from = min(today, as_of + ONE_DAY)
    since = since_of(seen, looked_from, show_differences=settings.SHOW_DIFFERENCES)
    return looked_back(since, seen.last_visit, seen.phases)


def _names(record: Record, others: Sequence[beside.OtherMedicine]) -> list[tuple[str, str]]:
    """Return every medicine on the list, the one that the report is about too, and since when one is not taken."""
    return [*([(record.medicine.name, "")] if record.medicine else []), *((other.name, other.off) for other in others)]


def _dangers(
    share: Share,
    written: beside.Written,
    happenings: Sequence[Happening],
    medicines: Sequence[tuple[str, str]],
    logged: int,
    as_of: date,
) -> dangers.Dangers:
    ticked = dangers.ticked_signs(written.ticks, self_harm=share.includes_self_harm)
    answers = beside.safety_answers(share)
    return dangers.Dangers(
        ticked=ticked,
        rest=dangers.rest_text(ticked, logged),
        opioids=dangers.opioids_said(
            beside.opioid_events(share, happenings),
            medicines,
            beside.opioids_answered(share),
            as_of,
        ),
        answers=() if answers is None else dangers.answers_text(answers),
    )


def _period(share: Share, record: Record, today: date) -> Period:
    if share.period == PeriodKind.DATES and share.first_day and share.last_day:
        return Period(first=share.first_day, last=share.last_day)
    return rolling_period(
        share.period,
        today=today,
        last_visit=record.last_visit or date.min,
        first_entry=record.first_day,
        last_step=record.last_step_day,
    )


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
        *((item.name, "headline" if item.is_headline else "") for item in items),
        ("", ""),
    ]
    wide, narrow = charts.draw(timeline, events, WIDE), charts.draw(timeline, events, NARROW)
    return tuple(
        Panel(name=name, note=note, wide=left, narrow=right)
        for (name, note), left, right in zip(names, wide, narrow, strict=True)
    )
