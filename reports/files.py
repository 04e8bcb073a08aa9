"""The report as a file in an answer."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from reports import pdf
from reports.models import Share
from reports.rendering import Rendered

TRY_AGAIN = "60"  # seconds


def as_pdf(rendered: Rendered, share: Share, *, back: str = "./") -> HttpResponse | None:
    """Return the PDF under a name without a person in it; None where this server can make none.

    Where it cannot be made now: 503 with the way `back` to the page, which prints; relative, so that no page about
    a failure holds a link's token.
    """
    if not pdf.is_possible():
        return None
    made = pdf.make_pdf(rendered, share.patient)
    if made is None:
        page = render_to_string("reports/no_pdf.html", {"back": back})
        return HttpResponse(page, status=503, headers={"Retry-After": TRY_AGAIN})
    name = f'inline; filename="report-{share.created_at.astimezone(share.patient.zone):%Y-%m-%d}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})
