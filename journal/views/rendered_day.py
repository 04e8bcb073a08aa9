"""The answer that shows a day's page, whatever led to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from journal.day_page import DayPage, week_strip
from journal.day_words import after_save
from journal.forms.day import DayForm
from journal.forms.gaps import read_filled
from journal.learn import Library, felt
from journal.notice_cards import open_cards

TEMPLATE = "journal/day.html"


def render_day(request: HttpRequest, page: DayPage, form: DayForm, status: int = 200, **more: object) -> HttpResponse:
    """Return the day's page; right after a save it says what was saved, and offers undo."""
    asked = request.GET.dict() if status == 200 else {}
    context = {
        "page": page,
        "form": form,
        "week": week_strip(page),
        "said": after_save(page, asked),
        "filled": read_filled(asked.get("filled", ""), page.today),
        "notices": open_cards(page.patient, page.items) if status == 200 else [],
        "to_read": Library().pages_about(felt(page.items, page.loaded.state.ratings)),
        **more,
    }
    return render(request, TEMPLATE, context, status=status)
