"""Rotating the master key while the site is used."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import rotation, sealing
from accounts.models import User
from journal.interchange.actions import keep_waiting, waiting_data
from journal.models import CheckIn
from reports import tokens
from reports.opening import open_link
from tests import factories
from tests.kept import check_kept_answers
from tests.races import at_once
from tests.reports.links import link

NEW = bytes(range(40, 72))
UNREADABLE = "(this text cannot be read)"


def rotate() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


@pytest.fixture
def both(settings):
    """The new key is current, the old one still opens."""

    def switch() -> bytes:
        old = settings.MASTER_KEY
        settings.MASTER_KEYS_PREVIOUS, settings.MASTER_KEY = (old,), NEW
        return old

    return switch


def events(patient: User) -> list[str]:
    return sorted(event.text for event in User.objects.get(pk=patient.pk).events.all())


def write(patient: User, text: str) -> None:
    patient.events.create(day="2026-11-02", kind="stress", text=text)


def test_texts_open_with_the_new_key_alone_after_rotation(alice, charlie, both, settings):
    write(alice, "Moved house")
    waiting = keep_waiting(patient=alice, data=b"a file", now=timezone.now())
    both()
    write(User.objects.get(pk=charlie.pk), "New job")
    assert rotate() == "Wrapped anew: 2. Current before: 0.\nEvery key is under MASTER_KEY.\n"
    settings.MASTER_KEYS_PREVIOUS = ()
    assert (events(alice), events(charlie)) == (["Moved house"], ["New job"])
    assert waiting_data(User.objects.get(pk=alice.pk), waiting) == b"a file"


def test_the_kept_answers_of_a_day_stay_as_they_are(alice, both):
    """They are numbers in the clear: no key is theirs, and a rotation writes no check-in."""
    factories.check_in(alice, date(2026, 11, 20), {factories.target(alice): 3}, note="Slept badly")
    before = CheckIn.objects.get().answers
    both()
    rotate()
    assert CheckIn.objects.get().answers == before != ""
    check_kept_answers()


def test_new_people_are_wrapped_by_the_current_key(both, settings, db):
    both()
    made = factories.patient("new@example.test")
    settings.MASTER_KEYS_PREVIOUS = ()
    write(made, "First day")
    assert events(made) == ["First day"]
    assert rotate() == "Wrapped anew: 0. Current before: 1.\nEvery key is under MASTER_KEY.\n"


def test_what_was_copied_before_does_not_open_with_the_new_key_alone(alice, both, settings):
    write(alice, "Moved house")
    copied = bytes(alice.wrapped_key)
    both()
    rotate()
    settings.MASTER_KEYS_PREVIOUS = ()
    with pytest.raises(sealing.Unsealable, match="wrapped by another master key"):
        sealing.seal(copied, b"abc", "place")
    User.objects.update(wrapped_key=copied)
    assert events(alice) == [UNREADABLE]


def test_a_person_loaded_before_and_saved_after_keeps_the_new_wrapping(alice, both, settings):
    write(alice, "Moved house")
    both()
    stale = User.objects.get(pk=alice.pk)
    rotate()
    stale.name = "Alice Again"
    stale.save()
    settings.MASTER_KEYS_PREVIOUS = ()
    assert User.objects.get(pk=alice.pk).name == "Alice Again"
    assert events(alice) == ["Moved house"]


def test_a_run_that_was_killed_is_taken_up_again(both, db, monkeypatch):
    for number in range(7):
        factories.patient(f"p{number}@example.test")
    both()
    monkeypatch.setattr(rotation, "BATCH", 2)
    first = User.objects.order_by("pk")[3]
    User.objects.filter(pk=first.pk).update(wrapped_key=sealing.rewrap(bytes(first.wrapped_key)))
    assert rotate().startswith("Wrapped anew: 6. Current before: 1.")
    assert rotate().startswith("Wrapped anew: 0. Current before: 7.")


def test_a_key_that_nothing_opens_is_named_and_left_alone(alice, charlie, both):
    junk = b"\x01junk" + bytes(60)
    User.objects.filter(pk=alice.pk).update(wrapped_key=junk)
    both()
    with pytest.raises(CommandError, match=rf"opens 1 keys, the first is that of user {alice.pk}\. Keep every old key"):
        rotate()
    assert bytes(User.objects.get(pk=alice.pk).wrapped_key) == junk
    assert sealing.wrapped_by_current(bytes(User.objects.get(pk=charlie.pk).wrapped_key))


def test_a_key_made_behind_the_run_by_an_old_server_is_noticed(alice, both, monkeypatch):
    both()
    monkeypatch.setattr("accounts.management.commands.rotate_keys.not_current", lambda: 1)
    with pytest.raises(CommandError, match="1 keys are not under MASTER_KEY"):
        rotate()


def test_not_current_counts_keys_of_an_old_master_key(alice, charlie, both):
    assert rotation.not_current() == 0
    both()
    assert rotation.not_current() == 2


def test_links_survive_until_the_old_key_is_taken_away(alice, both, settings):
    made, now = link(alice), timezone.now()
    both()
    rotate()
    assert tokens.find_share(made.token) == made.share
    assert open_link(made.token, "", now, "Firefox").share == made.share
    after = link(User.objects.get(pk=alice.pk))
    settings.MASTER_KEYS_PREVIOUS = ()
    assert tokens.find_share(made.token) is None
    assert tokens.find_share(after.token) == after.share


@pytest.mark.django_db(transaction=True)
def test_saves_go_on_while_the_key_is_rotated_twice_at_once(settings, both):
    people = [factories.patient(f"p{number}@example.test") for number in range(4)]
    both()

    def act(number: int) -> list[str]:
        if number >= len(people):
            return [rotate()]
        for round_ in range(10):
            person = User.objects.get(pk=people[number].pk)
            write(person, f"text {round_}")
            person.name = f"round {round_}"
            person.save()
        return []

    at_once(act, len(people) + 2)
    assert rotation.not_current() == 0
    settings.MASTER_KEYS_PREVIOUS = ()
    for person in people:
        assert events(person) == sorted(f"text {round_}" for round_ in range(10))
