"""The report as PDF: whether this server can make one, whose turn it is, and the process that draws it.

WeasyPrint needs Pango, a system library. Where it is missing, a system check says so (reports/checks.py) and the page
offers print instead. It is never imported here: reports/pdf_drawing.py runs in a process of its own, which is ended
when it takes too long, so that neither a request nor a worker's memory hangs on a page.
"""

import atexit
import fcntl
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from typing import IO

from cffi import FFI
from django.conf import settings

from accounts.models import User
from reports.pdf_drawing import LONGEST_REST
from reports.rendering import Rendered

logger = logging.getLogger(__name__)
PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "GT", "NI", "PA", "PH", "PR", "SV", "VE"})
MOST_CHARACTERS = 300_000  # of a sheet; a diary of ten years with everything in it has under 200,000
LONGEST_WAIT = 3.0  # seconds for another PDF to be done: one at a time is made on a host, so that pages go on
LONGEST_DRAWING = 15  # seconds of one PDF; ten years of twenty items take two
COMMAND = (sys.executable, "-m", "reports.pdf_drawing")
# What finds the programs, libraries and fonts: no key of ours and no password is handed on.
HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


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
    """Return the PDF; None where it cannot be made now: too long a sheet, too long a wait, too long a drawing."""
    if len(rendered.sheet) > MOST_CHARACTERS:
        return None
    with _turn() as mine:
        return drawing.draw(rendered.sheet, "Letter" if patient.country in LETTER else "A4") if mine else None


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


class Drawing:
    """The process that draws, kept from one PDF to the next until it has rested for a while. For one user at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.last_used = 0.0

    def draw(self, sheet: str, paper: str) -> bytes | None:
        """Return the PDF, or None when the process ended before it was done."""
        made, why = b"", ""
        with suppress(OSError):
            made, why = self._asked(sheet.encode(), paper)
        self.last_used = time.monotonic()
        if not made:
            ended = self.end()
            logger.error("no PDF was made: %s", why or f"its process ended with {ended}")
        return made or None

    def _asked(self, content: bytes, paper: str) -> tuple[bytes, str]:
        jobs, answers = self._pipes()
        jobs.write(f"{paper} {LONGEST_DRAWING} {len(content)}\n".encode() + content)
        jobs.flush()
        size, _, why = answers.readline().decode().partition(" ")
        made = answers.read(int(size or 0))
        return (made if len(made) == int(size or 0) else b""), why.strip()

    def end(self) -> int | None:
        """End the process, if there is one, and return how it ended; the next PDF starts another."""
        process, self.process = self.process, None
        if process is None:
            return None
        with suppress(BrokenPipeError), process:  # closes the pipes and waits
            if process.poll() is None:
                process.kill()
        return process.returncode

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Return where the process reads and where it writes; start it where none runs or it may soon end by itself."""
        if time.monotonic() - self.last_used > LONGEST_REST / 2:
            self.end()
        if self.process is None:
            self.process = subprocess.Popen(  # our own interpreter; no word of a request is in it
                COMMAND,
                cwd=settings.BASE_DIR,
                env={name: os.environ[name] for name in HANDED_ON if name in os.environ},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        jobs, answers = self.process.stdin, self.process.stdout
        assert jobs is not None and answers is not None  # noqa: S101  # for the types: both are pipes
        return jobs, answers


drawing = Drawing()
atexit.register(drawing.end)
