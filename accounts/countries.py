"""The countries a person can live in; they decide emergency numbers and paper size."""

from functools import cache

from django.core.exceptions import ValidationError
from django_countries import countries


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Return (two-letter code, name) pairs, sorted by name."""
    return tuple((code, str(name)) for code, name in countries)


def validate_country(code: str) -> None:
    """Refuse a code that is no country's."""
    if code not in dict(country_choices()):
        raise ValidationError("Choose a country from the list.", code="country")
