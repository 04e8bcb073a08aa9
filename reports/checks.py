"""Say at start where no PDF can be made."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from reports import pdf


def pdf_is_possible(**kwargs: Any) -> list[CheckMessage]:
    """Warn where WeasyPrint's system library is missing; everything else goes on."""
    if pdf.is_possible():
        return []
    hint = (
        "Install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0). Reports offer print meanwhile."
    )
    return [Warning("Reports cannot be given as PDF: WeasyPrint or Pango is missing.", hint=hint, id="reports.W001")]
