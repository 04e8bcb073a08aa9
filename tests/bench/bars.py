"""What was promised, and whether it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.servers import BARE, SITE

EVERY_SIZE, SHORT, LONG = 4, 4, 10
SHORT_DIARY, UNPROMISED = "100", "10,000"
OF_DAYS = ("insights, 90 days", "report, 90 days", "insights, all", "report, all")
GROWTH, MEMORY, COLD_START = 1.1, 1.6, 2


@dataclass(frozen=True)
class Bar:
    """A promise: at most so many times. name: of the case, where it is about one."""

    words: str
    most: float
    found: float
    name: str = ""

    @property
    def met(self) -> bool:
        return round(self.found, 2) <= self.most

    @property
    def verdict(self) -> str:
        if self.met:
            return "met"
        return f"missed by {self.found - self.most:.2f} ({100 * (self.found / self.most - 1):.0f} %)"


def ratio(rows: dict[str, Any], name: str) -> float:
    """Return how many times the bare one a case costs."""
    return rows[name]["cpu"] / rows[rows[name]["bare"]]["cpu"]


def most_of(page: str, size: str) -> int | None:
    """Return how many times the bare one a page may cost at a size; None where nothing was promised.

    Today, a save and a frozen report cost the same whatever the diary. The pages that count the diary were promised for
    90 days and for ten years of it; one of 100 entries is held to the first, longer ones to the second, and the
    27 years of the longest to nothing.
    """
    if page in ("today", "save", "report, frozen"):
        return EVERY_SIZE
    if page not in OF_DAYS or size == UNPROMISED:
        return None
    return SHORT if size == SHORT_DIARY else LONG


def page_bars(rows: dict[str, Any]) -> Iterator[Bar]:
    """Yield a bar for every page at every size for which there is one."""
    for page in ("today", "save", "report, frozen", *OF_DAYS):
        for name, row in rows.items():
            most = most_of(page, row["size"])
            if row["page"] == page and most is not None:
                yield Bar(f"{page}: a diary of {_size_words(row['size'])}", most, ratio(rows, name), name)


def growth_bars(rows: dict[str, Any]) -> Iterator[Bar]:
    """Yield how much today and save grow from 100 to 10,000 entries."""
    for page in ("today", "save"):
        found = rows[f"{page} 10,000"]["cpu"] / rows[f"{page} 100"]["cpu"]
        yield Bar(f"{page}: growth from 100 to 10,000 entries", GROWTH, found)


def process_bars(result: dict[str, Any]) -> Iterator[Bar]:
    """Yield the bars of memory and start."""
    memory, cold = result["memory"], result["cold"]
    yield Bar("memory of a worker (RSS)", MEMORY, memory[SITE]["Rss"] / memory[BARE]["Rss"])
    yield Bar("cold start to the first answer (processor time)", COLD_START, cold[SITE]["cpu"] / cold[BARE]["cpu"])


def all_bars(result: dict[str, Any]) -> list[Bar]:
    """Return every bar of a run."""
    rows = result["cases"]
    return [*page_bars(rows), *growth_bars(rows), *process_bars(result)]


def missed_pages(rows: dict[str, Any]) -> list[str]:
    """Return the names of the cases that miss their bar."""
    return [bar.name for bar in page_bars(rows) if not bar.met]


def _size_words(size: str) -> str:
    return f"{size} items" if "x" in size else f"{size} entries"
