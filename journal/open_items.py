"""Which side effects stand open on a day's page, so that at most six items are in sight."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from journal.models import Item
from journal.recent_days import DAYS_BEFORE, RecentDays

MOST_IN_SIGHT = 6


def open_effects(
    effects: Sequence[Item], recent: RecentDays, long_asked: Collection[int], *, in_sight: int
) -> frozenset[int]:
    """Return the ids of those above none within the last fourteen days, or new in them; the latest win the places.

    An item is new until its first answer is older than that. `in_sight` places are taken already.
    """
    ages = {item.pk: age for item in effects if (age := _age(item, recent, long_asked)) is not None}
    latest = sorted(ages, key=lambda item: ages[item])  # stable: of equals the patient's order decides
    return frozenset(latest[: max(0, MOST_IN_SIGHT - in_sight)])


def _age(item: Item, recent: RecentDays, long_asked: Collection[int]) -> int | None:
    """Return how many days ago the item was last above none; for a new one that never was, just past all those."""
    for ago in range(DAYS_BEFORE + 1):
        value = recent.ratings.get(recent.day - timedelta(days=ago), {}).get(item.pk)
        if value is not None and _above_none(item, value):
            return ago
    return None if item.pk in long_asked else DAYS_BEFORE + 1


def _above_none(item: Item, value: int) -> bool:
    return value > item.low if item.lower_is_better else value < item.high
