"""The report as a file in an answer."""

from django.http import HttpResponse

from reports.models import Share
from reports.pdf import make_pdf
from reports.rendering import Rendered


def as_pdf(rendered: Rendered, share: Share) -> HttpResponse | None:
    """Return the PDF under a name without a person in it; None where it cannot be made now."""
    made = make_pdf(rendered, share.patient)
    if made is None:
        return None
    name = f'inline; filename="report-{share.created_at.astimezone(share.patient.zone):%Y-%m-%d}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})
