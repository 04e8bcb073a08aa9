"""No line of any log holds a token."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from tests.reports.links import link


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes, with its filter and formatter."""
    (handler,) = (each for each in logging.getLogger("django").handlers if type(each) is logging.StreamHandler)
    assert handler in logging.getLogger().handlers
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def lines(alice: User, log: io.StringIO) -> list[str]:
    """What the site writes while a link is opened, refused, mistyped, misused and broken."""
    made = link(alice, label="Doctor Marker")
    stranger = Client(raise_request_exception=False)
    statuses = [
        stranger.get(f"/r/{made.token}/").status_code,
        stranger.post(f"/r/{made.token}/").status_code,
        stranger.get(f"/r/{made.token}/").status_code,
        stranger.post(f"/r/{made.token}/", headers={"Origin": "https://evil.test"}).status_code,
        stranger.post(f"/r/{made.token[:-1]}~/").status_code,
        stranger.get(f"/r/{made.token}/report.xml").status_code,
        stranger.put(f"/r/{made.token}/").status_code,
    ]
    User.objects.filter(pk=alice.pk).update(time_zone="Nowhere/Else")
    statuses.append(stranger.get(f"/r/{made.token}/?key={made.token}").status_code)
    assert statuses == [200, 303, 200, 403, 404, 404, 405, 500]
    text = log.getvalue()
    assert made.token[:-1] not in text
    assert "Marker" not in text
    assert "Alice" not in text
    return text.splitlines()


def test_refusals_are_logged_without_their_token(lines: list[str]):
    for words in ("WARNING django.request Not Found", "WARNING django.request Method Not Allowed"):
        assert [line for line in lines if words in line and line.endswith(": /r/***/")]


def test_crash_is_logged_with_its_traceback_but_without_the_token(lines: list[str]):
    assert [line for line in lines if line.endswith("ERROR django.request Internal Server Error: /r/***/")]
    assert [line for line in lines if "ZoneInfoNotFoundError" in line]


def test_opening_is_logged_by_the_id_of_the_share(lines: list[str], alice: User):
    (share_id,) = alice.shares.values_list("pk", flat=True)
    assert [line for line in lines if line.endswith(f"INFO reports.share_views share opened share={share_id}")]
