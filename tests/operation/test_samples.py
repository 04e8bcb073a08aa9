"""The samples that operators copy: systemd takes them, and what they call is there."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands

from tests.browser.site import ROOT

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


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path):
    assert complaints(tmp_path, {name: (SAMPLES / name).read_text() for name in UNITS}) == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_would_complain_of_a_misspelt_setting(tmp_path):
    text = (SAMPLES / "ldn-tracker.service").read_text().replace("NoNewPrivileges", "NoNewPrivilege")
    assert len(complaints(tmp_path, {"ldn-tracker.service": text})) == 1
