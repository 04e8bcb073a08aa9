"""Take the record out as a file, and bring one in.

What reads and writes files is imported when it is first asked for: forty modules that no other page needs.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.fresh import fresh_sign_in_required
from accounts.requests import PatientRequest
from ldn_tracker.events import security_event

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
@fresh_sign_in_required
def export(request: PatientRequest) -> HttpResponse:
    """Hand the whole record out as a zip; GET says what is in it."""
    if request.method != "POST":
        return render(request, "journal/export.html")
    from journal.interchange.outgoing import export_zip

    day = request.user.journal_day(timezone.now())
    response = HttpResponse(export_zip(request.user), content_type="application/zip")
    security_event("export", request)
    response.headers["Content-Disposition"] = f'attachment; filename="journal-{day:%Y-%m-%d}.zip"'
    return response


@require_http_methods(PAGE_METHODS)
def import_record(request: PatientRequest) -> HttpResponse:
    """Take a file in, and show what it would do; nothing is saved yet."""
    from journal.views.importing import take_in

    return take_in(request)


@require_http_methods(PAGE_METHODS)
def import_preview(request: PatientRequest) -> HttpResponse:
    """Show what the waiting file would do, and save it once that is confirmed."""
    from journal.views.importing import show_waiting

    return show_waiting(request)
