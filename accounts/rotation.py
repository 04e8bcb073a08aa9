"""Wrap every key anew after the master key was changed: each patient's, and that of each waiting mail.

Only the wrapping changes, never the key itself, so nothing that it seals is touched.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.models import OutgoingMail, User
from accounts.sealing import Unsealable, rewrap, wrapped_by_current

logger = logging.getLogger(__name__)

BATCH = 500
TRIED_AT_START = 100  # of the oldest people, and as many of the newest
HOLDERS: tuple[type[User] | type[OutgoingMail], ...] = (User, OutgoingMail)


@dataclass(kw_only=True)
class Rotation:
    """What one run did: keys wrapped anew, keys that were current, and whose key no master key opens."""

    rewrapped: int = 0
    current: int = 0
    unreadable: list[str] = field(default_factory=list)


def rotate_keys() -> Rotation:
    """Wrap anew each key that is not under the current master key.

    Each row is written by itself and only if nobody changed it meanwhile, so the run can be
    killed, repeated and run twice at once.
    """
    done = Rotation()
    for holder in HOLDERS:
        for number, wrapped in _wrapped_keys(holder):
            _rotate(done, holder, number, wrapped)
    return done


def _rotate(done: Rotation, holder: type[User] | type[OutgoingMail], number: int, wrapped: bytes) -> None:
    if wrapped_by_current(wrapped):
        done.current += 1
        return
    try:
        anew = rewrap(wrapped)
    except Unsealable as error:
        who = f"{holder._meta.model_name} {number}"
        logger.error("key of %s: %s", who, error)
        done.unreadable.append(who)
        return
    rows = holder._base_manager.filter(pk=number, wrapped_key=wrapped)
    done.rewrapped += rows.update(wrapped_key=anew)


def not_current() -> int:
    """Return how many keys still need a previous master key."""
    return sum(not wrapped_by_current(wrapped) for holder in HOLDERS for _, wrapped in _wrapped_keys(holder))


def unreadable() -> int:
    """Return how many people's keys no master key given here opens."""
    return sum(not _opens(wrapped) for _, wrapped in _wrapped_keys(User))


def tried_at_start() -> tuple[int, int]:
    """Return how many people's keys were tried, some of the oldest and newest, and how many no master key opens."""
    rows = User._base_manager.values_list("pk", "wrapped_key")
    some = dict([*rows.order_by("pk")[:TRIED_AT_START], *rows.order_by("-pk")[:TRIED_AT_START]])
    return len(some), sum(not _opens(bytes(wrapped)) for wrapped in some.values())


def _opens(wrapped: bytes) -> bool:
    try:
        rewrap(wrapped)
    except Unsealable:
        return False
    return True


def _wrapped_keys(holder: type[User] | type[OutgoingMail]) -> Iterator[tuple[int, bytes]]:
    """Yield each row's number and wrapped key, read a batch at a time so that no lock or cursor stays open."""
    last, rows = -1, holder._base_manager.order_by("pk").values_list("pk", "wrapped_key")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from ((number, bytes(wrapped)) for number, wrapped in batch)
        last = batch[-1][0]
