"""The report as PDF/UA by WeasyPrint: the same sheet as on the page, our own files, and no way to any other.

WeasyPrint needs Pango, a system library. It is imported when the first PDF is made; where it cannot be, a system
check says so (reports/checks.py) and the page offers print instead.
"""

import atexit
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from cffi import FFI
from django.conf import settings

from accounts.models import User
from reports.rendering import Rendered

STATIC = settings.BASE_DIR / "static"
OWN = settings.BASE_DIR / "reports" / "data"
FONTS = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
SHEETS = (STATIC / "css/tokens.css", STATIC / "css/base.css", STATIC / "css/report.css", OWN / "pdf.css")
PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "GT", "NI", "PA", "PH", "PR", "SV", "VE"})
MOST_CHARACTERS = 300_000  # of a sheet; a diary of ten years with everything in it has about 100,000
LONGEST_WAIT = 3.0  # seconds for another PDF to be done: one at a time is made on a host, so that pages go on
TITLE = "Shared report"


@cache
def is_possible() -> bool:
    """Return whether this server has what a PDF needs, without importing it."""
    return find_spec("weasyprint") is not None and any(_loads(name) for name in PANGO)


def _loads(name: str) -> bool:
    try:
        FFI().dlopen(name)
    except OSError:
        return False
    return True


def make_pdf(rendered: Rendered, patient: User) -> bytes | None:
    """Return the PDF; None where this server cannot make it, the sheet is too long, or others are being made."""
    if not is_possible() or len(rendered.sheet) > MOST_CHARACTERS:
        return None
    with _turn() as mine:
        return _write(rendered.sheet, "Letter" if patient.country in LETTER else "A4") if mine else None


@contextmanager
def _turn() -> Iterator[bool]:
    """Yield whether this process may make a PDF now: a host makes one at a time, and none on a disk it cannot write.

    A file of its own: the folder's lock is what those who write to SQLite wait for.
    """
    try:
        file = (settings.DATA_DIR / "pdf.lock").open("w")
    except OSError:
        yield False
        return
    with file:
        until = time.monotonic() + LONGEST_WAIT
        while not (mine := _locked(file.fileno())) and time.monotonic() < until:
            time.sleep(0.1)
        yield mine


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(sheet: str, paper: str) -> bytes:
    from weasyprint import HTML

    fonts, sheets = _styles(paper)
    drawn = sheet.replace("</title>", f"</title><style>{(OWN / 'pdf_chart.css').read_text()}</style>")
    text = f'<html lang="en-GB"><head><title>{TITLE}</title></head><body class="report-page">{drawn}</body></html>'
    pdf = HTML(string=text, url_fetcher=_our_files()).write_pdf(
        stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    assert isinstance(pdf, bytes)  # noqa: S101  # without a target it returns what it wrote
    return pdf


@cache
def _styles(paper: str) -> tuple[Any, list[Any]]:
    """Return our fonts and style sheets as WeasyPrint keeps them: read once in the life of a process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_styles.cache_clear)  # before the library that its fonts are given back to is gone
    fonts = FontConfiguration()
    texts = [path.read_text() for path in SHEETS] + [f"@page {{ size: {paper}; margin: 6.5mm 10mm }}"]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=_our_files()) for text in texts]


@cache
def _our_files() -> Any:
    """Return what WeasyPrint asks for files: it gets our two fonts and nothing else, by no way at all."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFiles(URLFetcher):  # type: ignore[misc]
        """Gives our fonts by name."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            name = url.removeprefix("ours:")
            if name not in FONTS:
                raise ValueError("a PDF is made of our own files")
            body = (STATIC / "vendor" / "liberation-sans" / name).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})

    return OurFiles()
