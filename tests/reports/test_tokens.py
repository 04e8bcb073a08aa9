"""Tokens and their digests."""

import re

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from reports import tokens
from reports.models import Share
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
    now = timezone.now()
    assert tokens.find_share(made.token, now) == made.share
    assert tokens.find_share(other.token, now) == other.share
    assert tokens.find_share(TOKEN, now) is None
    assert tokens.find_share(bytes(made.share.token_digest).hex()[:43], now) is None


def test_token_is_not_in_the_database(alice: User):
    made = link(alice)
    row = Share.objects.filter(pk=made.share.pk).values().get()
    assert made.token not in str(row)
    assert made.token.encode() not in b"".join(
        bytes(value) for value in row.values() if isinstance(value, bytes | memoryview)
    )
