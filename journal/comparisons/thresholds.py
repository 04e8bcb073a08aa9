"""Published sizes of change that people notice: stated as published, never as a verdict about one person. Pure.

Pain on 0-10, as it falls (standards 4): about 1 point or 15 % is the least noticed, about 2 points or 30 to 33 % is
"much better" (Salaffi 2004, European Journal of Pain 8:283; Farrar 2001, Pain 94:149). It depends on where one began:
about 1 point from 1 to 4, 2 from 5 to 7, 3 to 4 from 8 to 10.
"""

from dataclasses import dataclass

PAIN_ITEMS = ("Widespread pain", "Nerve pain", "Joint pain")
PAIN_SCALE = (0, 10)
NOTICED, MUCH_BETTER = (1.0, 0.15), (2.0, 0.3)  # points, and share of the mean before
NONE_TEXT = "There is no published threshold for this item."


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a change of one item is held against where it began so: in words, and from how many points on."""

    began: str
    from_start_text: str
    from_start: float

    def reached(self, change: float, before: float) -> tuple[bool, bool, bool]:
        """Return whether a change (points) is as large as the least noticed, as "much better", as it is from there.

        before: the mean before, 0 to 10; a share of 0 is reached by nothing.
        """
        size = abs(change)
        noticed, much = (
            size >= points or (before > 0 and size >= share * before) for points, share in (NOTICED, MUCH_BETTER)
        )
        return noticed, much, size >= self.from_start


LOW, MIDDLE, HIGH = (
    Threshold("1 to 4", "1 point", 1.0),
    Threshold("5 to 7", "2 points", 2.0),
    Threshold("8 to 10", "3 to 4 points", 3.0),
)


def threshold_of(name: str, low: int, high: int, before: float) -> Threshold | None:
    """Return the published threshold of a built-in pain item on 0-10, None for every other item.

    before: the mean before, 0 to 10. Between the published bands (4 to 5, 7 to 8) the nearer one counts.
    """
    if name not in PAIN_ITEMS or (low, high) != PAIN_SCALE:
        return None
    return LOW if before < 4.5 else MIDDLE if before < 7.5 else HIGH
