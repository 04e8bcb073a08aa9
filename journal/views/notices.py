"""What a rule over days told: put it away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import PatientRequest


@require_POST
def close(request: PatientRequest, pk: int) -> HttpResponse:
    """Put a notice away for good, with earlier ones about the same; a second press changes nothing."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    same = request.user.notices.filter(rule=notice.rule, subject=notice.subject, since__lte=notice.since)
    same.filter(closed_at=None).update(closed_at=timezone.now())
    return redirect("journal:today")
