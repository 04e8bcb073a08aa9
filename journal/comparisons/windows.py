"""Which days stand for "then" and which for "now" when a patient looks back to the last visit. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.dates import span_text

WINDOW_DAYS = 14
LEAST_LOGGED = 7
# Calendar days from the first rated day of a window to its last: with seven rated days in a row "changed" was said in
# 12 % of diaries in which nothing had, with thirteen in under 8 % (docs/calibration.md).
LEAST_REACH = 13
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days `first_day` to `last_day`, both counted."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """Calendar days, at least 1."""
        return (self.last_day - self.first_day).days + 1

    @property
    def dates_text(self) -> str:
        """First and last day in words."""
        return span_text(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class Windows:
    """Then and now. visit: the day of the visit, None when the baseline stands for then.

    shrunk: whether the visit was so lately that both windows are shorter than 14 days.
    """

    then: Window
    now: Window
    visit: date | None
    shrunk: bool = False

    @property
    def between(self) -> tuple[date, date]:
        """The first and last day between the two; the last lies before the first where they touch."""
        return self.then.last_day + ONE_DAY, self.now.first_day - ONE_DAY


def since_last_visit(as_of: date, visit: date | None, baseline: Window | None) -> Windows | None:
    """Return the windows on the journal day `as_of`; None without a visit and without a baseline, or too early.

    Then is the 14 days before the visit day, now the last 14 complete days, by "Since the last visit" of the product. A
    visit under 28 days ago: both are half as long as the days since, so that they never overlap; on the day after the
    visit there is no such half. Without a visit, then is the baseline (clipped to its last 14 days).
    """
    if visit is not None:
        length = min(WINDOW_DAYS, (as_of - visit).days // 2)
        if length < 1:
            return None
        return Windows(_before(visit, length), _before(as_of, length), visit, shrunk=length < WINDOW_DAYS)
    if baseline is None:
        return None
    then = Window(max(baseline.first_day, baseline.last_day - (WINDOW_DAYS - 1) * ONE_DAY), baseline.last_day)
    length = min(WINDOW_DAYS, (as_of - baseline.last_day).days - 1)
    return Windows(then, _before(as_of, length), None, shrunk=length < WINDOW_DAYS) if length >= 1 else None


def _before(day: date, length: int) -> Window:
    """Return the window of so many days that ends on the day before."""
    return Window(day - length * ONE_DAY, day - ONE_DAY)
