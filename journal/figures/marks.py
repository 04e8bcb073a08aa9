"""What is marked on the chart beside doses and ratings: lettered days, and the average before LDN. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from journal.baseline import WHOLE, WHOLE_WEEKS
from journal.figures.dates import date_text
from journal.figures.days import LoggedDays, add_up
from journal.figures.phases import ONE_DAY

MOST_MARKS = len(ascii_lowercase)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which something happened, by its letter. kinds: of what happened, each once, in order of time."""

    letter: str
    day: date
    kinds: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def day_text(self) -> str:
        """Its day in words."""
        return date_text(self.day)

    @property
    def kinds_text(self) -> str:
        """What kind of day it was: "visit, stress"."""
        return ", ".join(self.kinds)

    @property
    def text(self) -> str:
        """The letter and the kinds, as the table twin says it: "a: visit, stress"."""
        return f"{self.letter}: {self.kinds_text}"


@dataclass(frozen=True, slots=True)
class BeforeMean:
    """The arithmetic mean of n ratings before the first dose of LDN. weekly: each stands for a week, not a day."""

    mean: float
    n: int
    weekly: bool = False

    @property
    def text(self) -> str:
        """The mean to one decimal with its n: "5.8, n 14", "5.8, n 4 weeks"."""
        return f"{self.mean:.1f}, n {self.n}{' weeks' if self.weekly else ''}"


def lettered(happened: Iterable[tuple[date, str, str]]) -> tuple[Mark, ...]:
    """Return a mark for each day from (day, kind, words) in order of time: a for the first, b, c and so on.

    There are 26 letters: of more days the newest are marked.
    """
    days: dict[date, list[tuple[str, str]]] = {}
    for day, kind, words in happened:
        days.setdefault(day, []).append((kind, words))
    newest = list(days.items())[-MOST_MARKS:]
    return tuple(
        Mark(letter, day, tuple(dict.fromkeys(kind for kind, _ in said)), tuple(words for _, words in said))
        for letter, (day, said) in zip(ascii_lowercase, newest, strict=False)
    )


def means_before(days: LoggedDays, item_ids: Collection[int], first_dose: date | None) -> dict[int, BeforeMean]:
    """Return the mean of the ratings before the day of the first dose, by item id.

    Ratings for a day are taken, and where these are under 14, ratings for a week, of which there must
    be 4: with fewer there is none, as for every comparison with the time before. None without a dose.
    """
    found: dict[int, BeforeMean] = {}
    before = days.within(date.min, first_dose - ONE_DAY) if first_dose else LoggedDays()
    for weekly, least in ((True, WHOLE_WEEKS), (False, WHOLE)):  # days last: they come before weeks
        for item_id in before.columns.keys() & item_ids:
            total, count = add_up(before.column(item_id, weekly=weekly))
            if count >= least:
                found[item_id] = BeforeMean(total / count, count, weekly)
    return found
