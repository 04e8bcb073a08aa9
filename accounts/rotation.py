"""Wrap every patient's key anew after the master key was changed.

Only the wrapping changes, never the patient's key, so nothing that it seals is touched.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.models import User
from accounts.sealing import Unsealable, rewrap, wrapped_by_current

logger = logging.getLogger(__name__)

BATCH = 500


@dataclass(kw_only=True)
class Rotation:
    """What one run did: keys wrapped anew, keys that were current, and whose key no master key opens."""

    rewrapped: int = 0
    current: int = 0
    unreadable: list[int] = field(default_factory=list)


def rotate_keys() -> Rotation:
    """Wrap anew each key that is not under the current master key.

    Each row is written by itself and only if nobody changed it meanwhile, so the run can be
    killed, repeated and run twice at once.
    """
    done = Rotation()
    for number, wrapped in _wrapped_keys():
        if wrapped_by_current(wrapped):
            done.current += 1
            continue
        try:
            anew = rewrap(wrapped)
        except Unsealable as error:
            logger.error("key of user=%s: %s", number, error)
            done.unreadable.append(number)
            continue
        done.rewrapped += User.objects.filter(pk=number, wrapped_key=wrapped).update(wrapped_key=anew)
    return done


def not_current() -> int:
    """Return how many keys still need a previous master key."""
    return sum(not wrapped_by_current(wrapped) for _, wrapped in _wrapped_keys())


def _wrapped_keys() -> Iterator[tuple[int, bytes]]:
    """Yield each user's number and wrapped key, read a batch at a time so that no lock or cursor stays open."""
    last = 0
    while batch := list(User.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "wrapped_key")[:BATCH]):
        yield from ((number, bytes(wrapped)) for number, wrapped in batch)
        last = batch[-1][0]
