"""The list of a patient's links, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from journal.figures.dates import date_text, span_text
from reports import summaries
from reports.models import PeriodKind, Share

MOST_LISTED = 200
PERIODS = {
    PeriodKind.WEEKS_12: "the last 12 weeks",
    PeriodKind.SINCE_VISIT: "since the last visit",
    PeriodKind.ALL: "everything",
}


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """One link as the list shows it."""

    share: Share
    works: bool
    period: str
    included: str
    state: str
    opened: str


def list_shares(patient: User, now: datetime) -> list[ShareLine]:
    """Return the patient's newest links, the newest first, in two statements."""
    return [_line(share, patient, now) for share in patient.shares.prefetch_related("items")[:MOST_LISTED]]


def _line(share: Share, patient: User, now: datetime) -> ShareLine:
    return ShareLine(
        share=share,
        works=share.works(now),
        period=period_text(share),
        included=summaries.included_text([item.name for item in share.items.all()], share.includes_events),
        state=_state_text(share, patient, now),
        opened=_opened_text(share, patient),
    )


def period_text(share: Share) -> str:
    """Return which days it covers: "the last 12 weeks" or "1 to 22 Nov 2026"."""
    if share.first_day and share.last_day:
        return span_text(share.first_day, share.last_day)
    return PERIODS[PeriodKind(share.period)]


def _state_text(share: Share, patient: User, now: datetime) -> str:
    if share.revoked_at:
        return f"Ended by you, {date_text(_day(share.revoked_at, patient))}"
    end = date_text(_day(share.expires_at, patient))
    return f"Works until {end}" if share.works(now) else f"Ended by date, {end}"


def _opened_text(share: Share, patient: User) -> str:
    if not share.first_opened_at or not share.last_opened_at:
        return "never opened yet" if not share.revoked_at else "never opened"
    first, last = (date_text(_day(at, patient)) for at in (share.first_opened_at, share.last_opened_at))
    if share.opened_count == 1:
        return f"opened once, {first}"
    return f"opened {share.opened_count} times, first {first}, last {last}"


def _day(at: datetime, patient: User) -> date:
    """Return the calendar day on the patient's clock."""
    return at.astimezone(patient.zone).date()
