"""docs/permissions.md names every address of the site, as it is."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from reports.models import Opening, Share
from tests.permissions import table
from tests.site_map import places


def test_table_has_every_address_and_no_other():
    rows = {(row.name, row.address) for row in table.load().rows.values()}
    assert rows == {(place.name, table.pattern_of(place)) for place in places(left_out=())}


def test_table_says_in_known_words_what_each_role_gets():
    words = {word for row in table.load().rows.values() for word in row.outcomes.values()}
    assert words <= set(table.OUTCOMES)
    assert {verb for row in table.load().rows.values() for verb in row.verbs} <= {"GET", "HEAD", "POST"}


def test_each_named_write_is_at_an_address_of_the_table():
    rules = table.load()
    assert [write for write in rules.named_writes if write.name not in rules.rows] == []


def test_a_reading_may_write_what_is_named_and_nothing_else():
    """As the watched statements say it, by the names of the database."""
    rules = table.load()
    assert rules.may_write("share:text", "GET", {Opening._meta.db_table})
    assert not rules.may_write("share:text", "GET", {Opening._meta.db_table, Share._meta.db_table})
    assert not rules.may_write("share:text", "HEAD", {Opening._meta.db_table})
    assert not rules.may_write("journal:today", "GET", {Opening._meta.db_table})


def nameless(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the address patterns that have no name and so no row."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from nameless(entry, before + str(entry.pattern))
        elif not entry.name:
            yield before + str(entry.pattern)


def test_address_without_a_name_is_asked_for_with_the_one_it_leads_to():
    changes = [row.address for row in table.load().rows.values() if row.address.endswith(">/change/")]
    leads = {address.removesuffix("change/").lstrip("/").replace("<id>", "<path:object_id>") for address in changes}
    assert set(nameless(get_resolver())) == leads
