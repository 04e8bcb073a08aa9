"""What a stolen disk, dump or backup tells: none of the texts that people wrote, nothing of a closed account."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from journal.models import Event
from ldn_tracker.backups.sealed_file import read_sealed
from tests import factories
from tests.operation.servers import ROOT, Site
from tests.planted import found, plant, sealed_fields, sealed_texts

DAY = date(2026, 11, 20)
IN_THE_CLEAR = "Sunflowerache"  # an item's name: statistics need it


def raw(site: Site) -> bytes:
    """Return the bytes of the database as a thief has them: SQLite's files with its log, or a plain pg_dump."""
    if "DATABASE_URL" not in site.env:
        # Read by another process: to close one of these files here would end the locks of our own connections.
        files = map(str, sorted(site.folder.glob("db.sqlite3*")))
        return subprocess.run(["cat", *files], capture_output=True, check=True).stdout
    programs = [shutil.which("pg_dump"), *map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))]
    program = next(filter(None, [*programs, f"{os.environ.get('PG_BINDIR', '')}/pg_dump"]))
    return subprocess.run([program, site.env["DATABASE_URL"]], capture_output=True, check=True).stdout


def write_through_pages(site: Site, patient: User, word: str) -> list[str]:
    """Write a text into each box of the pages that takes one, as a browser does; return the texts."""
    texts = [f"{word}{number}Sparrowgrass" for number in range(5)]
    browser = site.signed_in(patient)
    medicine = patient.medicines.get(is_ldn=True)
    taken = {f"dose_{medicine.pk}_1": "missed", f"dose_{medicine.pk}_1_reason": texts[1]}
    posts = [
        (f"/journal/{DAY}/", {"version": 0, "note": texts[0], **taken}),
        (f"/journal/{DAY}/", {"version": 1, "note": texts[2], **taken}),
        ("/journal/events/new/", {"day": DAY, "kind": "other", "text": texts[3]}),
        ("/journal/visits/new/", {"day": DAY, "text": texts[4]}),
    ]
    assert [(address, browser.post(address, answers).status) for address, answers in posts] == [
        (address, 302) for address, _ in posts
    ]
    return texts


def test_database_and_backup_hold_none_of_fifty_planted_texts(start_site, database, tmp_path):
    site = start_site(database)
    with site.models():
        alice = factories.patient("alice@example.test")
        factories.target(alice, IN_THE_CLEAR)
        planted = plant(alice, "Zq", rounds=6)
        assert {name for name, _ in sealed_texts()} == sealed_fields()
        planted += write_through_pages(site, User.objects.get(), "Zr")
        assert len({text for text in planted if any(text in written for _, written in sealed_texts())}) >= 50
    site.manage("backup", str(tmp_path / "one.backup"))
    dump, sealed = raw(site), (tmp_path / "one.backup").read_bytes()
    with (tmp_path / "one.backup").open("rb") as file:
        opened = b"".join(read_sealed(file))
    assert (found(dump, planted), found(sealed, planted), found(opened, planted)) == ([], [], [])
    # The search works: what is in the clear is found where it should be, and so is a text that was not sealed.
    assert [found(each, [IN_THE_CLEAR]) for each in (dump, sealed, opened)] == [[IN_THE_CLEAR], [], [IN_THE_CLEAR]]
    with site.models():
        Event.objects.filter(pk=Event.objects.first().pk).update(text=planted[0].encode())
    site.manage("backup", str(tmp_path / "two.backup"))
    with (tmp_path / "two.backup").open("rb") as file:
        opened = b"".join(read_sealed(file))
    assert (found(raw(site), planted), found(opened, planted)) == ([planted[0]], [planted[0]])


MARKER = "Thistlemarker"


def fill(site: Site, email: str, word: str) -> User:
    """Make a person whose marker stands in the clear wherever it may, in many rows that were changed often."""
    with site.models(), transaction.atomic():
        person = factories.patient(email, name=f"{word} Person")
        for number in range(200):
            item = factories.side_effect(person, f"{word} {number}")
            item.name = f"{word} again {number} {'x' * (number % 30)}"
            item.save()
        for number in range(50):
            factories.ldn(person, name=f"{word} capsule {number}", is_ldn=False)
        person.items.filter(pk__in=list(person.items.values_list("pk", flat=True)[::3])).delete()
    return person


def close(site: Site, person: User) -> None:
    """Close the account as its person does."""
    with site.models():
        browser = site.signed_in(person)
    assert browser.post("/accounts/close/", {"confirm": "on"}).location == "/accounts/closed/"


def test_nothing_of_a_closed_account_is_in_the_files_or_a_dump(start_site, database):
    site = start_site(database)
    others = fill(site, "other@example.test", "Clovermarker")
    person = fill(site, "person@thistlemarker.test", MARKER)
    words = [MARKER, "person@thistlemarker.test"]
    assert found(raw(site), words) == words
    close(site, person)
    site.manage("tidy", "--compact")
    assert found(raw(site), words) == []
    assert found(raw(site), ["Clovermarker", others.email]) == ["Clovermarker", others.email]
    assert site.manage("tidy", "--compact").splitlines()[-1].endswith("cached values that are over")


def test_without_writing_the_file_anew_pieces_would_be_left(start_site):
    site = start_site("sqlite")
    close(site, fill(site, "person@thistlemarker.test", MARKER))
    site.manage("tidy")
    assert found(raw(site), [MARKER]) == [MARKER]


def test_while_somebody_reads_an_older_state_it_is_said_that_the_log_stays(start_site):
    site = start_site("sqlite")
    person = fill(site, "person@thistlemarker.test", MARKER)
    reader = sqlite3.connect(site.folder / "db.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM journal_item").fetchone()[0] > 100
    close(site, person)
    said = site.manage("tidy", "--compact").splitlines()[-1]
    assert said == "SQLite's log was not emptied: somebody reads an older state, such as a backup."
    assert found(raw(site), [MARKER]) == [MARKER]
    reader.execute("ROLLBACK")
    site.manage("tidy", "--compact")
    assert found(raw(site), [MARKER]) == []
    reader.close()


def test_two_processes_tidy_at_once_and_each_row_goes_once(start_site, database):
    site = start_site(database)
    with site.models():
        Session.objects.bulk_create(
            Session(session_key=f"k{number}", session_data="", expire_date=timezone.now()) for number in range(3000)
        )
    command = [sys.executable, "manage.py", "tidy"]
    runs = [subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[0].splitlines()[0].split(" ", 1) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert [words for _, words in said] == ["ended sessions"] * 2
    assert sum(int(number) for number, _ in said) == 3000
    with site.models():
        assert Session.objects.count() == 0
