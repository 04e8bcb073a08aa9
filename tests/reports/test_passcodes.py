"""Passcodes: made by us, five failures for the life of a link, then dead with a word to the patient."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports import passcodes
from reports.models import MOST_FAILED, Share
from reports.opening import DEAD, open_link
from tests import factories
from tests.races import at_once
from tests.reports.links import link, opened, visible

UNKNOWN = "u" * 43
DEVICE = "Firefox on Windows"


def wrong(passcode: str) -> str:
    """Return another passcode than this one."""
    return "000000" if passcode != "000000" else "000001"


def press(token: str, passcode: str = ""):
    return Client().post(f"/r/{token}/", {"passcode": passcode})


def test_passcode_is_six_digits_and_rarely_the_same():
    made = [passcodes.new_passcode() for _ in range(200)]
    assert [each for each in made if not re.fullmatch("[0-9]{6}", each)] == []
    assert len(set(made)) > 190


def test_only_the_passcode_fits_blanks_aside():
    kept = passcodes.hashed("012345")
    typed = ("012345", " 012 345 ", "12345", "012346", "", "012345" * 20, "٠١٢٣٤٥", "012345\0")
    assert [passcodes.fits(each, kept) for each in typed] == [True, True, *[False] * 6]
    assert (passcodes.fits("nobody's", ""), passcodes.fits("nothing", "(this text cannot be read)")) == (False, False)


def test_what_stands_for_no_passcode_is_what_the_hasher_makes_so_that_it_takes_as_long():
    assert passcodes._hasher.encode("nobody's", "0123456789abcdef") == passcodes._NOBODYS


def test_passcode_is_kept_as_argon2id_sealed_and_nowhere_in_the_clear(alice: User):
    made = link(alice, guarded=True)
    share = Share.objects.get(pk=made.share.pk)
    (raw,) = alice.shares.values_list("passcode_hash", flat=True)
    assert share.passcode_hash.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert (b"argon2" in bytes(raw), made.passcode in str(share.__dict__)) == (False, False)


def test_link_without_a_passcode_opens_whatever_is_typed(alice: User):
    assert press(link(alice).token, "123456").status_code == 303


def test_right_passcode_opens_and_counts_no_failure(alice: User):
    made = link(alice, guarded=True)
    reader = opened(made.token, f" {passcodes.grouped(made.passcode)} ")
    made.share.refresh_from_db()
    assert (reader.get(f"/r/{made.token}/").status_code, made.share.failed_passcodes, made.share.opened_count) == (
        200,
        0,
        1,
    )


def test_missing_passcode_is_asked_for_and_costs_no_try(alice: User):
    made = link(alice, guarded=True)
    answers = [press(made.token, typed) for typed in ("", "  ", "")]
    made.share.refresh_from_db()
    assert [(each.status_code, "5 tries left" in each.text) for each in answers] == [(422, True)] * 3
    assert (made.share.failed_passcodes, made.share.opened_count, "Alice" in answers[0].text) == (0, 0, False)


def test_each_wrong_one_costs_a_try_for_good_and_the_fifth_is_the_dead_page(alice: User):
    made = link(alice, guarded=True)
    said = []
    for _ in range(2):
        said.append(re.findall(r"(\d tr\w+) left", press(made.token, wrong(made.passcode)).text))
        assert opened(made.token, made.passcode)  # a success gives no try back
    said += [re.findall(r"(\d tr\w+) left", press(made.token, wrong(made.passcode)).text) for _ in range(2)]
    dead = visible(Client().post(f"/r/{UNKNOWN}/"))
    assert said == [["4 tries"], ["3 tries"], ["2 tries"], ["1 try"]]
    assert visible(press(made.token, wrong(made.passcode))) == dead
    assert visible(press(made.token, made.passcode)) == dead
    assert visible(press(made.token)) == dead


def test_lock_ends_what_was_opened_before_and_deletes_the_copy(alice: User):
    made = link(alice, guarded=True, is_frozen=True)
    reader = opened(made.token, made.passcode)
    for _ in range(MOST_FAILED):
        press(made.token, wrong(made.passcode))
    addresses = [f"/r/{made.token}/", f"/r/{made.token}/report.txt", f"/r/{made.token}/report.pdf"]
    assert [reader.get(each).status_code for each in addresses] == [404, 303, 303]
    assert alice.frozen_reports.count() == 0


def test_patient_is_told_once_and_without_a_word_of_health(alice: User, alice_client: Client):
    made = link(alice, guarded=True, label="Doctor Marker")
    for _ in range(MOST_FAILED + 2):
        press(made.token, wrong(made.passcode))
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([alice.email], "A link has ended")
    words = f"{told.subject} {told.body}".lower()
    assert [each for each in ("ldn", "naltrexone", "marker", "diary", made.token) if each in words] == []
    page = alice_client.get("/reports/").text
    assert "Ended: five wrong passcodes" in page
    assert [each.outcome for each in made.share.openings.all()] == ["locked", "wrong", "wrong", "wrong", "wrong"]


def test_dead_links_take_the_time_of_a_passcode_too(alice: User, monkeypatch: pytest.MonkeyPatch):
    spent = []
    monkeypatch.setattr(passcodes, "spend_time", lambda: spent.append(1))
    made = link(alice, guarded=True)
    Share.objects.filter(pk=made.share.pk).update(revoked_at=timezone.now())
    for token in (UNKNOWN, made.token):
        press(token, "123456")
    assert len(spent) == 2


def test_unreadable_hash_lets_nobody_in(alice: User):
    made = link(alice, guarded=True)
    (raw,) = alice.shares.values_list("passcode_hash", flat=True)
    broken = bytes(raw[:-1]) + bytes([raw[-1] ^ 1])
    alice.shares.update(passcode_hash=broken)
    assert press(made.token, made.passcode).status_code == 422


def test_guess_at_a_link_that_ended_meanwhile_is_dead(alice: User):
    made = link(alice, guarded=True)
    later = made.share.expires_at + timedelta(seconds=1)
    with time_machine.travel(later, tick=False):
        assert open_link(made.token, made.passcode, later, DEVICE) == DEAD


@pytest.mark.django_db(transaction=True)
def test_of_200_guesses_at_once_exactly_five_are_counted_and_looked_at(monkeypatch: pytest.MonkeyPatch):
    made = link(factories.patient("alice@example.test"), guarded=True)
    looked_at = []
    kept = passcodes.fits
    monkeypatch.setattr(passcodes, "fits", lambda *given: looked_at.append(1) or kept(*given))
    now, bad = timezone.now(), wrong(made.passcode)
    attempts = at_once(lambda number: open_link(made.token, bad, now, DEVICE), 200)
    made.share.refresh_from_db()
    left = sorted(each.tries_left for each in attempts if each.mistyped)
    assert (len(attempts), len(looked_at), made.share.failed_passcodes, left) == (200, 5, 5, [0, 1, 2, 3, 4])
    assert sum(each == DEAD for each in attempts) == 195


@pytest.mark.django_db(transaction=True)
def test_right_passcodes_at_once_open_and_leave_every_try():
    made = link(factories.patient("alice@example.test"), guarded=True)
    now = timezone.now()
    attempts = at_once(lambda number: open_link(made.token, made.passcode, now, DEVICE), 12)
    made.share.refresh_from_db()
    assert [each.share == made.share for each in attempts] == [True] * 12
    assert (made.share.failed_passcodes, made.share.opened_count) == (0, 12)
