"""Tokens and their digests."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from reports import tokens
from reports.models import Share
from tests import database_clock
from tests.reports.links import link

TOKEN = "8sKq2Vb0fTgJxwR4mYc7NdPzL1uHaE5oWk3ZyQe6rXt"


def test_token_has_256_bits_in_43_characters():
    made = {tokens.new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert [each for each in made if not re.fullmatch(r"[A-Za-z0-9_-]{43}", each)] == []


@pytest.mark.parametrize(
    ("token", "well_formed"),
    [
        (TOKEN, True),
        ("_" * 43, True),
        (TOKEN[:-1], False),
        (f"{TOKEN}x", False),
        (f"{TOKEN[:-1]}=", False),
        (f"{TOKEN}\n", False),
        (f"{TOKEN[:-1]}\n", False),
        (f"{TOKEN[:-1]}٣", False),
        ("", False),
    ],
)
def test_well_formed_is_43_letters_of_its_alphabet(token: str, well_formed: bool):
    assert tokens.is_well_formed(token) is well_formed


def test_digest_depends_on_the_master_key_and_on_nothing_else():
    before = tokens.digest(TOKEN)
    with override_settings(SECRET_KEY="another " * 10):
        assert tokens.digest(TOKEN) == before
    with override_settings(MASTER_KEY=b"another master key of 32 bytes.."):
        assert tokens.digest(TOKEN) != before
    assert len(before) == 32
    assert TOKEN.encode() not in before


def test_cookie_is_named_by_another_digest():
    assert re.fullmatch("[0-9a-f]{16}", tokens.cookie_suffix(TOKEN))
    assert tokens.cookie_suffix(TOKEN) not in tokens.digest(TOKEN).hex()


def test_share_is_found_by_its_token_alone(alice: User, charlie: User):
    made, other = link(alice), link(charlie)
    assert tokens.find_share(made.token) == made.share
    assert tokens.find_share(other.token) == other.share
    assert tokens.find_share(TOKEN) is None
    assert tokens.find_share(bytes(made.share.token_digest).hex()[:43]) is None


def test_token_is_not_in_the_database(alice: User):
    made = link(alice)
    row = Share.objects.filter(pk=made.share.pk).values().get()
    assert made.token not in str(row)
    assert made.token.encode() not in b"".join(
        bytes(value) for value in row.values() if isinstance(value, bytes | memoryview)
    )


@pytest.mark.parametrize(
    ("ends_in", "works"),
    [
        (timedelta(milliseconds=-1), False),
        (timedelta(seconds=-1), False),
        (timedelta(minutes=2), True),
        (timedelta(days=1), True),
    ],
)
@pytest.mark.parametrize("ours", [timedelta(days=-3), timedelta(0), timedelta(days=3)])
@pytest.mark.parametrize("whole_second", [True, False])
def test_a_link_ends_by_the_databases_clock_whatever_ours_says(
    alice: User, monkeypatch: pytest.MonkeyPatch, ends_in: timedelta, works: bool, ours: timedelta, whole_second: bool
):
    made, now = link(alice), timezone.now()
    end = (now + ends_in).replace(microsecond=0) if whole_second else now + ends_in
    Share.objects.filter(pk=made.share.pk).update(created_at=now - timedelta(days=9), expires_at=end)
    monkeypatch.setattr(database_clock, "goes_along", False)
    with time_machine.travel(now + ours):
        assert (tokens.find_share(made.token) is not None) == works
        assert alice.shares.count_opening(timezone.now()) == int(works)
        assert alice.shares.count_guess() == int(works)


def test_to_the_microsecond_the_end_itself_is_too_late(alice: User):
    made = link(alice)
    for early, works in ((timedelta(0), False), (timedelta(microseconds=1), True)):
        with time_machine.travel(made.share.expires_at - early, tick=False):
            assert (tokens.find_share(made.token) is not None) == works
