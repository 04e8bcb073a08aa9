import subprocess
import sys
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError

from accounts.zones import UTC_NAMES, usual_name, validate_time_zone, zone_choices, zone_names

# What browsers report, today and in older versions: places under new and old names.
REPORTED = [
    "Europe/London",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "US/Eastern",
    "America/Buenos_Aires",
    "Europe/Kiev",
    "UTC",
]


@pytest.mark.parametrize("name", REPORTED)
def test_zone_a_browser_reports_passes(name):
    validate_time_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Base",
        "europe/london",
        "EST5EDT",
        "Etc/GMT+5",
        "../etc/passwd",
        "/etc/passwd",
        "Europe",
        "\x00",
        "x" * 5000,
    ],
)
def test_anything_else_is_refused(name):
    with pytest.raises(ValidationError, match="Choose a time zone from the list"):
        validate_time_zone(name)


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Universal"])
def test_other_names_of_utc_become_utc(name):
    assert usual_name(name) == "UTC"
    validate_time_zone(usual_name(name))


def test_names_of_utc_are_all_utc():
    assert {ZoneInfo(name).utcoffset(None) or ZoneInfo(name).key for name in UTC_NAMES & available_timezones()} == (
        UTC_NAMES & available_timezones()
    )


def test_a_place_keeps_its_name():
    assert usual_name("Asia/Calcutta") == "Asia/Calcutta"


def test_every_name_opens_and_fits_the_column():
    for name in zone_names():
        assert ZoneInfo(name).key == name
        assert len(name) <= 64


def test_utc_comes_first_and_each_name_once():
    assert zone_names()[0] == "UTC"
    assert len(set(zone_names())) == len(zone_names()) > 400


def test_choices_hold_every_name_once_under_its_region():
    choices = zone_choices()
    assert [name for _, places in choices for name, _ in places] == list(zone_names())
    assert dict(dict(choices)["Asia"])["Asia/Ho_Chi_Minh"] == "Ho Chi Minh"
    assert dict(choices)["No place"] == (("UTC", "UTC"),)


def test_the_list_does_not_depend_on_the_machine():
    """Debian keeps the older names in a package of its own: ours come with the tzdata of requirements.txt."""
    script = "from zoneinfo import available_timezones as a; print('Asia/Calcutta' in a(), len(a()) > 500)"
    found = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONTZPATH": ""}, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["True", "True"]
