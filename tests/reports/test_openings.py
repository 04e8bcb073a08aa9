"""Counting who opened a link: people, not scanners, and never one too few."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.actions import close_account
from accounts.models import User
from reports import passcodes, tokens
from reports.models import MOST_FAILED, Share
from tests import factories
from tests.reports.links import link, opened, visible
from tests.statements import count_statements

FIRST = datetime(2026, 11, 22, 21, 52, tzinfo=UTC)


def counted(share: Share) -> tuple[int, datetime | None, datetime | None]:
    share.refresh_from_db()
    return share.opened_count, share.first_opened_at, share.last_opened_at


def test_scanners_that_only_look_are_not_counted(alice: User):
    made = link(alice)
    for _ in range(3):
        for verb in ("GET", "HEAD", "OPTIONS", "TRACE", "PUT"):
            Client().generic(verb, f"/r/{made.token}/")
    assert counted(made.share) == (0, None, None)


def test_reading_on_with_the_cookie_is_not_counted_again(alice: User):
    made = link(alice)
    stranger = opened(made.token)
    stranger.get(f"/r/{made.token}/")
    stranger.get(f"/r/{made.token}/")
    assert counted(made.share)[0] == 1


def test_first_and_last_opening_are_kept(alice: User):
    with time_machine.travel(FIRST - timedelta(hours=1), tick=False):
        made = link(alice)
    for later in (timedelta(0), timedelta(hours=3), timedelta(days=2)):
        with time_machine.travel(FIRST + later, tick=False):
            opened(made.token)
    assert counted(made.share) == (3, FIRST, FIRST + timedelta(days=2))


def test_opening_costs_three_statements_and_the_count_of_tries(alice: User):
    made = link(alice)
    with count_statements() as statements:
        opened(made.token)
    assert len(statements) == 4, statements


DEATHS = {
    "unknown": lambda alice: None,
    "expired": lambda alice: alice.shares.update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    ),
    "revoked": lambda alice: alice.shares.update(revoked_at=timezone.now()),
    "locked": lambda alice: alice.shares.update(failed_passcodes=MOST_FAILED),
    "closed": lambda alice: close_account(user=alice),
    "switched off": lambda alice: User.objects.filter(pk=alice.pk).update(is_active=False),
}


def work(token: str, passcode: str, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple, list[str], list[str]]:
    """Press the button; return what is seen, each statement as SQL without values, and the settings of each hash."""
    hashes: list[str] = []
    verify = passcodes.PasscodeHasher.verify

    def counted(self: passcodes.PasscodeHasher, password: str, encoded: str) -> bool:
        hashes.append(encoded.rsplit("$", 2)[0])
        return verify(self, password, encoded)

    with monkeypatch.context() as patched, count_statements() as statements:
        patched.setattr(passcodes.PasscodeHasher, "verify", counted)
        seen = visible(Client().post(f"/r/{token}/", {"passcode": passcode} if passcode else {}))
    return seen, list(statements), hashes


@pytest.mark.parametrize("is_frozen", [True, False], ids=["frozen", "living"])
@pytest.mark.parametrize("passcode", ["", "123456", "x" * 5000], ids=["none", "six digits", "a long text"])
@pytest.mark.parametrize("death", DEATHS)
def test_dead_link_costs_the_same_work_whatever_it_died_of(
    alice: User, death: str, passcode: str, is_frozen: bool, monkeypatch: pytest.MonkeyPatch
):
    made = link(alice, guarded=True, is_frozen=is_frozen)
    DEATHS[death](alice)
    never_made = work("u" * 43, passcode, monkeypatch)
    died = work("v" * 43 if death == "unknown" else made.token, passcode, monkeypatch)
    assert died == never_made
    assert (len(died[1]), len(died[2])) == (2, int(bool(passcode)))  # the look-up and the count of tries; one hash


def test_a_link_that_costs_more_work_would_be_found(alice: User, monkeypatch: pytest.MonkeyPatch):
    made = link(alice, guarded=True)
    _, statements, hashes = work(made.token, "wrong", monkeypatch)
    assert (len(statements), len(hashes)) > (2, 0)
    assert work("u" * 43, "wrong", monkeypatch)[1:] != (statements, hashes)


def test_link_that_ends_between_look_up_and_count_is_dead(alice: User):
    made = link(alice)
    at = made.share.expires_at
    with time_machine.travel(at - timedelta(microseconds=1), tick=False):
        assert tokens.find_share(made.token) == made.share
    with time_machine.travel(at, tick=False):
        assert alice.shares.filter(pk=made.share.pk).count_opening(at) == 0
    assert counted(made.share)[0] == 0


def test_revoked_link_is_not_counted(alice: User):
    made = link(alice)
    Share.objects.filter(pk=made.share.pk).update(revoked_at=timezone.now())
    assert alice.shares.filter(pk=made.share.pk).count_opening(timezone.now()) == 0
    assert counted(made.share)[0] == 0


@pytest.mark.django_db(transaction=True)
def test_32_people_at_once_are_32_openings():
    made = link(factories.patient("alice@example.test"))
    together, statuses = threading.Barrier(32), []

    def press() -> None:
        together.wait()
        try:
            statuses.append(Client().post(f"/r/{made.token}/").status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 32
    assert counted(made.share)[0] == 32
