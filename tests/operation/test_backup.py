"""A backup taken while people write, restored into an empty database of either kind."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from accounts.models import User
from journal.models import CheckIn
from tests import factories
from tests.operation.servers import ROOT, Site, execute, named
from tests.planted import plant

PAIRS = [
    ("sqlite", "sqlite"),
    pytest.param("sqlite", "postgresql", marks=pytest.mark.postgresql),
    pytest.param("postgresql", "sqlite", marks=pytest.mark.postgresql),
    pytest.param("postgresql", "postgresql", marks=pytest.mark.postgresql),
]
WRITERS, RATED = 4, 5
FIRST = date(2020, 1, 1)


def manage(site: Site, *arguments: str, data: bytes | None = None) -> bytes:
    """Run a management command on the site's data and return the bytes it wrote."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=site.env, input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def empty_place(sites, tmp_path):
    """Return a site whose database has no table, with the same keys as another."""

    def make(like: Site, database: str) -> Site:
        folder = tmp_path / f"place{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        env = {name: value for name, value in like.env.items() if name != "DATABASE_URL"} | {"DATA_DIR": str(folder)}
        if database == "postgresql":
            name = f"ldn_{folder.name}_{like.port}"
            server = os.environ["TEST_DATABASE_URL"]
            sites.databases.append((server, name))
            execute(f'CREATE DATABASE "{name}"', server)
            env["DATABASE_URL"] = named(server, name)
        return replace(like, folder=folder, env=env, process=None, log=None)

    return make


class Writers:
    """People who fill in one day after the other, each save a check-in with all its ratings and a note."""

    def __init__(self, site: Site) -> None:
        self.stopped = threading.Event()
        self.acknowledged: list[tuple[int, date]] = []
        self.refused: list[int] = []
        with site.models():
            self.people = [factories.patient(f"writer{number}@example.test") for number in range(WRITERS)]
            for person in self.people:
                for number in range(RATED):
                    factories.side_effect(person, f"Effect {number}")
            browsers = [(person, site.signed_in(person), list(person.items.all())) for person in self.people]
        self.threads = [threading.Thread(target=self._write, args=each) for each in browsers]

    def _write(self, person: User, browser, items) -> None:
        for number in count():
            if self.stopped.is_set():
                return
            day = FIRST + timedelta(days=number)
            answers = {f"item_{item.pk}": str(number % 4) for item in items}
            status = browser.post(f"/journal/{day}/", {"version": 0, "note": f"Note of {day}", **answers}).status
            if status == 302:
                self.acknowledged.append((person.pk, day))
            else:
                self.refused.append(status)

    def __enter__(self) -> "Writers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(60)

    def wait_for(self, saves: int) -> None:
        """Return when so many saves were acknowledged."""
        while len(self.acknowledged) < saves and any(thread.is_alive() for thread in self.threads):
            self.stopped.wait(0.02)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_backup_under_load_holds_all_that_was_acknowledged_and_nothing_half(
    start_site, empty_place, tmp_path, source, target
):
    site = start_site(source)
    with site.models():
        quiet = [factories.patient(f"quiet{number}@example.test") for number in range(2)]
        for patient in quiet:
            plant(patient, patient.name or "quiet", rounds=2)
            factories.check_in(patient, FIRST, {factories.target(patient): 3}, note="Slept\nbadly ☂")
    exports = {patient.email: manage(site, "export_journal", patient.email) for patient in quiet}
    with Writers(site) as writers:
        writers.wait_for(40)
        before = set(writers.acknowledged)
        manage(site, "backup", str(tmp_path / "one.backup"))
        while_it_ran = len(writers.acknowledged) - len(before)
    assert (writers.refused, while_it_ran > 0) == ([], True)
    place = empty_place(site, target)
    manage(place, "restore", str(tmp_path / "one.backup"))
    assert {email: manage(place, "export_journal", email) for email in exports} == exports
    with place.models():
        restored = {(row.patient_id, row.day): row for row in CheckIn.objects.filter(patient__email__startswith="w")}
        assert before <= restored.keys() <= set(writers.acknowledged)
        assert {row.ratings.count() for row in restored.values()} == {RATED}
        assert all(row.note == f"Note of {row.day}" for row in restored.values())


def test_backup_through_a_pipe_is_restored_from_it(start_site, empty_place):
    site = start_site()
    with site.models():
        alice = factories.patient("alice@example.test")
        alice.events.create(day=FIRST, kind="stress", text="Moved house")
    sealed = manage(site, "backup", "-")
    place = empty_place(site, "sqlite")
    said = manage(place, "restore", "-", data=sealed).decode()
    assert said.startswith("Restored ")
    with place.models():
        assert [event.text for event in User.objects.get().events.all()] == ["Moved house"]
    site.stop()  # the restored one takes its place
    place.start()
    with place.models():
        browser = place.signed_in(User.objects.get())
    assert "Moved house" in browser.get("/journal/events/").text
    place.close()
