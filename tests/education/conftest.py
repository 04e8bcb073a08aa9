"""A small education section."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.staff import editors
from education.loading import load

CONTENT = Path(__file__).parent / "content"


@pytest.fixture
def content(db: None) -> None:
    """Three topics, one of them a draft, with what they need."""
    load(CONTENT, timezone.now())


@pytest.fixture
def editor(erin: User, signed_in: Callable[[User], Client]) -> Client:
    """Erin, who may edit, signed in with a second factor."""
    erin.groups.add(editors())
    erin.authenticator_set.create(type="totp", data={})
    return signed_in(erin)
