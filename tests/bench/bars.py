"""What was promised, and whether it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.servers import BARE, SITE

MOST = {
    "today": 4,
    "save": 4,
    "insights, 90 days": 4,
    "report, 90 days": 4,
    "insights, all": 10,
    "report, all": 10,
}
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


def page_bars(rows: dict[str, Any]) -> Iterator[Bar]:
    """Yield a bar for every page at every size."""
    for page, most in MOST.items():
        for name, row in rows.items():
            if row["page"] == page:
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
