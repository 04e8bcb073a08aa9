"""A list, and a save."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tests.bench.bare.forms import NAMES, DayForm
from tests.bench.bare.models import Score

SHOWN = 25


@require_safe
@login_required
def page(request):
    """List the latest days."""
    return render(request, "bare/page.html", {"days": request.user.days.all()[:SHOWN]})


@require_POST
@login_required
@transaction.atomic
def save(request):
    """Keep a day and its eight scores."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return render(request, "bare/page.html", {"form": form}, status=422)
    day, made = request.user.days.get_or_create(day=form.cleaned_data["day"])
    if not made:
        day.scores.all().delete()
    Score.objects.bulk_create(Score(day=day, name=name, value=form.cleaned_data[name]) for name in NAMES)
    return redirect("page")
