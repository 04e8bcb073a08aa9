"""What stands in the bar above a report, for its recipient and for the patient who looks at the same page."""

from datetime import datetime
from typing import Any

from journal.figures.dates import date_text
from reports import pdf
from reports.models import Share


def bar(share: Share) -> dict[str, Any]:
    """Return the bar's words for the recipient: whose it is, until when."""
    return {
        "share": share,
        "until": _clock(share.expires_at, share),
        "frozen_at": _clock(share.created_at, share),
        "pdf": pdf.is_possible(),
    }


def view_bar(share: Share, now: datetime) -> dict[str, Any]:
    """Return the bar's words for the patient."""
    return {**bar(share), "kind": "view", "works": share.works(now)}


def _clock(at: datetime, share: Share) -> str:
    local = at.astimezone(share.patient.zone)
    return f"{date_text(local.date())}, {local:%H:%M}"
