"""Read the by-step table back from a report's HTML, as a reader without our code would."""

import re
from html.parser import HTMLParser

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NAMES = {"Doses taken": "Doses", "Reason": "Reason for the step"}  # as the table of insights calls them


class Table(HTMLParser):
    """Collects the cells of every table of class table-steps.

    labels: by column number, the words of its heading. cells: by (row, column number), the data
    attributes; texts: the same cells as a reader sees them.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.labels: dict[int, str] = {}
        self.cells: dict[tuple[str, int], dict[str, str]] = {}
        self.texts: dict[tuple[str, int], str] = {}
        self._inside = self._in_sub = False
        self._tag, self._row, self._words = "", "", ""
        self._data: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "table":
            self._inside = "table-steps" in (given.get("class") or "").split()
        elif self._inside and tag in ("th", "td"):
            self._tag, self._words = tag, ""
            self._data = {name[5:]: value for name, value in given.items() if name.startswith("data-")}
        elif self._inside and self._tag == "th" and tag == "span":
            self._in_sub = True

    def handle_data(self, data):
        if self._tag and not self._in_sub:
            self._words += data

    def handle_endtag(self, tag):
        if tag == "span":
            self._in_sub = False
        elif tag == "table":
            self._inside = False
        elif tag == self._tag:
            self._close(" ".join(self._words.split()))
            self._tag = ""

    def _close(self, words):
        step = self._data.pop("step", None)
        self._data.pop("item", None)
        if self._tag == "th" and step is None:
            self._row = words
        elif self._tag == "th":
            self.labels[int(step)] = words
        else:
            self._keep((self._row, int(step)), words)

    def _keep(self, place, words):
        row, number = place
        if row == "From, logged":
            self._keep_first_row(number, words)
        else:
            self._keep_cell((NAMES.get(row, row), number), self._data, words)

    def _keep_first_row(self, number, words):
        """Take apart what stands in one cell for want of room: the dates, and how many days are logged."""
        dates = {name: self._data[name] for name in ("from", "to", "days")}
        logged = {name: value for name, value in self._data.items() if name not in dates}
        self._keep_cell(("Dates", number), dates, " ".join(words.split()[:3]))
        self._keep_cell(("Logged", number), logged, " ".join(words.split()[3:]))

    def _keep_cell(self, place, data, words):
        # A column may stand in two pieces of the table (screen and paper): it must say the same in both.
        assert self.cells.setdefault(place, data) == data
        assert self.texts.setdefault(place, words) == words

    def numbers(self, row: str, column: int) -> list[str]:
        """Return every number a reader sees in a cell."""
        return NUMBER.findall(self.texts[row, column])
