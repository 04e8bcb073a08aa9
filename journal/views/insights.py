"""Dose steps and ratings on one time axis, and the by-step table."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PatientRequest
from journal.by_step import by_step_table
from journal.figures.chart import chart_data, chart_sentence, day_rows
from journal.figures.ratings import RatedItem
from journal.figures.table import ByStepTable
from journal.record import Record, load_record
from journal.timeline import load_timeline

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
    context = {"ranges": RANGES, "chosen": chosen, "table": table, "planned": record.planned}
    if record.phases:
        context |= _chart(record, table, chosen, today)
    return render(request, "journal/insights.html", context)


def _chart(record: Record, table: ByStepTable, chosen: str, today: date) -> dict[str, object]:
    first, last = _period(record, chosen, today)
    timeline = load_timeline(record, first, last, _charted(table, side_effects=chosen != "all"))
    return {
        "timeline": timeline,
        "chart": chart_data(timeline),
        "sentence": chart_sentence(timeline),
        "rows": day_rows(timeline),
    }


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
