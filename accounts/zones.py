"""The time zones a person can choose from."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

UTC = "UTC"
# What browsers and servers without a place call UTC.
UTC_NAMES = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "Etc/")
    for name in ("UTC", "UCT", "GMT", "GMT0", "Greenwich", "Universal", "Zulu")
)


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of the places people live in, older names such as Asia/Calcutta too, UTC first."""
    places = {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return (UTC, *sorted(places))


@cache
def zone_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return (region, ((name, place), ...)) groups for a select."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in zone_names():
        region, _, place = name.partition("/")
        regions.setdefault(region if place else "No place", []).append((name, (place or name).replace("_", " ")))
    return tuple((region, tuple(places)) for region, places in regions.items())


def usual_name(name: str) -> str:
    """Return "UTC" for each of its other names, any other name as it is."""
    return UTC if name in UTC_NAMES else name


def validate_time_zone(name: str) -> None:
    """Refuse every name that is not in the zone database; opening an unknown one can even raise OSError."""
    if name not in zone_names():
        raise ValidationError("Choose a time zone from the list.", code="zone")
