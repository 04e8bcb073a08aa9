"""The time zones a person can choose from."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of the places people live in, sorted, and UTC first."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return ("UTC", *sorted(places))


def validate_time_zone(name: str) -> None:
    """Refuse every name that is not in the zone database; opening an unknown one can even raise OSError."""
    if name not in zone_names():
        raise ValidationError("Choose a time zone from the list.", code="zone")
