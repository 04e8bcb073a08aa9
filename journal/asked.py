"""How many items are asked about every time: at most six; side effects fold away by themselves. Pure."""

from collections.abc import Iterable
from typing import Protocol

MOST_ASKED = 6
SIDE_EFFECT = "side_effect"


class Asked(Protocol):
    """What the rule must know of an item."""

    group: str
    resting: bool


def always_asked[T: Asked](items: Iterable[T]) -> list[T]:
    """Return the items that every check-in asks about: awake, and no side effect.

    Of the side effects today shows those of the last fourteen days in the places left, so they need no rule.
    """
    return [item for item in items if not item.resting and item.group != SIDE_EFFECT]


def is_seventh(items: Iterable[Asked], group: str) -> bool:
    """Return whether one more of this group would be one too many beside these."""
    return group != SIDE_EFFECT and len(always_asked(items)) >= MOST_ASKED
