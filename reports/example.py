"""The example that prescribers may look at: the report of the demo patient, kept as files and marked on the page.

tests/reports/test_example.py makes it anew and compares; nothing of the database is asked to show it.
"""

from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from reports.rendering import Rendered, page

FOLDER = settings.BASE_DIR / "reports" / "data"
MARK = "Example. Robin Example is invented, and so is every number on this page."
_HEAD = '<header class="rp-head">'


def marked(rendered: Rendered) -> Rendered:
    """Return a report with the mark of the example on its sheet, on paper too, and in its text."""
    sheet = rendered.sheet.replace(_HEAD, f'<p class="rp-warn">{MARK}</p>{_HEAD}', 1)
    return Rendered(sheet=sheet, text=f"{MARK}\n{rendered.text}")


@cache
def example() -> Rendered:
    """Return the example as it was made."""
    sheet, text = ((FOLDER / f"example.{kind}").read_text(encoding="utf-8") for kind in ("html", "txt"))
    return Rendered(sheet=sheet, text=text)


@login_not_required
@require_safe
@csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)
def show_example(request: HttpRequest) -> HttpResponse:
    """Show the example under a bar that says what it is."""
    return HttpResponse(page(example(), {"kind": "example"}))
