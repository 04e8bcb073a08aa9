"""The report as a recipient gets it: the sheet in HTML and the text, made once and then used for all forms of it."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from reports.report import Report
from reports.text_form import text_form

PLACE = "<!-- the sheet goes here -->"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """sheet: the `article` of the page, its typed text escaped. text: what report.txt holds."""

    sheet: str
    text: str


def render(report: Report) -> Rendered:
    """Return the sheet and the text of a report."""
    return Rendered(sheet=str(render_to_string("reports/_sheet.html", {"report": report})), text=text_form(report))


def page(rendered: Rendered, context: dict[str, Any]) -> str:
    """Return the whole page around a sheet. It is made without the request: no session, user or message gets in.

    The sheet is put in after the template is done, because a frozen one comes out of the database as plain text;
    it was escaped when it was made, and sealed to its row since.
    """
    around = render_to_string("reports/report.html", {**context, "text": rendered.text})
    before, after = around.split(PLACE)
    return f"{before}{rendered.sheet}{after}"
