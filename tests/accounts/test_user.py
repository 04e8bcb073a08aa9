from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.forms import ModelForm, modelform_factory

from accounts import sealing
from accounts.forms import ProfileForm
from accounts.models import User
from tests import factories


def test_each_person_has_a_key_of_their_own(alice, charlie):
    keys = [bytes(person.wrapped_key) for person in User.objects.order_by("pk")]
    assert keys[0] != keys[1]
    assert all(sealing.unseal(key, sealing.seal(key, b"abc", "x"), "x") == b"abc" for key in keys)


def test_the_key_stays_the_same_when_a_person_is_saved(alice):
    before = bytes(alice.wrapped_key)
    person = User.objects.get()
    person.name = "Another"
    person.save()
    assert bytes(User.objects.get().wrapped_key) == before


def test_neither_key_nor_address_is_in_what_a_log_would_print(alice):
    printed = f"{alice} {alice!r} {[alice]}"
    assert printed == f"user {alice.pk} <User: user {alice.pk}> [<User: user {alice.pk}>]"


def test_no_form_can_hold_the_key_or_what_was_agreed_to():
    assert {"wrapped_key", "consented_at", "adult_confirmed_at"}.isdisjoint(
        modelform_factory(User, fields="__all__").base_fields
    )
    assert list(ProfileForm.base_fields) == ["name", "birth_date", "country", "time_zone", "day_start_hour"]
    assert issubclass(ProfileForm, ModelForm)


def test_person_of_the_operator_may_enter_the_admin(db):
    person = User.objects.create_superuser("root@example.test", "correct horse battery")
    assert (person.is_staff, person.is_superuser, person.check_password("correct horse battery")) == (True, True, True)


def test_person_without_a_password_cannot_sign_in(db):
    assert not User.objects.create_user("fay@example.test").has_usable_password()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"day_start_hour": 7}, "user_day_start_hour_0_to_6"),
        ({"birth_date": date(1899, 12, 31)}, "user_birth_date_from_1900"),
        ({"email": "Alice@example.test"}, "user_email_lower_case"),
    ],
)
def test_database_refuses(alice, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(**change)


def test_a_failed_creation_leaves_neither_person_nor_address(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.patient("fay@example.test", day_start_hour=7)
    assert list(User.objects.values_list("email", flat=True)) == ["alice@example.test"]
    assert apps.get_model("account", "EmailAddress").objects.count() == 1


def test_journal_day_is_told_by_the_persons_own_clock():
    instant = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    days = [
        User(time_zone=zone, day_start_hour=hour).journal_day(instant)
        for zone, hour in (("Europe/London", 4), ("Pacific/Auckland", 4), ("Pacific/Auckland", 6))
    ]
    assert days == [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 22)]
