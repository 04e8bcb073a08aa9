"""What the page says on which a new link is shown, this once: the link, its code, its passcode, words to send."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.qr import qr_svg
from journal.figures.dates import date_text
from reports import passcodes
from reports.actions import MadeShare
from reports.pdf import is_possible
from reports.report import Report
from reports.text_form import text_form


def made_context(made: MadeShare, report: Report) -> dict[str, Any]:
    """Return everything that the page shows; the mail's words say nothing of health."""
    share = made.share
    link = f"{settings.SITE_URL}{reverse('share:report', args=[made.token])}"
    until = date_text(share.expires_at.astimezone(share.patient.zone).date())
    words = {"link": link, "until": until, "guarded": bool(made.passcode)}
    return {
        "share": share,
        "token": made.token,
        "link": link,
        "qr": qr_svg(link, "The link as a QR code"),
        "until": until,
        "passcode": passcodes.grouped(made.passcode) if made.passcode else "",
        "mail": render_to_string("reports/mails/to_send.txt", words).strip(),
        "text": text_form(report),
        "pdf": is_possible(),
    }
