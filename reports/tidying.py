"""What of links may go because its time is over: copies of ended links, and old lines about openings."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from reports.models import MOST_FAILED, FrozenReport, Opening

KEPT_FOR = timedelta(days=90)


def may_go(now: datetime) -> dict[str, QuerySet[Any]]:
    """Return the rows that may be deleted, by what they are in words."""
    ended = Q(share__expires_at__lte=now) | Q(share__revoked_at__isnull=False)
    locked = Q(share__failed_passcodes__gte=MOST_FAILED)
    return {
        "copies behind links that have ended": FrozenReport.objects.filter(ended | locked),
        "lines about openings over 90 days ago": Opening.objects.filter(at__lt=now - KEPT_FOR),
    }
