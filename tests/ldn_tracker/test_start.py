"""A process starts with what pages need, not with what one in a thousand requests does."""

import subprocess
import sys
from pathlib import Path

from tests.browser.site import ROOT, environment

# What each is for: PDFs; texts of editors; searches; pictures; calendars; codes to scan; passkeys; passwords;
# files of the record.
LATER = {
    "weasyprint": "reports.pdf",
    "markdown_it": "education.markdown",
    "mdit_py_plugins": "education.markdown",
    "nh3": "education.markdown",
    "snowballstemmer": "education.folding",
    "PIL": "education.pictures",
    "icalendar": "journal.reminders.feed",
    "segno": "accounts.qr",
    "fido2": "allauth.mfa.webauthn.internal.auth",
    "argon2": "django.contrib.auth.hashers",
    "journal.views.importing": "journal.views.interchange",
    "journal.interchange.outgoing": "journal.views.interchange",
    "journal.synthetic": "journal.demo",
    "zipfile": "journal.interchange.bundle",
}
FIRST_PAGE = """
import sys
from ldn_tracker.wsgi import application
from django.test import RequestFactory
environ = RequestFactory().get("/accounts/login/", headers={"host": "127.0.0.1:8000"}).environ
statuses = []
page = b"".join(application(environ, lambda status, headers: statuses.append(status)))
assert statuses == ["200 OK"] and b"Sign in" in page, statuses
EXTRA
print(*sorted(sys.modules))
"""


def modules_after_the_first_page(folder: Path, extra: str = "") -> set[str]:
    """Return what a new process has imported once it is set up and has answered a page."""
    env = environment(folder, 8000) | {"DEBUG": "1"}  # the files of static/ as they are
    command = [sys.executable, "-c", FIRST_PAGE.replace("EXTRA", extra)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_first_page_is_answered_without_what_is_needed_later(tmp_path):
    assert modules_after_the_first_page(tmp_path) & LATER.keys() == set()


def test_it_would_tell_what_is_imported_too_soon(tmp_path):
    assert modules_after_the_first_page(tmp_path, "import snowballstemmer") & LATER.keys() == {"snowballstemmer"}


def test_each_is_there_to_be_imported_and_its_module_too():
    code = "import importlib, django; django.setup(); [importlib.import_module(name) for name in %r]" % [
        *LATER,
        *LATER.values(),
    ]
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
