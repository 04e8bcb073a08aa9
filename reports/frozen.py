"""What a link shows: a frozen one the copy made with it, a living one the diary as it stands."""

import zlib
from datetime import datetime

from accounts.sealing import Unsealable, seal, unseal
from reports.models import FrozenReport, Share
from reports.rendering import Rendered, render
from reports.report import Report, load_report

BETWEEN = "\0"  # in no text that can be typed


def freeze(share: Share, report: Report, now: datetime) -> FrozenReport:
    """Return a new copy of the report of a saved share, sealed under the patient's key and bound to its row."""
    rendered = render(report)
    plain = f"{rendered.sheet}{BETWEEN}{rendered.text}".encode()
    copy = FrozenReport(share=share, patient=share.patient, made_at=now)
    copy.content = seal(bytes(share.patient.wrapped_key), zlib.compress(plain, 6), _place(copy))
    copy.save(force_insert=True)
    return copy


def shown(share: Share, now: datetime) -> Rendered | None:
    """Return what the link shows at an instant; None where a frozen link's copy is gone or does not open."""
    if not share.is_frozen:
        return render(load_report(share, now))
    copy = share.patient.frozen_reports.filter(share=share).first()
    return None if copy is None else _open(copy, share)


def _open(copy: FrozenReport, share: Share) -> Rendered | None:
    try:
        plain = unseal(bytes(share.patient.wrapped_key), bytes(copy.content), _place(copy))
    except Unsealable:
        return None
    sheet, _, text = zlib.decompress(plain).decode().partition(BETWEEN)
    return Rendered(sheet=sheet, text=text)


def _place(copy: FrozenReport) -> str:
    return f"{copy._meta.label}.content:{copy.pk}:{copy.patient_id}:{copy.share_id}"
