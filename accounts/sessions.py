"""Sessions in the database that end for good some time after sign-in, however often they are prolonged."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import User

ENDS = "ends_at"
LONGEST = timedelta(days=90)
LONGEST_FOR_STAFF = timedelta(hours=8)


class SessionStore(db.SessionStore):
    """Django's own, whose expiry never lies past the end that was set at sign-in."""

    def end_for_good(self, user: User, now: datetime) -> None:
        """Set the end of the session of somebody who signs in now."""
        self[ENDS] = (now + (LONGEST_FOR_STAFF if user.is_staff else LONGEST)).timestamp()

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Return the seconds until the session ends, at least 0."""
        age = super().get_expiry_age(**kwargs)
        if ENDS not in self:
            return age
        now = kwargs.get("modification", timezone.now())
        return max(0, min(age, int(self[ENDS] - now.timestamp())))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Return when the session ends."""
        date = super().get_expiry_date(**kwargs)
        if ENDS not in self:
            return date
        return min(date, datetime.fromtimestamp(self[ENDS], tz=date.tzinfo))
