"""A backup holds one moment of everything; restored, it is the same to the byte, or nothing at all."""

import base64
import threading
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from accounts.actions import close_account
from accounts.models import User
from journal.interchange.outgoing import export_zip
from journal.models import CheckIn, DayVersion, Rating, WaitingImport
from ldn_tracker import schema
from ldn_tracker.backups import restoring, writing
from ldn_tracker.backups.reading import Backup
from ldn_tracker.backups.rows import mark
from ldn_tracker.backups.sealed_file import MAGIC, SealedWriter, read_sealed
from ldn_tracker.backups.tables import LEFT_OUT, applied_migrations, columns
from ldn_tracker.backups.writing import one_moment, write_backup
from tests import factories
from tests.kept import check_kept_answers
from tests.places import empty_place, everything, tables
from tests.planted import plant, sealed_fields, sealed_texts
from tests.records import snapshot
from tests.reports.links import link, opened

pytestmark = pytest.mark.django_db(transaction=True)
NEW = bytes(range(40, 72))
DAY = date(2026, 11, 20)


def backup(path: Path, *options: str) -> str:
    said = StringIO()
    call_command("backup", str(path), *options, stderr=said)
    return said.getvalue()


def restore(path: Path, *options: str) -> str:
    said = StringIO()
    call_command("restore", str(path), *options, stdout=said, stderr=StringIO())
    return said.getvalue()


def refusal(path: Path) -> str:
    with pytest.raises(CommandError) as caught:
        restore(path)
    return str(caught.value)


def plain(path: Path) -> bytes:
    with path.open("rb") as file:
        return b"".join(read_sealed(file))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "one.backup"


@pytest.fixture
def people(alice, charlie) -> list[User]:
    """Two patients with something in every table of theirs."""
    for number, patient in enumerate((alice, charlie)):
        plant(patient, patient.email[:3], rounds=2)
        item = factories.target(patient, f"Pain “{number}” €")
        factories.check_in(patient, DAY, {item: 3}, note="Slept\nbadly ☂")
        patient.overall_changes.create(day=DAY, value=2)
        made = link(patient, is_frozen=True, guarded=True)
        opened(made.token, made.passcode)
    factories.check_in(alice, date(1900, 1, 1), note="The first day")
    User.objects.filter(pk=alice.pk).update(
        birth_date=date(1900, 1, 1), date_joined=datetime(9999, 12, 30, 23, 59, 59, 999999, UTC)
    )
    DayVersion.objects.filter(patient=alice).update(saved_at=datetime(2026, 11, 20, 1, 2, 3, 4, UTC))
    return [alice, charlie]


def test_everything_comes_back_to_the_byte(people, signed_in, file, tmp_path):
    client = signed_in(people[0])
    assert client.get("/journal/").status_code == 200
    before = everything()
    exports, texts = [export_zip(person) for person in User.objects.order_by("pk")], sorted(sealed_texts())
    assert {name for name, _ in texts} == sealed_fields()
    assert backup(file).splitlines()[-1].endswith(f"rows, to {file}.")
    with empty_place(tmp_path):
        assert restore(file).splitlines()[1] == (
            "Everybody signs in anew. What happened after that moment is undone: accounts closed and links ended are "
            "back; passwords, second factors, recovery codes, staff and accounts switched off are as they were, and "
            'links of mails that set a password may work again. docs/operate.md, "Restore", says what to do.'
        )
        after = everything()
        check_kept_answers()
        assert [export_zip(person) for person in User.objects.order_by("pk")] == exports
        assert sorted(sealed_texts()) == texts
        assert schema.is_current()
        call_command("migrate", check_unapplied=True, verbosity=0)
    left_out = [name for name in before if name in LEFT_OUT]
    filled = {name for name in left_out if before.pop(name)}
    assert filled >= {"accounts.outgoingmail", "journal.waitingimport", "sessions.session"}
    assert {name: after.pop(name) for name in left_out} == {name: [] for name in left_out}
    assert after == before
    assert [name for name, rows in before.items() if not rows and name.startswith(("journal.", "reports."))] == []


def test_new_rows_after_a_restore_take_no_number_given_out_since_the_backup(alice, file, tmp_path):
    backup(file)
    since = [factories.patient(f"since{number}@example.test") for number in range(3)]
    with empty_place(tmp_path):
        restore(file)
        made = factories.patient("new@example.test")
        assert made.pk == alice.pk + restoring.GAP + 1
        assert made.pk not in {person.pk for person in since}
        assert made.emailaddress_set.get().pk > restoring.GAP
        assert factories.target(made).pk == restoring.GAP + 1


def test_a_backup_of_an_older_release_comes_back_and_is_brought_forward(file, tmp_path):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        call_command("migrate", "account", "0008_emailaddress_unique_primary_email_fixup", verbosity=0)
        made = factories.patient("alice@example.test")
        factories.check_in(made, DAY, {factories.target(made): 3}, note="Slept badly")
        before = everything()
        call_command("migrate", "journal", "0004", verbosity=0)
        assert not schema.is_current()
        backup(file)
    with empty_place(tmp_path):
        restore(file)
        assert schema.is_current()
        assert everything() == before
        check_kept_answers()
        assert CheckIn.objects.get().note == "Slept badly"


def newer_backup(file: Path) -> None:
    with file.open("wb") as out:
        writer = SealedWriter(out)
        migrations = [*applied_migrations(), ("journal", "9999_of_tomorrow")]
        writer.write(mark(made_at="2026-11-20T00:00:00+00:00", migrations=migrations))
        writer.finish()


def test_a_backup_of_a_newer_release_is_refused(file, tmp_path):
    newer_backup(file)
    said = "The backup was made by a newer release than this code (journal.9999_of_tomorrow)."
    with empty_place(tmp_path):
        assert refusal(file) == said
        assert tables() == []
    with pytest.raises(CommandError, match="newer release"):
        restore(file, "--check")


def test_a_database_of_a_newer_release_is_not_backed_up(file, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '9999_x', '2026-11-20')")
        try:
            with pytest.raises(CommandError, match=r"is of a newer release than this code \(journal\.9999_x\)"):
                backup(file)
        finally:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_not_backed_up(file, tmp_path):
    with empty_place(tmp_path), pytest.raises(CommandError, match="nothing to back up: the database has no tables"):
        backup(file)
    assert not file.exists()


NOT_EMPTY = "The database is not empty. Restore into a new one; nothing was changed."


def test_restore_into_the_database_in_use_is_refused_and_changes_nothing(people, file):
    backup(file)
    people[0].events.create(day=DAY, kind="stress", text="Since then")
    before = snapshot()
    assert refusal(file) == NOT_EMPTY
    assert snapshot() == before


def test_restore_beside_any_table_is_refused_before_anything_is_migrated(alice, file, tmp_path):
    backup(file)
    with empty_place(tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE somebody (name text)")
        assert refusal(file) == NOT_EMPTY
        assert tables() == ["somebody"]


def test_without_the_master_key_nothing_is_restored(people, file, settings, tmp_path):
    backup(file)
    settings.MASTER_KEY = NEW
    with empty_place(tmp_path):
        assert refusal(file) == "No master key given here opens this backup (wrapped by another master key)."
        assert tables() == []


def test_a_backup_damaged_at_its_very_end_leaves_nothing_half_restored(people, file, tmp_path):
    backup(file)
    file.write_bytes(file.read_bytes()[:-1])
    with empty_place(tmp_path):
        assert refusal(file) == "The backup is damaged: it was changed, cut off or added to."
        assert tables() == []
    with pytest.raises(CommandError, match="damaged"):
        restore(file, "--check")


def test_a_row_without_its_owner_is_refused_and_nothing_is_restored(people, file, tmp_path):
    """A file whose seal is right, but whose rows do not fit: foreign keys are looked at before anything stays."""
    with file.open("wb") as out:
        writer = SealedWriter(out)
        writer.write(mark(made_at="2026-11-20T00:00:00+00:00", migrations=applied_migrations()))
        names = [field.column for field in columns(Rating)]
        writer.write(mark(table="journal_rating", columns=names) + b"[1,77,88,3]\n" + mark(end="journal_rating"))
        writer.finish()
    assert names == ["id", "check_in_id", "item_id", "value"]
    with empty_place(tmp_path):
        assert refusal(file).startswith("The database did not take it; nothing was restored (")
        assert tables() == []


def odd_backup(file: Path, table: str, names: list[str]) -> None:
    with file.open("wb") as out:
        writer = SealedWriter(out)
        writer.write(mark(made_at="2026-11-20T00:00:00+00:00", migrations=applied_migrations()))
        writer.write(mark(table=table, columns=names) + mark(end=table))
        writer.finish()


def test_tables_and_columns_that_this_code_does_not_know_are_refused(db, file, tmp_path):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        odd_backup(file, "somebody", ["id"])
        odd_backup(tmp_path / "two.backup", "journal_rating", ["id", "value"])
    with empty_place(tmp_path):
        assert refusal(file) == "The backup holds a table that this code does not know (somebody)."
        assert refusal(tmp_path / "two.backup") == "The backup's table journal_rating has other columns than this code."
        assert tables() == []


def test_check_reads_the_file_and_touches_no_table(people, file, tmp_path):
    written = backup(file).splitlines()[-1].split(", to")[0].removeprefix("Backed up ")
    with empty_place(tmp_path):
        said = restore(file, "--check")
        assert said.split(" is whole: ")[1] == f"{written}.\n"
        assert tables() == []


def test_a_file_that_is_no_backup_is_refused_in_a_sentence(file, tmp_path):
    assert refusal(file) == f"Cannot read {file}: No such file or directory."
    file.write_bytes(b"PK\x03\x04 a zip of something")
    assert refusal(file) == "This is not a backup of LDN Tracker."


def test_file_is_for_its_owner_alone_and_replaced_only_when_told(alice, file, tmp_path):
    backup(file)
    first = file.read_bytes()
    assert (oct(file.stat().st_mode & 0o777), first[: len(MAGIC)]) == ("0o600", MAGIC)
    with pytest.raises(CommandError, match=r"one\.backup is there already\. Name a new file, or add --force\."):
        backup(file)
    assert file.read_bytes() == first
    backup(file, "--force")
    assert file.read_bytes() != first
    assert list(tmp_path.iterdir()) == [file]


def test_folder_that_is_not_there_is_said_in_a_sentence(alice, tmp_path):
    with pytest.raises(CommandError, match=r"^Cannot write .*one\.backup: No such file or directory\.$"):
        backup(tmp_path / "gone" / "one.backup")


@contextmanager
def meanwhile(act):
    """Do something in a thread with a connection of its own, to its end, before the block begins."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(15)
    assert not thread.is_alive()
    yield


def test_others_write_while_one_moment_is_read_and_it_does_not_see_them(alice):
    alice.events.create(day=DAY, kind="stress", text="Before")
    with one_moment():
        assert alice.events.count() == 1
        with meanwhile(lambda: alice.events.create(day=DAY, kind="stress", text="Since")):
            assert alice.events.count() == 1
    assert alice.events.count() == 2


def tables_with_what_was_saved_meanwhile(alice, file) -> list[str]:
    """Save a check-in with its rating when the backup has come to the first table; return where it is found."""

    def say(told: str) -> None:
        if told.startswith("account_emailaddress:"):
            with meanwhile(lambda: factories.check_in(alice, DAY, {item: 3})):
                pass

    item = factories.target(alice)
    with file.open("wb") as out:
        write_backup(out, now=timezone.now(), say=say)
    with file.open("rb") as source:
        return [table.name for table in Backup(source).tables() if list(table.rows) and table.name in HALVES]


HALVES = ("journal_checkin", "journal_rating")


def test_what_is_saved_while_a_backup_runs_is_not_in_it(alice, file):
    assert tables_with_what_was_saved_meanwhile(alice, file) == []
    assert Rating.objects.count() == 1


def test_without_one_moment_a_backup_would_hold_it(alice, file, monkeypatch):
    monkeypatch.setattr(writing, "one_moment", nullcontext)
    assert tables_with_what_was_saved_meanwhile(alice, file) == list(HALVES)


def test_one_moment_cannot_write(alice):
    if connection.vendor == "sqlite":
        with one_moment():
            alice.events.create(day=DAY, kind="stress", text="Lost")
        assert alice.events.count() == 0
    else:
        with pytest.raises(Exception, match="read-only transaction"), one_moment():
            alice.events.create(day=DAY, kind="stress", text="Lost")


def test_backup_made_before_a_rotation_is_lost_with_the_old_key(people, file, settings, tmp_path):
    backup(file)
    old, settings.MASTER_KEY = settings.MASTER_KEY, NEW
    settings.MASTER_KEYS_PREVIOUS = (old,)
    call_command("rotate_keys", stdout=StringIO())
    after = tmp_path / "after.backup"
    backup(after)
    assert restore(file, "--check").startswith("The backup of 20")  # both keys are there
    settings.MASTER_KEYS_PREVIOUS = ()
    assert refusal(file) == "No master key given here opens this backup (wrapped by another master key)."
    assert restore(after, "--check").startswith("The backup of 20")


def test_closed_account_is_not_in_a_backup_made_after(people, file, tmp_path):
    gone, kept = people
    wrapped = base64.b64encode(bytes(gone.wrapped_key))
    backup(tmp_path / "before.backup")
    close_account(user=gone)
    backup(file)
    before, after = plain(tmp_path / "before.backup"), plain(file)
    assert (before.count(wrapped), after.count(wrapped)) == (1, 0)
    assert (before.count(b"alice@example.test") > 0, after.count(b"alice@example.test")) == (True, 0)
    assert kept.email.encode() in after


def test_keys_that_no_master_key_opens_are_named_after_a_restore(people, file, tmp_path):
    User.objects.filter(pk=people[0].pk).update(wrapped_key=b"\x01junk" + bytes(60))
    backup(file)
    with empty_place(tmp_path):
        assert restore(file).splitlines()[-1] == (
            "No master key given here opens the texts of 1 people. Bring every old key."
        )


def test_each_model_that_is_left_out_is_there():
    assert {model._meta.label_lower for model in apps.get_models()} >= LEFT_OUT.keys()
    assert {Session._meta.label_lower, WaitingImport._meta.label_lower} <= LEFT_OUT.keys()


# Kinds of column whose values are known to come back alike from either database.
EXACT = {
    *(models.AutoField, models.BigAutoField, models.BigIntegerField, models.BinaryField, models.BooleanField),
    *(models.CharField, models.DateField, models.DateTimeField, models.EmailField, models.ForeignKey),
    *(models.JSONField, models.OneToOneField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    *(models.SmallIntegerField, models.TextField, models.TimeField, models.GenericIPAddressField),
    *(models.IntegerField, models.SlugField, models.URLField),
}


def test_every_column_is_of_a_kind_that_a_backup_keeps_exactly():
    kinds = {
        field.get_internal_type()
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
    }
    assert kinds - {kind.__name__ for kind in EXACT} == set()


def test_no_migration_needs_more_than_the_one_transaction_of_a_restore():
    loader = MigrationLoader(None)
    assert [key for key, migration in loader.disk_migrations.items() if not migration.atomic] == []
