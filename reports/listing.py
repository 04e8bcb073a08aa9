"""The list of a patient's links, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from journal.figures.dates import date_text, span_text
from journal.models.items import Group
from reports import summaries
from reports.headings import extras
from reports.models import Opening, PeriodKind, Share

MOST_LISTED, MOST_OPENINGS = 200, 50
PERIODS = {
    PeriodKind.WEEKS_12: "the last 12 weeks",
    PeriodKind.SINCE_VISIT: "since the last visit",
    PeriodKind.SINCE_STEP: "since the last dose step",
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
    how: str
    openings: tuple[str, ...]


def list_shares(patient: User, now: datetime) -> list[ShareLine]:
    """Return the patient's newest links, the newest first, in three statements."""
    return [_line(share, patient, now) for share in patient.shares.prefetch_related("items", "openings")[:MOST_LISTED]]


def _line(share: Share, patient: User, now: datetime) -> ShareLine:
    return ShareLine(
        share=share,
        works=share.works(now),
        period=period_text(share),
        included=summaries.included_text(
            [(item.name, item.group == Group.SIDE_EFFECT) for item in share.items.all()], extras(share)
        ),
        state=_state_text(share, patient, now),
        opened=_opened_text(share, patient),
        how=how_text(share),
        openings=tuple(_opening_text(each, patient) for each in share.openings.all()[:MOST_OPENINGS]),
    )


def period_text(share: Share) -> str:
    """Return which days it covers: "the last 12 weeks" or "1 to 22 Nov 2026"."""
    if share.first_day and share.last_day:
        return span_text(share.first_day, share.last_day)
    return PERIODS[PeriodKind(share.period)]


def how_text(share: Share) -> str:
    """Return how the link shows it: frozen or living, with or without a passcode."""
    kind = "A copy, as it was when the link was made" if share.is_frozen else "Living: it shows what you add"
    return f"{kind}{'; with a passcode' if share.passcode_hash else ''}"


def _opening_text(opening: Opening, patient: User) -> str:
    """Return an opening as the patient reads it: "22 Nov 2026, 21:52: the page, opened, Firefox on Windows"."""
    local = opening.at.astimezone(patient.zone)
    what = f"{opening.get_what_display()}, {opening.get_outcome_display()}, {opening.device}"
    return f"{date_text(local.date())}, {local:%H:%M}: {what}"


def _state_text(share: Share, patient: User, now: datetime) -> str:
    if share.revoked_at:
        return f"Ended by you, {date_text(_day(share.revoked_at, patient))}"
    if share.is_locked:
        return "Ended: five wrong passcodes"
    end = date_text(_day(share.expires_at, patient))
    return f"Works until {end}" if share.works(now) else f"Ended by date, {end}"


def _opened_text(share: Share, patient: User) -> str:
    if not share.first_opened_at or not share.last_opened_at:
        return "never opened" if share.revoked_at or share.is_locked else "never opened yet"
    first, last = (date_text(_day(at, patient)) for at in (share.first_opened_at, share.last_opened_at))
    if share.opened_count == 1:
        return f"opened once, {first}"
    return f"opened {share.opened_count} times, first {first}, last {last}"


def _day(at: datetime, patient: User) -> date:
    """Return the calendar day on the patient's clock."""
    return at.astimezone(patient.zone).date()
