"""What was just done to the list of items, as the address says it: told, undone, and where the focus stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journal.models import Item

MOVES = {"up": "moved up", "down": "moved down"}


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done: in words, which button has the focus now, and what undoes it.

    moved, direction: the item that was moved, and the button that is pressed again for one place more.
    undo: the item whose rest is turned back; resting: "yes" or "no"; rests: the one that rests for it.
    """

    words: str
    moved: int | None = None
    direction: str = ""
    undo: int | None = None
    resting: str = ""
    rests: int | None = None


def read_done(address: Mapping[str, str], rows: Sequence[Item]) -> Done | None:
    """Return what the address says was done, None where it says nothing that is true of these items."""
    by_pk = {str(item.pk): item for item in rows}
    for direction in MOVES:
        if item := by_pk.get(address.get(direction, "")):
            return _moved(item, direction, rows)
    woken, rests = (by_pk.get(address.get(name, "")) for name in ("wakes", "rests"))
    return _rested(woken if woken and not woken.resting else None, rests if rests and rests.resting else None)


def _moved(item: Item, direction: str, rows: Sequence[Item]) -> Done:
    place = [row.pk for row in rows].index(item.pk) + 1
    at_the_end = place == (1 if direction == "up" else len(rows))
    button = direction if not at_the_end else "down" if direction == "up" else "up"
    words = f"{item.name} {MOVES[direction]}: place {place} of {len(rows)}."
    return Done(words=words, moved=item.pk, direction=button)


def _rested(woken: Item | None, rests: Item | None) -> Done | None:
    if woken and rests:
        words = f"{woken.name} is asked again, and {rests.name} rests."
        return Done(words=words, undo=rests.pk, resting="no", rests=woken.pk)
    if woken:
        return Done(words=f"{woken.name} is asked again.", undo=woken.pk, resting="yes")
    if rests:
        return Done(words=f"{rests.name} rests now. Its answers stay.", undo=rests.pk, resting="no")
    return None
