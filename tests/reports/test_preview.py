"""What the patient sees before passing the link on: /reports/<id>/preview/."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.reports.links import link, open_report

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sheet(page: bytes) -> str:
    (found,) = re.findall(r"<main.*</main>", page.decode(), re.DOTALL)
    return found


@time_machine.travel(NOW, tick=False)
def test_preview_is_the_recipients_page_under_another_bar(alice: User, signed_in):
    factories.check_in(alice, NOW.date(), {factories.target(alice): 4})
    made = link(alice)
    preview = signed_in(alice).get(f"/reports/{made.share.pk}/preview/")
    report = open_report(made.token)
    assert sheet(preview.content) == sheet(report.content)
    assert preview.headers["Content-Security-Policy"] == report.headers["Content-Security-Policy"]
    assert "This is exactly what the recipient of “Tuesday visit” sees." in preview.content.decode()


def test_preview_counts_as_no_opening(alice: User, alice_client: Client):
    made = link(alice)
    alice_client.get(f"/reports/{made.share.pk}/preview/")
    made.share.refresh_from_db()
    assert made.share.opened_count == 0


@pytest.mark.parametrize(
    ("is_frozen", "words"),
    [
        (True, "This is what the recipient of “Tuesday visit” saw."),
        (False, "This is your diary as it is now. What the recipient of “Tuesday visit” saw is not kept."),
    ],
)
def test_preview_of_an_ended_link_says_so_and_what_it_shows(
    alice: User, alice_client: Client, is_frozen: bool, words: str
):
    made = link(alice, is_frozen=is_frozen)
    alice.shares.update(revoked_at=timezone.now())
    page = alice_client.get(f"/reports/{made.share.pk}/preview/").content.decode()
    assert f"{words} The link has ended; nobody can open it." in page


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_not_allowed(alice: User, alice_client: Client, verb: str):
    assert getattr(alice_client, verb)(f"/reports/{link(alice).share.pk}/preview/").status_code == 405
