"""Rows shared by a module are there for each of its tests, and gone after the last."""

import pytest
from django.contrib.auth.models import Group

from tests.shared_rows import shared_rows


@pytest.fixture(scope="module")
def clubs(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        before = Group.objects.count()
    with shared_rows(django_db_blocker, lambda: Group.objects.create(name="Club")):
        yield
    with django_db_blocker.unblock():
        assert Group.objects.count() == before


@pytest.mark.parametrize("turn", range(3))
def test_what_one_test_does_to_them_the_next_does_not_see(clubs, db, turn):
    assert Group.objects.get(name="Club")
    Group.objects.all().delete()
