"""Killed in the middle of saving, again and again: nothing acknowledged is lost, nothing is there twice."""

import random
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.operation.conftest import StartSite
from tests.operation.load import Load
from tests.operation.servers import Site

KILLS = 200
SITES = 2  # at once, one for each core; the kills are shared out
ON_POSTGRESQL = 20


def kill_under_load(site: Site, kills: int) -> tuple[int, list[str]]:
    """Kill a site's whole process group so often while it saves; return what was acknowledged, and what is wrong."""
    moments = random.Random(kills)
    with Load(site, patients=3) as load:
        for _ in range(kills):
            before, end = load.acknowledged, time.monotonic() + 120
            while load.acknowledged == before:
                assert time.monotonic() < end, site.output[-3000:]
                time.sleep(0.005)
            time.sleep(moments.uniform(0, 0.15))
            site.kill()
            site.start(wait=False)
        site.wait_ready()
    return load.acknowledged, load.faults()


def test_sqlite_loses_nothing_acknowledged_in_200_kills(start_site: StartSite) -> None:
    killed = [start_site("sqlite") for _ in range(SITES)]
    with ThreadPoolExecutor(SITES) as pool:
        runs = list(pool.map(lambda site: kill_under_load(site, KILLS // SITES), killed))
    assert [faults for _, faults in runs] == [[]] * SITES
    assert sum(acknowledged for acknowledged, _ in runs) > KILLS
    for site in killed:
        site.stop()
        with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.postgresql
def test_postgresql_loses_nothing_acknowledged_when_the_site_is_killed(start_site: StartSite) -> None:
    acknowledged, faults = kill_under_load(start_site("postgresql"), ON_POSTGRESQL)
    assert faults == []
    assert acknowledged > ON_POSTGRESQL


def test_lost_and_doubled_entries_are_found(start_site: StartSite) -> None:
    site = start_site("sqlite")
    with Load(site, patients=1) as load:
        while load.acknowledged < 4:
            time.sleep(0.01)
    assert load.faults() == []
    [patient] = load.patients
    with site.models():
        patient.user.events.filter(pk=patient.user.events.first().pk).delete()
        copied = patient.user.events.last()
        patient.user.events.create(day=copied.day, kind=copied.kind, text=copied.text)
        patient.user.check_ins.filter(day=min(patient.days)).delete()
    assert load.faults() == [
        f"lost event {patient.events[0]}",
        f"lost day {min(patient.days)}",
        f"doubled {patient.events[-1]}",
    ]


def test_reloads_under_load_are_not_noticed(start_site: StartSite) -> None:
    site = start_site("sqlite", workers=2)
    with Load(site, patients=3) as load:
        for _ in range(5):
            before = set(site.workers())
            site.signal(signal.SIGHUP)
            while before & set(site.workers()):
                time.sleep(0.01)
    assert set(load.answers) == {"302"}
    assert load.faults() == []
