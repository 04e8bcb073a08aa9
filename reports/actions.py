"""Make a link, and end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from journal.models import Item
from reports import passcodes
from reports.frozen import freeze
from reports.models import Share
from reports.report import Report, load_report
from reports.tokens import digest, new_token


@dataclass(frozen=True, kw_only=True)
class MadeShare:
    """A new share, its token and its passcode ("" for none), which exist nowhere else.

    report: what was frozen, None where the link is a living one.
    """

    share: Share
    token: str
    passcode: str
    report: Report | None


def make_share(
    *,
    patient: User,
    share: Share,
    form_key: str,
    items: Iterable[Item],
    now: datetime,
    expires_at: datetime,
    guarded: bool = False,
) -> MadeShare | None:
    """Save the share with a new token, its passcode and its frozen copy; None when the same form already made one."""
    token, passcode = new_token(), passcodes.new_passcode() if guarded else ""
    share.patient, share.form_key, share.token_digest = patient, form_key, digest(token)
    share.created_at, share.expires_at = now, expires_at
    share.passcode_hash = passcodes.hashed(passcode) if passcode else ""
    report = None
    try:
        with transaction.atomic():
            share.save(force_insert=True)
            share.items.set(items)
            if share.is_frozen:
                report = load_report(share, now)
                freeze(share, report, now)
    except IntegrityError:
        if patient.shares.filter(form_key=form_key).exists():
            return None
        raise
    return MadeShare(share=share, token=token, passcode=passcode, report=report)


@transaction.atomic
def revoke_share(*, share: Share, now: datetime) -> bool:
    """End the link for good, with every cookie given for it and its copy; False when it had ended before."""
    working = share.patient.shares.filter(pk=share.pk, revoked_at=None, expires_at__gt=now)
    ended = bool(working.update(revoked_at=now, version=F("version") + 1))
    if ended:
        share.patient.frozen_reports.filter(share=share).delete()
    return ended
