"""The disk under SQLite is full, read-only or broken: 503 with what was typed, and it heals."""

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.browser.site import wait_for
from tests.operation.conftest import StartSite
from tests.operation.outage import assert_away, assert_healed, patient_of, save, typed
from tests.operation.servers import Site, Sites

ROOM = 400_000  # bytes beside an empty database


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a disk of so many bytes on a folder; skip where only an administrator may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def on_disk(sites: Sites, tmp_path: Path) -> Iterator[Site]:
    """A site whose database is on a small disk of its own."""
    site = sites.new("sqlite")
    made = site.folder / "db.sqlite3"
    with small_disk(tmp_path, made.stat().st_size + ROOM):
        shutil.copy(made, tmp_path / "db.sqlite3")
        site.env["DATABASE_URL"] = f"sqlite:///{tmp_path}/db.sqlite3"
        site.start()
        yield site
        site.close()


def fill(folder: Path) -> Path:
    """Leave no room on a disk, the log that SQLite writes ahead included."""
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


def test_disk_is_full(on_disk: Site, tmp_path: Path) -> None:
    client = patient_of(on_disk)
    answers = typed(client)
    filler = fill(tmp_path)
    assert_away(client, answers, reads=True)
    filler.unlink()
    assert_healed(on_disk, client, answers)


def test_disk_is_read_only(on_disk: Site, tmp_path: Path) -> None:
    client = patient_of(on_disk)
    answers = typed(client)
    on_disk.stop()  # a disk with open files can only be made read-only by a fault of its own
    subprocess.run(["mount", "-o", "remount,ro", str(tmp_path)], check=True)
    on_disk.start(wait=False)
    wait_for(f"{on_disk.address}/healthz/live")
    assert_away(client, answers)
    subprocess.run(["mount", "-o", "remount,rw", str(tmp_path)], check=True)
    assert_healed(on_disk, client, answers)


def test_disk_takes_no_more_of_one_file(start_site: StartSite) -> None:
    """Needs no root: the kernel refuses to let a file grow, which SQLite reports as a broken disk."""
    site = start_site("sqlite", workers=1)
    client = patient_of(site)
    answers = typed(client)
    [worker] = site.workers()
    before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (os.stat(site.folder / "server.log").st_size + 100_000, before[1]))
    days = [f"2025-01-{number:02}" for number in range(1, 29)]
    assert 503 in [save(client, typed(client, day), day).status for day in days]
    assert_away(client, answers, reads=True)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, before)
    assert_healed(site, client, answers)
