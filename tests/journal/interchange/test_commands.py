"""import_journal and export_journal."""

import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from journal.interchange.outgoing import export_csv, export_zip
from tests.journal.interchange.files import LDN, PAIN, csv_file

NOTE = "2026-11-20,,note,,,,,my words"
SCORE = "2026-11-20,,score,Itch=x,2,0-3,daily,"


@pytest.fixture
def bring_in(alice, tmp_path):
    """Return a function that runs import_journal on rows and returns what it printed."""

    def run(*rows, options=(), email="alice@example.test"):
        file, out = tmp_path / "journal.csv", io.StringIO()
        file.write_bytes(csv_file(*rows))
        try:
            call_command("import_journal", email, str(file), *options, stdout=out)
        except CommandError as error:
            return out.getvalue() + f"exit {error.returncode}: {error}"
        return out.getvalue()

    return run


def test_import_prints_what_was_done(alice, bring_in):
    assert (
        bring_in(LDN, NOTE) == "Medicines: 1 new, 0 changed, 0 the same\nNotes: 1 new, 0 changed, 0 the same\nSaved.\n"
    )
    assert alice.check_ins.get().note == "my words"


def test_import_finds_the_account_whatever_the_case(alice, bring_in):
    assert bring_in(NOTE, email="Alice@Example.TEST").endswith("Saved.\n")


def test_refused_rows_are_printed_and_exit_with_1(alice, bring_in):
    printed = bring_in(NOTE, "x,,note,,,,,x")
    assert "Refused. Line 3: “x” is not a day as 2026-11-22.\nRefused in all: 1.\n" in printed
    assert printed.endswith("exit 1: Nothing was saved.")
    assert not alice.check_ins.exists()


def test_direction_is_asked_for_and_taken(alice, bring_in):
    printed = bring_in(SCORE)
    assert "Not said: which way “Itch=x” is better. Add --direction 'Itch=x=lower' or '=higher'." in printed
    assert printed.endswith("exit 1: Nothing was saved.")
    assert bring_in(SCORE, options=["--direction", "ITCH=x=higher", "--direction", "Other=lower"]).endswith("Saved.\n")
    assert not alice.items.get().lower_is_better


@pytest.mark.parametrize("direction", ["Itch", "=lower", "Itch=sideways"])
def test_direction_that_is_none_is_refused(alice, bring_in, direction):
    assert "must look like ITEM=lower or ITEM=higher" in bring_in(SCORE, options=["--direction", direction])


def test_dry_run_says_the_same_and_saves_nothing(alice, bring_in):
    printed = bring_in(NOTE, options=["--dry-run"])
    assert printed == "Notes: 1 new, 0 changed, 0 the same\nNothing was saved: this was a dry run.\n"
    assert not alice.check_ins.exists()
    assert bring_in("x,,note,,,,,x", options=["--dry-run"]).endswith("exit 1: Nothing was saved.")


def test_warnings_habits_and_changes_are_printed(alice, bring_in):
    bring_in(LDN, PAIN, NOTE)
    printed = bring_in("2026-11-20,,dose,LDN,45.0,mg,taken,", NOTE.replace("my", "other"))
    assert "Numbers such as 4.50 were read as 4.5." in printed
    assert "Line 2: a naltrexone dose of 45 mg, which is over 10 mg." in printed
    assert "Changed. Line 3: note, 20 Nov 2026: note “my words” becomes “other words”" in printed


def test_file_that_is_something_else_exits_with_1(alice, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(b"hello")
    with pytest.raises(CommandError, match=r"^The first line is not the header"):
        call_command("import_journal", "alice@example.test", str(file))


def test_file_that_is_not_there_or_too_large_exits_with_1(alice, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match=r"^Cannot read .*: No such file or directory\."):
        call_command("import_journal", "alice@example.test", str(tmp_path / "none.csv"))
    file = tmp_path / "x.csv"
    file.write_bytes(b"x" * 11)
    monkeypatch.setattr("journal.management.commands.import_journal.MOST_BYTES", 10)
    with pytest.raises(CommandError, match=r"^The file is larger than 20 MB\."):
        call_command("import_journal", "alice@example.test", str(file))


@pytest.mark.parametrize(
    "command", [["import_journal", "nobody@example.test", "x"], ["export_journal", "nobody@example.test"]]
)
def test_unknown_address_exits_with_1(db, command):
    with pytest.raises(CommandError, match=r"^No account has this address\.$"):
        call_command(*command)


@pytest.mark.parametrize(("options", "export"), [([], export_zip), (["--csv"], export_csv)])
def test_export_writes_bytes_to_standard_output(alice, bring_in, options, export, capfdbinary):
    bring_in(LDN, NOTE)
    call_command("export_journal", "alice@example.test", *options)
    assert capfdbinary.readouterr().out == export(alice)


@pytest.mark.parametrize("options", [[], ["--csv"]])
def test_export_that_lacks_texts_is_not_written_and_says_how_many(alice, bring_in, options, capfdbinary, settings):
    bring_in(LDN, NOTE)
    settings.MASTER_KEY = bytes(range(100, 132))
    with pytest.raises(CommandError, match=r"^Nothing was written\. Texts that .* given here: 1\. Bring") as refused:
        call_command("export_journal", "alice@example.test", *options)
    assert (refused.value.returncode, capfdbinary.readouterr().out) == (1, b"")


def test_csv_is_written_to_a_text_stream_too(alice, bring_in):
    bring_in(LDN, NOTE)
    out = io.StringIO(newline="")
    call_command("export_journal", "alice@example.test", "--csv", stdout=out)
    assert out.getvalue().encode() == export_csv(alice)


def test_commands_explain_themselves():
    for command in ("import_journal", "export_journal"):
        shown = subprocess.run(
            [sys.executable, "manage.py", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        )
        assert "EMAIL" in shown.stdout.upper()
