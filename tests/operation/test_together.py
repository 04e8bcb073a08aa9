"""Many at once: no error, no double; and what happens to requests when processes come and go."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from journal.models import CheckIn, DayVersion
from tests import factories
from tests.operation.conftest import StartSite
from tests.operation.load import Load
from tests.operation.servers import ROOT, Site, Sites

DAY = "/journal/2026-11-20/"


def write(site: Site, writers: int, saves: int) -> dict[str, object]:
    """Run writers on a site's database and return what they report."""
    command = [sys.executable, "-m", "tests.operation.writers", str(writers), str(saves)]
    done = subprocess.run(command, cwd=ROOT, env=site.env, check=True, capture_output=True, text=True)
    sys.stdout.write(f"{writers} writers x {saves}: {done.stdout}\n")
    report: dict[str, object] = json.loads(done.stdout)
    return report


def test_sixteen_writers_meet_no_error_on_sqlite(sites: Sites) -> None:
    for _ in range(2):  # a disk that stops for five seconds refuses all who wait; one that starves them does so again
        report = write(sites.new("sqlite"), 16, 500)
        if not report["errors"]:
            break
    assert (report["errors"], report["saved"]) == ({}, 16 * 500)


@pytest.mark.postgresql
def test_sixteen_writers_meet_no_error_on_postgresql(sites: Sites) -> None:
    report = write(sites.new("postgresql"), 16, 60)
    assert (report["errors"], report["saved"]) == ({}, 16 * 60)


@pytest.mark.parametrize(
    "defaults",
    [
        "transaction_mode=DEFERRED",
        "timeout=0&init_command=PRAGMA%20journal_mode%3DWAL",
    ],
    ids=["transactions that begin by reading", "no patience"],
)
def test_without_our_settings_writers_meet_a_locked_database(sites: Sites, defaults: str) -> None:
    site = sites.new("sqlite")
    site.env["DATABASE_URL"] = f"sqlite:///{site.folder}/db.sqlite3?{defaults}"
    assert set(write(site, 8, 40)["errors"]) == {"database is locked"}


def test_identical_saves_at_once_on_four_workers_are_one_check_in(start_site: StartSite, database: str) -> None:
    site = start_site(database, workers=4)
    with site.models():
        alice = factories.patient("alice@example.test")
        item = factories.target(alice)
        client = site.signed_in(alice)
    answers = {"version": 0, f"item_{item.pk}": 5, "note": "once"}
    with ThreadPoolExecutor(32) as pool:
        got = list(pool.map(lambda _: client.post(DAY, answers), range(32)))
    assert Counter((answer.status, answer.location) for answer in got) == {(302, f"{DAY}?saved=1"): 32}
    with site.models():
        assert (CheckIn.objects.count(), DayVersion.objects.count()) == (1, 0)
        assert [(each.note, each.ratings.get().value) for each in CheckIn.objects.all()] == [("once", 5)]


def holds_the_turn(worker: int) -> bool:
    """Return whether a process waits for SQLite's lock: it holds that of our queue meanwhile."""
    lines = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    return any(words[1:2] == ["FLOCK"] and words[4:5] == [str(worker)] for words in lines)


def test_request_in_flight_is_answered_when_the_site_is_stopped(start_site: StartSite) -> None:
    site = start_site("sqlite", workers=1)
    [worker] = site.workers()
    with site.models():
        alice = factories.patient("alice@example.test")
        client = site.signed_in(alice)
    assert client.get(DAY).status == 200  # so that the next is on its way at once
    got: list[int] = []
    sender = threading.Thread(target=lambda: got.append(client.post(DAY, {"version": 0, "note": "kept"}).status))
    with closing(sqlite3.connect(site.folder / "db.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sender.start()
        end = time.monotonic() + 3
        while not holds_the_turn(worker) and time.monotonic() < end:
            time.sleep(0.05)
        site.signal(signal.SIGTERM)
        time.sleep(0.5)
        assert got == []
        other.execute("ROLLBACK")
    sender.join(60)
    assert (got, site.stop()) == ([302], 0)
    with site.models():
        assert [each.note for each in alice.check_ins.all()] == ["kept"]


def test_killed_worker_costs_the_request_in_flight_and_no_other(start_site: StartSite) -> None:
    site = start_site("sqlite", workers=2)
    with Load(site, patients=3) as load:
        for _ in range(5):
            reached = load.acknowledged + 10
            while load.acknowledged < reached:
                time.sleep(0.01)
            os.kill(site.workers()[0], signal.SIGKILL)
    answers = load.answers
    saved = answers.pop("302")
    assert saved > 50
    assert answers.total() <= 5, answers
    assert load.faults() == []
