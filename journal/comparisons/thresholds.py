"""Published sizes of change that people notice: stated as published, never as a verdict about one person. Pure.

Pain on 0-10: about 2 points or 30 % (Farrar 2001, Pain 94:149); it depends on where one began: about 1 point from
1 to 4, 2 from 5 to 7, 3 to 4 from 8 to 10 (standards 4).
"""

from dataclasses import dataclass

PAIN_ITEMS = ("Widespread pain", "Nerve pain", "Joint pain")
PAIN_SCALE = (0, 10)
POINTS, SHARE = 2.0, 0.3
NONE_TEXT = "There is no published threshold for this item."


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a change of one item is held against, in points; `from_start` depends on the mean before."""

    points: float
    share: float
    from_start: float

    def reached_by(self, change: float, before: float) -> bool:
        """Return whether a change is at least 2 points, or at least 30 % of the mean before (where that is above 0)."""
        return abs(change) >= self.points or (before > 0 and abs(change) >= self.share * before)

    def reaches_from_start(self, change: float) -> bool:
        """Return whether a change is at least what was published for where it began."""
        return abs(change) >= self.from_start


def threshold_of(name: str, low: int, high: int, before: float) -> Threshold | None:
    """Return the published threshold of a built-in pain item on 0-10, None for every other item.

    before: the mean before, 0 to 10. Between the published bands (4 to 5, 7 to 8) the nearer one counts.
    """
    if name not in PAIN_ITEMS or (low, high) != PAIN_SCALE:
        return None
    from_start = 1.0 if before < 4.5 else 2.0 if before < 7.5 else 3.0
    return Threshold(POINTS, SHARE, from_start)
