"""The invitation of an editor: one link, once, for a day."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import invitations
from accounts.models import EditorInvitation, User
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts
from tests.log_capture import captured
from tests.races import at_once
from tests.statements import count_statements

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NEW = {"password1": PASSWORD, "password2": PASSWORD}
FINA = "fina@example.test"


def made(email: str = FINA) -> str:
    """The address that the operator's command prints, without the site's."""
    out = StringIO()
    call_command("make_editor", email, stdout=out)
    return out.getvalue().splitlines()[0].removeprefix("http://127.0.0.1:8000")


def state() -> list:
    return [list(User.objects.values_list()), list(EditorInvitation.objects.values_list()), Group.objects.count()]


def without_csrf(answer) -> tuple[int, str]:
    return answer.status_code, re.sub(r'value="\w{64}"', "", answer.content.decode())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


def test_a_new_person_gets_a_confirmed_account_and_needs_a_second_step_before_the_admin_opens(db, with_mail, stranger):
    link = made()
    assert "Choose a password" in text(stranger.post(link))
    done = stranger.post(link, NEW)
    assert (done.status_code, done.headers["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert toasts(stranger.get("/accounts/login/")) == ["You are an editor now. Sign in to go on."]
    fina = User.objects.get(email=FINA)
    assert (fina.is_staff, fina.is_superuser, fina.is_active) == (True, False, True)
    assert list(fina.groups.values_list("name", flat=True)) == ["Editors"]
    signed_in = stranger.post("/accounts/login/", {"login": FINA, "password": PASSWORD, "next": "/admin/"})
    assert signed_in.headers["Location"] == "/admin/"
    answer = stranger.get("/admin/")
    assert (answer.status_code, title(answer)) == (403, "A second step is needed - LDN Tracker")


def test_somebody_with_an_account_accepts_when_signed_in_and_signs_in_anew(alice, alice_client, signed_in, stranger):
    link = made("ALICE@example.test")
    assert "Sign in, then open the invitation once more" in text(stranger.post(link, {"accept": "yes", **NEW}))
    assert User.objects.get().is_staff is False
    assert "Accept the invitation" in text(alice_client.post(link))
    phone = signed_in(alice)
    assert alice_client.post(link, {"accept": "yes"}).headers["Location"] == "/accounts/login/?next=/admin/"
    assert [client.get("/accounts/profile/").status_code for client in (alice_client, phone)] == [302, 302]
    found = User.objects.get()
    assert (found.is_staff, found.is_superuser, found.check_password(PASSWORD)) == (True, False, True)
    assert list(found.groups.values_list("name", flat=True)) == ["Editors"]


@pytest.mark.parametrize("invited", [FINA, "charlie@example.test"])
def test_somebody_signed_in_as_another_is_asked_to_sign_out_and_gets_nothing(alice, charlie, alice_client, invited):
    link = made(invited)
    before = state()
    for data in ({}, NEW, {"accept": "yes"}):
        assert "Sign out, then open it once more" in text(alice_client.post(link, data))
    assert state() == before


def test_looking_changes_nothing_asks_nothing_and_tells_nothing(db, stranger):
    links = [made(), made(), f"/accounts/invitation/{'x' * 43}/"]
    before = state()
    with count_statements() as statements:
        seen = {without_csrf(stranger.get(link)) for link in links}
        stranger.head(links[1])
    assert (len(seen), list(statements)) == (1, [])
    assert state() == before
    assert FINA not in str(seen)


def test_used_ended_replaced_unknown_and_switched_off_are_one_answer(alice, charlie, clock):
    used, replaced, ended, off = (
        made("a@example.test"),
        made("b@example.test"),
        made("c@example.test"),
        made(alice.email),
    )
    Client().post(used, NEW)
    made("b@example.test")
    EditorInvitation.objects.filter(email="c@example.test").update(expires_at=NOW)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    before = state()
    links = [used, replaced, ended, off, f"/accounts/invitation/{'x' * 43}/"]
    answers = {without_csrf(Client().post(link, data)) for link in links for data in ({}, NEW, {"accept": "yes"})}
    assert [status for status, _ in answers] == [404]
    assert "This invitation no longer works" in answers.pop()[1]
    assert state() == before


@pytest.mark.parametrize("token", ["x" * 42, "x" * 44, "x" * 42 + "é", "x" * 42 + "%00", "x" * 42 + "/"])
def test_what_is_no_token_is_no_page(db, stranger, token):
    answers = [stranger.get(f"/accounts/invitation/{token}/"), stranger.post(f"/accounts/invitation/{token}/")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize(("later", "status"), [(timedelta(hours=23, minutes=59), 302), (timedelta(hours=24), 404)])
def test_it_works_for_a_day(db, clock, stranger, later, status):
    link = made()
    clock.shift(later)
    assert stranger.post(link, NEW).status_code == status
    assert User.objects.filter(email=FINA).exists() is (status == 302)


def test_opening_it_uses_nothing_up(db, stranger):
    link = made()
    for _ in range(3):
        assert stranger.post(link).status_code == 200
    assert stranger.post(link, NEW).status_code == 302
    assert stranger.post(link, NEW).status_code == 404


BAD = ["", "short", "password1234", "fina@example.test", "\x00" * 12]


@pytest.mark.parametrize("value", BAD)
def test_a_bad_password_is_refused_in_words_and_the_invitation_still_works(db, stranger, value):
    link = made()
    answer = stranger.post(link, {"password1": value, "password2": value})
    assert (answer.status_code, title(answer)) == (422, "Error: Your invitation - LDN Tracker")
    assert errors(answer)
    assert stranger.post(link, {**NEW, "password2": "another one"}).status_code == 422
    assert stranger.post(link, NEW).status_code == 302


def test_posted_fields_that_are_not_asked_for_change_nothing(db, stranger):
    link = made()
    stranger.post(link, {**NEW, "email": "eve@example.test", "is_superuser": "on", "id": "1"})
    assert [(user.email, user.is_superuser) for user in User.objects.all()] == [(FINA, False)]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.django_db(transaction=True)
def test_of_32_at_once_one_succeeds(known, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    link = made()
    if known:
        person = factories.patient(FINA)
        clients = [signed_in(person) for _ in range(32)]
        data = {"accept": "yes"}
    else:
        clients, data = [Client() for _ in range(32)], NEW
    answers = at_once(lambda number: clients[number].post(link, data), 32)
    # Who comes later finds nothing, or is asked to sign in: the sessions of before are over, and the account is there.
    done = [answer for answer in answers if answer.headers.get("Location", "").endswith("?next=/admin/")]
    assert (len(done), {answer.status_code for answer in answers} - {200, 302, 404}) == (1, set())
    assert User.objects.filter(is_staff=True).count() == User.objects.count() == 1


def test_an_account_made_meanwhile_is_asked_to_sign_in(db, stranger, monkeypatch):
    link = made()
    find = invitations.account_of

    def made_meanwhile(invitation):
        found = find(invitation)
        if found is None:
            factories.patient(FINA)
        return found

    monkeypatch.setattr("accounts.invitations.account_of", made_meanwhile)
    assert "Sign in, then open the invitation once more" in text(stranger.post(link, NEW))
    assert User.objects.get().is_staff is False
    assert EditorInvitation.objects.count() == 1


def test_neither_database_nor_log_tell_the_token_or_the_address(db, stranger):
    with captured() as log:
        link = made()
        token = link.split("/")[-2]
        stranger.get(link)
        stranger.post(link, {"password1": "x", "password2": "x"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM accounts_editorinvitation")
            rows = repr(cursor.fetchall())
        stranger.post(link, NEW)
        stranger.post(link, NEW)
    assert (len(token), token in rows, FINA in rows) == (43, False, True)
    assert (token in log.text, FINA in log.text) == (False, False)
    fina = User.objects.get()
    assert [event for event in log.events if event["event"] in ("operator_command", "editor_made")] == [
        {"event": "operator_command", "command": "make_editor"},
        {"event": "editor_made", "user": fina.pk},
    ]
    assert EditorInvitation.objects.count() == 0


def test_tokens_are_new_each_time_and_have_256_bits(db):
    tokens = {made(f"p{number}@example.test").split("/")[-2] for number in range(20)}
    assert (len(tokens), {len(token) for token in tokens}) == (20, {43})


def test_the_command_says_how_long_the_link_works(clock, db):
    out = StringIO()
    call_command("make_editor", FINA, stdout=out)
    assert out.getvalue().splitlines()[1] == (
        "Give this link to fina@example.test and nobody else. It works once, until 27 November 12:00 UTC."
    )


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b.test\nBcc: c@d.test", "é@example.test", "a@b", "x" * 250 + "@b.test"]
)
def test_what_is_no_address_is_refused(db, email):
    with pytest.raises(CommandError, match="no address that can sign in"):
        call_command("make_editor", email)
    assert EditorInvitation.objects.count() == 0


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_refused(db, stranger, verb):
    link = made()
    assert getattr(stranger, verb)(link).status_code == 405
    assert EditorInvitation.objects.count() == 1
