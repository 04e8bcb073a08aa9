"""What gunicorn loads before it starts its workers, and what of it they go on sharing."""

import subprocess
import sys

from tests.browser.site import ROOT, environment

LOADED = """import sys, ldn_tracker.wsgi
print(sorted({name for name in sys.modules if name.endswith((".views.day", "weasyprint"))}))"""

READY = """import gc, runpy
conf = runpy.run_path("gunicorn.conf.py")
before = len(gc.get_objects())
conf["when_ready"](None)
print(gc.get_freeze_count() >= before, gc.isenabled())"""


def test_the_views_are_loaded_once_for_all_workers_and_the_printer_of_pdfs_for_none(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=environment(tmp_path, 1),
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "['journal.views.day']\n"


def test_no_collection_of_garbage_copies_what_the_workers_share():
    done = subprocess.run([sys.executable, "-c", READY], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "True True"
