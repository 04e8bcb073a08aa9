"""No line of any log holds a token."""

import pytest
from django.test import Client

from accounts.models import User
from tests.log_capture import Line, captured
from tests.reports.links import link


@pytest.fixture
def lines(alice: User) -> list[Line]:
    """What the site writes while a link is opened, refused, mistyped, misused and broken."""
    with captured() as log:
        token = use_a_link(alice)
    assert token[:-1] not in log.text
    assert "Marker" not in log.text
    assert "Alice" not in log.text
    return log.lines


def use_a_link(alice: User) -> str:
    """Return the token of the link that was used."""
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
    return made.token


def test_crash_is_logged_with_its_traceback_but_without_the_token(lines: list[Line]):
    [line] = [line for line in lines if line["level"] == "ERROR"]
    assert (line["message"], line["route"], line["error"]) == (
        "Internal Server Error",
        "share:report",
        "ZoneInfoNotFoundError",
    )
    assert "load_report" in line["traceback"]


def test_opening_is_logged_by_the_numbers_of_the_share_and_its_patient(lines: list[Line], alice: User):
    (share_id,) = alice.shares.values_list("pk", flat=True)
    found = [(line["user"], line["share"]) for line in lines if line["event"] == "share_opened"]
    assert found == [(alice.pk, share_id)]


def test_what_is_refused_is_an_event_without_an_address(lines: list[Line]):
    assert [line["route"] for line in lines if line["event"] == "csrf_refused"] == ["share:report"]
    assert [line for line in lines if "/r/" in str(line)] == []
