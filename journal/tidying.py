"""What of the journal may go because its time is over: nothing that a patient wrote down."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from journal.models import WaitingImport


def may_go(now: datetime) -> dict[str, QuerySet[Any]]:
    """Return the rows that may be deleted, by what they are in words."""
    return {"files that waited for over an hour": WaitingImport.objects.ended(now)}
