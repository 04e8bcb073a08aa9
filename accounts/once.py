"""What works once works once: for all workers and hosts, however many ask in the same moment."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Spent


def spend(purpose: str, value: str, lasting: timedelta) -> bool:
    """Return True to one caller only; to all others False, until so much time has passed.

    The database decides: by the row that only one can insert, or only one can take over once it
    is out of date. A count in a cache could be thrown out of it.
    """
    now = timezone.now()
    digest = salted_hmac(f"accounts.once.{purpose}", value, algorithm="sha256").hexdigest()
    if Spent.objects.filter(digest=digest, until__lte=now).update(until=now + lasting):
        return True
    try:
        with transaction.atomic():
            Spent.objects.create(digest=digest, until=now + lasting)
    except IntegrityError:
        return False
    return True


def ended(now: datetime) -> QuerySet[Spent]:
    """Return what would no longer work anyway."""
    return Spent.objects.filter(until__lte=now)
