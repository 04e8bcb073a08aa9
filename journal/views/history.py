"""All days, a month at a time."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PatientRequest
from journal.month_page import month_days
from journal.months import Month, month_of


@require_safe
def history(request: PatientRequest) -> HttpResponse:
    """Show one month: which days are logged, and what was said about the doses."""
    today = request.user.journal_day(timezone.now())
    month = _asked(request.GET.get("month", ""), today)
    first = request.user.check_ins.logged().order_by("day").values_list("day", flat=True).first()
    context = {
        "month": month,
        "weeks": month.weeks(month_days(request.user, month, today)),
        "today": today,
        "first": first,
        "later": month.next if month.next.first <= today else None,
    }
    return render(request, "journal/history.html", context)


def _asked(text: str, today: date) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        return month_of(today)
    return month if month.first <= today else month_of(today)
