"""The walk over the URLconf finds the pages there are."""

from datetime import date

from tests import factories, site_map

DAY = date(2026, 11, 20)


def test_places_hold_our_pages_and_allauths_with_their_arguments():
    found = {place.name: place.arguments for place in site_map.places()}
    assert found["journal:today"] == ()
    assert found["journal:check_in"] == ("day",)
    assert found["journal:item"] == ("pk",)
    assert found["share:report"] == ("token",)
    assert found["account_login"] == ()
    assert found["account_reset_password_from_key"] == ("uidb36", "key")


def test_addresses_are_filled_from_the_patients_own_rows(alice, alice_client):
    event = alice.events.create(day=DAY, kind="other", text="x")
    item = factories.target(alice)
    found = site_map.addresses_of(alice_client, alice, day=DAY, token="x" * 43)
    assert found["journal:event"] == f"/journal/events/{event.pk}/"
    assert found["journal:item_rest"] == f"/journal/items/{item.pk}/rest/"
    assert found["journal:check_in"] == "/journal/2026-11-20/"
    assert found["share:report"] == f"/r/{'x' * 43}/"


def test_what_was_nowhere_is_not_asked_for_again_and_all_else_is_found_as_before(alice, alice_client, monkeypatch):
    factories.target(alice)
    alice.events.create(day=DAY, kind="other", text="x")
    asked, get = [], alice_client.get
    monkeypatch.setattr(alice_client, "get", lambda address: asked.append(address) or get(address))
    never: set[site_map.Pair] = set()
    found = []
    for _ in range(2):
        found.append(site_map.known_addresses(alice_client, alice, day=DAY, token="x" * 43, rows_a_kind=3, never=never))
        found.append(len(asked))
    (first, once, again, twice) = found
    assert first == again == site_map.known_addresses(alice_client, alice, day=DAY, token="x" * 43, rows_a_kind=3)
    assert ("journal:event", "journal.Item") in never
    assert not never & {
        ("journal:event", "journal.Event"),
        ("journal:item", "journal.Item"),
        ("journal:check_in", "day"),
    }
    assert twice - once < once / 2


def test_own_ids_are_of_one_patient_only(alice, charlie):
    mine, theirs = factories.target(alice), factories.target(charlie)
    assert site_map.own_ids(alice)["journal.Item"] == [mine.pk]
    assert site_map.own_ids(charlie)["journal.Item"] == [theirs.pk]
