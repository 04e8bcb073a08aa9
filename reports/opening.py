"""Open a link: look it up, check its passcode, count, note it for the patient."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from reports import mails, passcodes, tokens
from reports.models import MOST_FAILED, Opened, Outcome, Share, ShareQuerySet

MOST_DEVICE = 40
MOST_NOTED = 500  # lines that one link's list holds of each kind; more openings are counted and not listed


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What pressing the button came to.

    share: the opened one. tries_left: of the passcode, where it is asked for. mistyped: the one whose passcode was
    typed wrong, for the log; with the last try it is locked.
    """

    share: Share | None = None
    tries_left: int = 0
    mistyped: Share | None = None


DEAD = Attempt()


def open_link(token: str, typed: str, now: datetime, device: str) -> Attempt:
    """Return the opened share, how many tries are left, or DEAD for a link that does not open, whatever the reason.

    A passcode that was sent takes its time for dead links too.
    """
    share = tokens.find_share(token)
    if share is None:
        if typed:
            passcodes.spend_time()
        return DEAD
    if not share.passcode_hash:
        with transaction.atomic():
            return _opened(share, now, device)
    if not typed.strip():
        return Attempt(tries_left=MOST_FAILED - share.failed_passcodes)
    return _guess(share, typed, now, device)


@transaction.atomic
def _guess(share: Share, typed: str, now: datetime, device: str) -> Attempt:
    """Count the guess, then look at it; a right one is not counted after all.

    One transaction: nobody else sees the guess counted before it is known to be wrong, and the row stays
    locked meanwhile, so that of any number at once no more than five wrong ones are looked at.
    """
    mine = _row(share)
    if not mine.count_guess():
        passcodes.spend_time()
        return DEAD
    if passcodes.fits(typed, share.passcode_hash):
        mine.update(failed_passcodes=F("failed_passcodes") - 1)
        return _opened(share, now, device)
    left = MOST_FAILED - mine.values_list("failed_passcodes", flat=True).get()
    if left:
        note(share, now, Opened.PAGE, device, Outcome.WRONG)
    else:
        _lock(share, now, device)
    return Attempt(tries_left=left, mistyped=share)


def _opened(share: Share, now: datetime, device: str) -> Attempt:
    mine = _row(share)
    tells = share.mails_first_opening and mine.usable().filter(first_opened_at=None).update(first_opened_at=now)
    if not mine.count_opening(now):
        return DEAD
    if share.opened_count < MOST_NOTED:
        note(share, now, Opened.PAGE, device)
    if tells:
        mails.first_opening(share.patient)
    return Attempt(share=share)


def _lock(share: Share, now: datetime, device: str) -> None:
    """End a link after the fifth wrong passcode, with its copy and every cookie, and tell the patient."""
    _row(share).update(version=F("version") + 1)
    share.patient.frozen_reports.filter(share=share).delete()
    note(share, now, Opened.PAGE, device, Outcome.LOCKED)
    mails.locked(share.patient)


def note(share: Share, now: datetime, what: Opened, device: str, outcome: Outcome = Outcome.OPENED) -> None:
    """Write down an opening, or a wrong passcode, for the patient."""
    share.openings.create(at=now, what=what, outcome=outcome, device=device[:MOST_DEVICE])


def note_file(share: Share, now: datetime, what: Opened, device: str) -> None:
    """Write down that a file was taken; a link whose files were taken very often gets no more lines."""
    if share.openings.count() < MOST_NOTED:
        note(share, now, what, device)


def _row(share: Share) -> ShareQuerySet:
    return share.patient.shares.filter(pk=share.pk)
