"""A start with a master key that opens nobody's texts is refused; one that opens some says how many it does not."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts import rotation
from accounts.models import User
from ldn_tracker.management.commands import prepare
from tests import factories

ANOTHER = bytes(range(100, 132))


@pytest.fixture(autouse=True)
def without_static_files(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(prepare, "collect_static_files", lambda target: False)
    settings.DEMO = False


def said() -> str:
    err = io.StringIO()
    call_command("prepare", stdout=io.StringIO(), stderr=err)
    return err.getvalue()


@pytest.fixture
def people(db: None) -> list[User]:
    return [factories.patient(f"person{number}@example.test") for number in range(5)]


def test_the_right_key_is_nothing_to_talk_about(people: list[User]) -> None:
    assert said() == ""


def test_a_site_without_people_starts_with_any_key(db: None, settings) -> None:
    settings.MASTER_KEY = ANOTHER
    assert said() == ""


def test_a_key_that_opens_nobodys_texts_is_refused_with_what_to_do(people: list[User], settings) -> None:
    settings.MASTER_KEY = ANOTHER
    with pytest.raises(CommandError) as refused:
        said()
    assert (refused.value.returncode, str(refused.value)) == (1, prepare.WRONG_KEY.format(tried=5))
    assert "Bring the old key back" in prepare.WRONG_KEY


def test_the_old_key_beside_the_new_one_lets_it_start(people: list[User], settings) -> None:
    settings.MASTER_KEY, settings.MASTER_KEYS_PREVIOUS = ANOTHER, (settings.MASTER_KEY,)
    assert said() == ""


def test_where_some_do_not_open_it_says_how_many_and_starts(people: list[User], settings) -> None:
    settings.MASTER_KEY = ANOTHER
    factories.patient("new@example.test")
    assert said() == prepare.SOME_SHUT.format(shut=5, tried=6) + "\n"


def test_of_many_people_the_oldest_and_the_newest_are_tried(
    people: list[User], settings, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(rotation, "TRIED_AT_START", 2)
    with django_assert_num_queries(2):
        assert rotation.tried_at_start() == (4, 0)
    settings.MASTER_KEY = ANOTHER
    factories.patient("new@example.test")
    assert rotation.tried_at_start() == (4, 3)
