"""Frozen links keep a sealed copy of their own; living ones show the diary as it stands."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.rotation import rotate_keys
from ldn_tracker.tidying import tidy
from reports.actions import revoke_share
from reports.models import FrozenReport, Share
from tests import factories
from tests.reports.links import link, open_report, opened
from tests.statements import count_statements

NEW_KEY = b"n" * 32


@pytest.fixture
def pain(alice: User):
    item = factories.target(alice)
    factories.check_in(alice, alice.journal_day(timezone.now()) - timedelta(days=1), {item: 4})
    return item


def entries(page: str) -> bool:
    return "entries on 1 of 84 days" in page


def test_frozen_link_shows_the_diary_as_it_was(alice: User, pain):
    frozen, living = link(alice, is_frozen=True), link(alice)
    factories.check_in(alice, alice.journal_day(timezone.now()), {pain: 9})
    pages = [open_report(each.token).text for each in (frozen, living)]
    assert [entries(page) for page in pages] == [True, False]
    assert ["This copy was frozen on" in page for page in pages] == [True, False]


def test_copy_is_what_a_living_link_of_the_same_moment_shows(alice: User, pain):
    with time_machine.travel(timezone.now(), tick=False):
        frozen, living = link(alice, is_frozen=True), link(alice)
        sheets = [open_report(each.token).text.split("<article")[1].split("</article>")[0] for each in (frozen, living)]
    assert sheets[0] == sheets[1]


def test_frozen_report_costs_two_statements_however_long_the_diary(alice: User, pain):
    made = link(alice, is_frozen=True)
    reader = opened(made.token)
    with count_statements() as statements:
        assert reader.get(f"/r/{made.token}/").status_code == 200
    assert len(statements) == 2, statements


def test_copy_is_sealed_and_bound_to_its_row(alice: User, charlie: User, pain):
    link(alice, is_frozen=True)
    other = link(charlie, is_frozen=True)
    copy = alice.frozen_reports.get()
    assert (b"Widespread" in bytes(copy.content), b"Alice" in bytes(copy.content)) == (False, False)
    FrozenReport.objects.filter(share=other.share).update(content=copy.content)
    assert opened(other.token).get(f"/r/{other.token}/").status_code == 404


def test_copy_ends_with_its_link(alice: User, pain):
    made = link(alice, is_frozen=True)
    assert revoke_share(share=made.share, now=timezone.now())
    assert alice.frozen_reports.count() == 0


def test_tidy_deletes_copies_of_ended_links_and_no_other(alice: User, pain):
    kept, ended = link(alice, is_frozen=True), link(alice, is_frozen=True, days=2)
    locked = link(alice, is_frozen=True)
    Share.objects.filter(pk=locked.share.pk).update(failed_passcodes=5)
    counts = tidy(timezone.now() + timedelta(days=3))
    assert counts["copies behind links that have ended"] == 2
    assert [copy.share for copy in alice.frozen_reports.all()] == [kept.share]
    assert ended.share != kept.share


def test_tidy_keeps_lines_about_openings_for_90_days(alice: User):
    made = link(alice, days=90)
    opened(made.token)
    for days, left in ((89, 1), (91, 0)):
        tidy(timezone.now() + timedelta(days=days))
        assert made.share.openings.count() == left


def test_copy_and_passcode_outlive_a_new_master_key(alice: User, pain, settings):
    made = link(alice, is_frozen=True, guarded=True)
    old = settings.MASTER_KEY
    settings.MASTER_KEYS_PREVIOUS, settings.MASTER_KEY = (old,), NEW_KEY
    assert rotate_keys().rewrapped == 1
    assert entries(opened(made.token, made.passcode).get(f"/r/{made.token}/").text)


def test_closing_the_account_deletes_copies_and_openings(alice: User, pain):
    made = link(alice, is_frozen=True)
    opened(made.token)
    alice.delete()
    assert (FrozenReport.objects.count(), Share.objects.count()) == (0, 0)


def test_view_of_an_ended_copy_says_that_it_is_gone(alice: User, alice_client: Client, pain):
    made = link(alice, is_frozen=True)
    revoke_share(share=made.share, now=timezone.now())
    page = alice_client.get(f"/reports/{made.share.pk}/preview/").text
    assert ("This copy is gone" in page, "Widespread" in page) == (True, False)


def test_tidy_command_names_both(db: None):
    out = StringIO()
    call_command("tidy", stdout=out)
    assert ("copies behind links" in out.getvalue(), "lines about openings" in out.getvalue()) == (True, True)
