import pytest
from django.core.exceptions import ValidationError

from accounts.countries import country_choices, validate_country


def test_choices_are_two_letter_codes_each_once_sorted_by_name():
    codes = [code for code, _ in country_choices()]
    assert len(set(codes)) == len(codes) > 240
    assert all(len(code) == 2 and code.isupper() and code.isascii() for code in codes)
    assert dict(country_choices())["GB"] == "United Kingdom"


@pytest.mark.parametrize("code", ["GB", "US", "DE", "IN"])
def test_country_passes(code):
    validate_country(code)


@pytest.mark.parametrize("code", ["", "gb", "XX", "UK", "GBR", "G", "\x00", "\N{FULLWIDTH LATIN CAPITAL LETTER G}B"])
def test_anything_else_is_refused(code):
    with pytest.raises(ValidationError, match="Choose a country from the list"):
        validate_country(code)
