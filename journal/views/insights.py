"""Dose steps and ratings on one time axis, and the by-step table."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PatientRequest
from journal.by_step import by_step_table
from journal.comparisons.course import headline_course
from journal.figures.chart import before_row, chart_data, chart_sentence, day_rows, week_rows
from journal.figures.fading import count_fading
from journal.figures.marks import BeforeMean, means_before
from journal.figures.ratings import RatedItem
from journal.figures.table import ByStepTable
from journal.insights_page import comparisons_of, gap_warning, load_nights, since_of, target_points
from journal.overall_changes import overall_rows
from journal.record import Record, load_record
from journal.side_effects import headache_medicine, record_courses
from journal.start import baseline_of
from journal.timeline import record_timeline
from journal.tried import load_happened

RANGES = {"30": "30 days", "90": "90 days", "180": "180 days", "all": "Everything"}
USUAL_RANGE = "90"
MOST_PANELS = 12


@require_safe
def insights(request: PatientRequest) -> HttpResponse:
    """Show what was rated and taken over a range of days; a range we do not know is the usual one."""
    chosen = request.GET.get("range", "")
    chosen = chosen if chosen in RANGES else USUAL_RANGE
    today = request.user.journal_day(timezone.now())
    record = load_record(request.user, today=today)
    table = by_step_table(request.user, record=record)
    context = {
        "ranges": RANGES,
        "chosen": chosen,
        "table": table,
        "planned": record.planned,
        "baseline": baseline_of(record, today),
        "overall": overall_rows(request.user),
    }
    if record.phases:
        context |= _chart(record, table, chosen, today)
        context |= _side_effects(record, today)
        context |= _comparisons(record, today)
        context["nights"] = load_nights(record, *_period(record, chosen, today))
    return render(request, "journal/insights.html", context)


def _comparisons(record: Record, today: date) -> dict[str, object]:
    show, points = settings.SHOW_DIFFERENCES, target_points(record)
    return {
        "since": since_of(record, today, show_differences=show),
        "last_visit": record.last_visit,
        "comparisons": comparisons_of(record, points, show_differences=show),
        "headline": headline_course(record.phases, record.items, points),
        "show_differences": show,
        "gap_warning": gap_warning(record) if show else "",
    }


def _side_effects(record: Record, today: date) -> dict[str, object]:
    seen_from = max(today, record.last_day or today)
    return {
        "courses": record_courses(record, seen_from),
        "headache_medicine": headache_medicine(record, seen_from),
        "fading": count_fading(record.days, record.phases, record.items),
    }


def _chart(record: Record, table: ByStepTable, chosen: str, today: date) -> dict[str, object]:
    first, last = _period(record, chosen, today)
    items = _charted(table, side_effects=chosen != "all")
    timeline = record_timeline(record, first, last, items)
    happened = load_happened(record, first, last, today)
    before = _before(record, items, today)
    rows = week_rows(timeline, happened.marks) if timeline.by_week else day_rows(timeline, happened.marks)
    average = before_row(timeline, before)
    return {
        "timeline": timeline,
        "chart": chart_data(timeline, happened.marks, before),
        "sentence": chart_sentence(timeline),
        "rows": (average, *rows) if average else rows,
        "average": average,
        "panels": [(series, before.get(series.item.id)) for series in timeline.series],
        **vars(happened),
    }


def _before(record: Record, items: Iterable[RatedItem], today: date) -> dict[int, BeforeMean]:
    """Return the means before the first dose of LDN of the items with a mean; none before it and without LDN."""
    baseline = baseline_of(record, today)
    begun = baseline.first_dose if baseline and baseline.begun else None
    return means_before(record.days, {item.id for item in items if not item.is_side_effect}, begun)


def _period(record: Record, chosen: str, today: date) -> tuple[date, date]:
    """Return the first and last day to draw; a file can bring entries from a zone where it is tomorrow."""
    last = max(today, record.last_day or today)
    if chosen == "all":
        return record.first_day or last, last
    return last - timedelta(days=int(chosen) - 1), last


def _charted(table: ByStepTable, *, side_effects: bool) -> list[RatedItem]:
    """Return what to draw: rated items, then the side effects that were ever there."""
    rated = [row.item for row in table.rows if not row.item.is_side_effect]
    effects = [row for row in table.rows if row.item.is_side_effect]
    felt = [row.item for row in effects if any(cell.figures.days_with for cell in row.cells)]
    return rated[:MOST_PANELS] + (felt[:MOST_PANELS] if side_effects else [])
