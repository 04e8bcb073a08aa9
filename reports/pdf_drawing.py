"""Draw PDFs in a process of its own, `python -m reports.pdf_drawing`, started by reports/pdf.py.

WeasyPrint's time and memory grow with the page and have no limit of their own. Here they have: the process is ended
by the system when a page takes too long or nobody asks for one, and gets no more memory than MOST_MEMORY. It knows no
key, no database and no socket, and gets no file but our own. WeasyPrint is read once, so that the next page is quick.

A job is a line "PAPER SECONDS BYTES" and that many bytes of a sheet; its answer is a line "BYTES ERROR" and the PDF.
"""

import atexit
import logging
import resource
import signal
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

BASE = Path(__file__).resolve().parent.parent
STATIC, OWN = BASE / "static", BASE / "reports" / "data"
FONTS = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")
SHEETS = (STATIC / "css/tokens.css", STATIC / "css/base.css", STATIC / "css/report.css", OWN / "pdf.css")
TITLE = "Shared report"
LONGEST_REST = 60  # seconds without a job
MOST_SHEETS = 2
# What a report does without where that makes it fit: its earlier dose steps. Its heading says so then.
SHORT = ".rp-earlier, .rp-whole { display: none } .rp-cut { display: inline }"
MOST_MEMORY = 1 << 30  # bytes of address space; ten years of twenty items take half of it


def main() -> None:
    """Draw what standard input asks for until it ends."""
    limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def limit() -> None:
    """Take the limits on: an alarm that nobody hears ends the process, and memory has an end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    logging.disable()  # WeasyPrint's warnings quote the page
    with suppress(OSError, ValueError):  # a system that knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer each job, the alarm set for the time that it may take."""
    signal.alarm(LONGEST_REST)
    while head := jobs.readline():
        paper, seconds, size = head.decode().split()
        signal.alarm(int(seconds))
        made, error = _tried(jobs.read(int(size)).decode(), paper)
        answers.write(f"{len(made)} {error}\n".encode() + made)
        answers.flush()
        signal.alarm(LONGEST_REST)
    signal.alarm(0)


def _tried(sheet: str, paper: str) -> tuple[bytes, str]:
    try:
        return draw(sheet, paper), ""
    except Exception as error:  # its name goes into the log; its text may quote the page
        return b"", type(error).__name__


def draw(sheet: str, paper: str) -> bytes:
    """Return the PDF/UA of a sheet on that paper ("A4" or "Letter")."""
    from weasyprint import CSS, HTML

    fonts, sheets = _styles(paper)
    drawn = sheet.replace("</title>", f"</title><style>{(OWN / 'pdf_chart.css').read_text()}</style>")
    text = f'<html lang="en-GB"><head><title>{TITLE}</title></head><body class="report-page">{drawn}</body></html>'
    html, options = HTML(string=text, url_fetcher=our_files()), {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
    document = html.render(fonts, stylesheets=sheets, **options)
    if len(document.pages) > MOST_SHEETS and 'class="rp-earlier"' in sheet:
        short = html.render(fonts, stylesheets=[*sheets, CSS(string=SHORT)], **options)
        document = short if len(short.pages) <= MOST_SHEETS else document
    pdf = document.write_pdf(**options)
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
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=our_files()) for text in texts]


@cache
def our_files() -> Any:
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


if __name__ == "__main__":
    main()
