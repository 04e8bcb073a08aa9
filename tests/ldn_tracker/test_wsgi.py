"""What gunicorn loads before it starts its workers."""

import subprocess
import sys

from tests.browser.site import ROOT, environment


def after_loading(folder, code):
    """Return what a fresh process prints that has loaded the site as gunicorn does."""
    command = [sys.executable, "-c", f"import gc, sys, ldn_tracker.wsgi\n{code}"]
    env = environment(folder, 1)
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def test_the_views_are_loaded_once_for_all_workers_and_the_printer_of_pdfs_for_none(tmp_path):
    code = 'print(sorted({name for name in sys.modules if name.endswith((".views.day", "weasyprint"))}))'
    assert after_loading(tmp_path, code) == "['journal.views.day']\n"


def test_garbage_is_looked_for_again_but_not_in_what_was_loaded(tmp_path):
    code = "print(gc.isenabled(), gc.get_freeze_count() > 50_000, len(gc.get_objects()) < 1_000)"
    assert after_loading(tmp_path, code) == "True True True\n"
