"""The samples that operators copy: systemd takes them, and what they call is there."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from ldn_tracker.events import EVENTS
from tests.browser.site import ROOT, environment

SAMPLES = ROOT / "docs" / "samples"
OPERATE = ROOT / "docs" / "operate.md"
UNITS = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".service", ".timer"))


def calls(text):
    """Return the management commands that a unit runs."""
    return re.findall(r"manage\.py (\w+)", text)


def unknown(text):
    return [name for name in calls(text) if name not in get_commands()]


def complaints(folder, units):
    """Return what `systemd-analyze verify` says of units, with the code's folder standing for /opt/ldn-tracker."""
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(shutil.which("true"))
    for name, text in units.items():
        (folder / name).write_text(text.replace("/opt/ldn-tracker", str(folder)))
    command = ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in units)]
    done = subprocess.run(command, capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if any(name in line for name in units)]
    return ours + ([f"exit {done.returncode}"] if done.returncode else [])


def test_every_unit_is_here():
    assert UNITS == [
        "ldn-tracker-mail.service",
        "ldn-tracker-nightly.service",
        "ldn-tracker-nightly.timer",
        "ldn-tracker-reminders.service",
        "ldn-tracker-reminders.timer",
        "ldn-tracker.service",
    ]


@pytest.mark.parametrize("name", UNITS)
def test_the_commands_that_a_unit_runs_exist(name):
    assert unknown((SAMPLES / name).read_text()) == []


def test_a_command_that_does_not_exist_would_be_found():
    assert unknown("ExecStart=/x/python manage.py tidy_up_all") == ["tidy_up_all"]


def test_every_folder_that_a_unit_writes_to_is_made_at_the_first_start():
    """Without it systemd does not start the unit at all, unless a dash says that it may be missing."""
    first_start = OPERATE.read_text().partition("## First start")[2].partition("\n## ")[0]
    folders = {
        found for name in UNITS for found in re.findall(r"(?m)^ReadWritePaths=-?(\S+)$", (SAMPLES / name).read_text())
    }
    assert folders == {"/opt/ldn-tracker/static_built", "/var/backups/ldn-tracker"}
    assert [folder for folder in folders if f"`{folder}`" not in first_start] == []


def test_a_night_without_its_backup_folder_still_tidies_and_a_migration_may_take_its_time():
    assert "\nReadWritePaths=-/var/backups/ldn-tracker\n" in (SAMPLES / "ldn-tracker-nightly.service").read_text()
    assert "\nTimeoutStartSec=infinity\n" in (SAMPLES / "ldn-tracker.service").read_text()


LOG = """The database is up to date.
{"logger": "security", "event": "sign_in", "request": "NUMBER"}
LDN Tracker is ready: http://127.0.0.1:8001
5
{"logger": "gunicorn.access", "request": "NUMBER"}
{"logger": "security", "event": "sign_out", "request": "another"}
"""


@pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
def test_every_look_into_the_log_passes_over_plain_lines():
    programs = re.findall(r"jq (-\w+) '(.*?)'", OPERATE.read_text())
    done = [
        subprocess.run(["jq", *each], input=LOG, capture_output=True, text=True, check=True).stdout for each in programs
    ]
    assert [len(lines.splitlines()) for lines in done] == [2, 2]
    assert len(programs) == OPERATE.read_text().count("jq ")


def test_every_event_that_is_looked_for_after_a_restore_is_one():
    table = OPERATE.read_text().partition("| In the log |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.partition(" | ")[0])}
    assert {"account_closed", "password_changed", "factor_changed", "account_changed"} <= named <= set(EVENTS)


# systemd-run stands for a shell that has a unit's account, folder and settings; systemd-cat for the journal.
FAKES = {
    "systemd-run": """#!/bin/bash
        for word; do case $word in --*) shift ;; *) break ;; esac; done
        cd "$CODE" && shift && exec "$PYTHON" "$@" """,
    "systemd-cat": '#!/bin/sh\necho "$@" >>"$JOURNAL"; exec cat >>"$JOURNAL"\n',
}


def managed(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command by hand with the sample; return how it ended, and what is in the journal."""
    for name, text in FAKES.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    journal = folder / "journal"
    env = environment(folder, 8000) | {"CODE": str(ROOT), "PYTHON": sys.executable, "JOURNAL": str(journal)}
    env["PATH"] = f"{folder}:{env['PATH']}"
    command = [SAMPLES / "ldn-tracker-manage", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return done, journal.read_text()


def test_a_command_by_hand_is_in_the_journal_and_what_it_prints_is_not(tmp_path):
    assert managed(tmp_path, "migrate", "--verbosity=0")[0].returncode == 0
    (tmp_path / "journal").unlink()
    done, journal = managed(tmp_path, "make_editor", "fina@example.test")
    assert (done.returncode, "/accounts/invitation/" in done.stdout, "invitation" in journal) == (0, True, False)
    first, *lines = journal.splitlines()
    assert (first, [json.loads(line)["event"] for line in lines]) == (
        "--identifier=ldn-tracker-manage",
        ["operator_command"],
    )
    assert done.stderr.splitlines() == lines  # whoever typed the command sees it too


def test_a_command_by_hand_that_fails_says_so(tmp_path):
    assert managed(tmp_path, "migrate", "--verbosity=0")[0].returncode == 0
    done, journal = managed(tmp_path, "end_sessions", "nobody@example.test")
    assert (done.returncode, "There is no account with this address." in done.stderr) == (1, True)
    assert "There is no account with this address." in journal


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path):
    assert complaints(tmp_path, {name: (SAMPLES / name).read_text() for name in UNITS}) == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_would_complain_of_a_misspelt_setting(tmp_path):
    text = (SAMPLES / "ldn-tracker.service").read_text().replace("NoNewPrivileges", "NoNewPrivilege")
    assert len(complaints(tmp_path, {"ldn-tracker.service": text})) == 1
