"""All days, a month at a time."""

from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PatientRequest
from journal import word_search
from journal.forms.search import SearchForm
from journal.month_page import month_days
from journal.months import Month, month_of


@require_safe
def history(request: PatientRequest) -> HttpResponse:
    """Show one month: which days are logged, and what was said about the doses."""
    today = request.user.journal_day(timezone.now())
    month = _asked(request.GET, today)
    days = month_days(request.user, month, today)
    first = request.user.check_ins.logged().order_by("day").values_list("day", flat=True).first()
    context = {
        "month": month,
        "weeks": month.weeks(days),
        "notable": [day for day in days.values() if day.notable],
        "amended": [day for day in days.values() if day.amended],
        "today": today,
        "first": first,
        "search": SearchForm(),
        "ways": month.ways(month_of(today)),
        "months": [date(2000, number, 1) for number in range(1, 13)],
        "years": range(today.year, min(first or today, month.first).year - 1, -1),
    }
    return render(request, "journal/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: PatientRequest) -> HttpResponse:
    """Find words in one's own texts. They come in the body of a post, and what an address says is not read."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    results = None
    if form.is_bound and form.is_valid():
        results = word_search.search(request.user, form.words, form.cleaned_data["before"])
    context = {"form": form, "results": results, "today": request.user.journal_day(timezone.now())}
    return render(request, "journal/search.html", context, status=422 if form.errors else 200)


def _asked(asked: QueryDict, today: date) -> Month:
    """Return the month of ?month=2026-11, or of the two boxes of the jump; this month for anything else."""
    text = asked.get("month", "")
    if "year" in asked:
        text = f"{asked['year']}-{text.zfill(2)}"
    try:
        month = Month.parse(text)
    except ValueError:
        return month_of(today)
    return month if month.first <= today else month_of(today)
