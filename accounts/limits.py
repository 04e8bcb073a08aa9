"""Count tries against a limit, exactly, whatever number of workers and hosts count at once.

One row a window, changed by one statement that both databases execute atomically. The cache will
not do: the database cache cannot add one, and forgets rows when it is full. Keys are keyed digests
that change each day (UTC), so that the table tells no address, nobody and no history; at midnight
every count starts anew.

When the database does not answer, neither does this: whatever is limited stays shut.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import RateWindow

_TAKE = """
INSERT INTO accounts_ratewindow ("key", used, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT ("key") DO UPDATE SET
    used = CASE WHEN accounts_ratewindow.ends_at <= %(now)s THEN 1 ELSE accounts_ratewindow.used + 1 END,
    ends_at = CASE WHEN accounts_ratewindow.ends_at <= %(now)s
        THEN excluded.ends_at ELSE accounts_ratewindow.ends_at END
WHERE accounts_ratewindow.ends_at <= %(now)s OR accounts_ratewindow.used < %(amount)s
"""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `amount` tries in `seconds`, from the first one on."""

    name: str
    amount: int
    seconds: int


def are_on() -> bool:
    """Return whether anything is limited; only tests say no, with allauth's own setting."""
    return bool(settings.ACCOUNT_RATE_LIMITS)


def take(limit: Limit, who: str) -> int:
    """Count one try; return 0 when it may go on, else the seconds to wait."""
    if not are_on():
        return 0
    now = timezone.now()
    key, second = _key(limit.name, f"{now:%Y-%m-%d}", who), int(now.timestamp())
    values: dict[str, str | int] = {
        "key": key,
        "now": second,
        "ends_at": second + limit.seconds,
        "amount": limit.amount,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        taken = cursor.rowcount == 1
    return 0 if taken else _wait(key, second)


def give_back(limit: Limit, who: str) -> None:
    """Undo one counted try that turned out to be none."""
    if not are_on():
        return
    _windows(limit, who).filter(used__gt=0).update(used=F("used") - 1)


def clear(limit: Limit, who: str) -> None:
    """Forget what was counted."""
    _windows(limit, who).delete()


def note(name: str, who: str, seconds: int) -> None:
    """Remember that something is so for a while, from now on."""
    if not are_on():
        return
    ends_at = int(timezone.now().timestamp()) + seconds
    RateWindow.objects.update_or_create(key=_key(name, who), defaults={"used": 0, "ends_at": ends_at})


def is_noted(name: str, who: str) -> bool:
    """Return whether it was noted and the while is not over."""
    return RateWindow.objects.filter(key=_key(name, who), ends_at__gt=int(timezone.now().timestamp())).exists()


def ended(now: datetime) -> QuerySet[RateWindow]:
    """Return what no longer counts and may be deleted at any time."""
    return RateWindow.objects.filter(ends_at__lte=int(now.timestamp()))


def _windows(limit: Limit, who: str) -> QuerySet[RateWindow]:
    return RateWindow.objects.filter(key=_key(limit.name, f"{timezone.now():%Y-%m-%d}", who))


def _wait(key: str, now: int) -> int:
    ends_at = RateWindow.objects.filter(key=key).values_list("ends_at", flat=True).first()
    return max(1, (ends_at or now) - now)


def _key(*parts: str) -> str:
    return salted_hmac("accounts.limits", "\0".join(parts), algorithm="sha256").hexdigest()[:32]
