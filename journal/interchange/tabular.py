"""Read the cells of a csv file row by row: RFC 4180, with the separators spreadsheets put. Pure."""

import csv
import io
import re
from collections.abc import Iterator

from journal.interchange import style as habits
from journal.interchange.cells import DECIMAL_COMMA, OTHER_DAY
from journal.interchange.decoding import BOM, check_utf8, open_lines
from journal.interchange.reading import FileRefused
from journal.interchange.style import Style
from journal.interchange.vocabulary import HEADER

SEPARATORS = {",": None, ";": habits.SEMICOLONS, "\t": habits.TABS}
BROKEN_QUOTES = "The quotes are broken: a cell with quotes inside stands in quotes, and each one inside is doubled."
TOO_LONG = "A cell is far too long; a closing quote may be missing."


class _Lines:
    """The lines of a file, keeping those of the row that is being read."""

    def __init__(self, lines: io.TextIOWrapper) -> None:
        self.lines = lines
        self.row: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.row.append(line)
        return line


def _well_quoted(separator: str) -> re.Pattern[str]:
    cell = f'(?:"(?:[^"]|"")*+"|[^"{separator}\\r\\n]*+)'
    return re.compile(f"{cell}(?:{separator}{cell})*+[\\r\\n]*")


def read_cells(data: bytes, separator: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield the first line, the cells, and "" or what is wrong with the quotes, for each row after the header."""
    lines = _Lines(open_lines(data))
    well_quoted = _well_quoted(separator)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    next(reader)
    while True:
        start, lines.row = reader.line_num + 1, []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, [], TOO_LONG if "limit" in str(error) else BROKEN_QUOTES
            continue
        stray = any('"' in cell for cell in cells) and not well_quoted.fullmatch("".join(lines.row))
        yield start, cells, BROKEN_QUOTES if stray else ""


def settle_style(data: bytes, style: Style) -> str:
    """Check encoding and header, note how the file writes dates and numbers, and return the separator."""
    check_utf8(data)
    if data.startswith(BOM):
        style.met(habits.BOM)
    header = open_lines(data).readline()
    separator = _separator(header)
    if habit := SEPARATORS[separator]:
        style.met(habit)
    if header.endswith("\r"):
        style.met(habits.CR_ROWS)
    elif header.endswith("\n") and not header.endswith("\r\n"):
        style.met(habits.LF_ROWS)
    _settle_dates_and_numbers(data, separator, style)
    return separator


def _separator(header: str) -> str:
    """Return the separator with which the first line is the header."""
    for separator in SEPARATORS:
        try:
            names = next(csv.reader([header], delimiter=separator, strict=True), [])
        except csv.Error:
            continue
        if tuple(names) == HEADER:
            return separator
    raise FileRefused(f"The first line is not the header “{','.join(HEADER)}”.")


def _settle_dates_and_numbers(data: bytes, separator: str, style: Style) -> None:
    """Look through the whole file for dates that can be read in one way only, and for decimal commas."""
    firsts = seconds = False
    for _, cells, problem in read_cells(data, separator):
        if problem or len(cells) != len(HEADER):
            continue
        if match := OTHER_DAY.fullmatch(cells[0]):
            firsts = firsts or int(match[1]) > 12
            seconds = seconds or int(match[3]) > 12
        if "," in cells[4] and DECIMAL_COMMA.fullmatch(cells[4]):
            style.commas = True
    if firsts and seconds:
        style.date_order = habits.CONTRADICTORY
    elif firsts or seconds:
        style.date_order = habits.DAY_FIRST if firsts else habits.MONTH_FIRST
