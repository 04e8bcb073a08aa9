"""How long a sign-in lasts, where it is listed, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.devices import browser_words
from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import text, title, toasts
from tests.passkeys import switch_on_app

LIST, EVERYWHERE_ELSE = "/accounts/sessions/", "/accounts/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def signed_in(person: User, agent: str = PHONE, **ticked: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD, **ticked})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def save(client: Client) -> int:
    data = {"name": "A", "birth_date": "", "country": "", "time_zone": "UTC", "day_start_hour": "4"}
    return client.post("/accounts/profile/", data).status_code


@pytest.mark.parametrize(
    ("ticked", "is_staff", "hours", "longest"),
    [({}, False, 12, 90 * 24), ({"remember": "on"}, False, 30 * 24, 90 * 24), ({"remember": "on"}, True, 8, 8)],
)
def test_a_sign_in_ends_when_unused_and_for_good_however_often_it_is_used(alice, ticked, is_staff, hours, longest):
    User.objects.update(is_staff=is_staff)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(alice, **ticked)
        clock.move_to(start + timedelta(hours=hours, seconds=-1))
        assert is_in(client)
        clock.move_to(start + timedelta(hours=hours, seconds=1))
        assert not is_in(client)
        clock.move_to(start)
        client = signed_in(alice, **ticked)
        step = hours - 1
        for number in range(1, longest // step + 1):
            clock.move_to(start + timedelta(hours=number * step))
            assert save(client) == 302
        clock.move_to(start + timedelta(hours=longest, seconds=-1))
        assert is_in(client)
        clock.move_to(start + timedelta(hours=longest, seconds=1))
        assert not is_in(client)


def test_the_cookie_goes_with_the_session(alice):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(alice, remember="on")
        assert client.cookies["session"]["max-age"] == 30 * 24 * 3600
        for days in (29, 58, 80):
            clock.move_to(start + timedelta(days=days))
            save(client)
        assert client.cookies["session"]["max-age"] == 10 * 24 * 3600


def test_devices_are_listed_in_coarse_words(alice):
    phone, laptop = signed_in(alice), signed_in(alice, "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36")
    page = text(laptop.get(LIST))
    assert "Chrome on Linux this one Signed in" in page
    assert "Firefox on Android Signed in" in page
    assert "127.0.0.1" not in page
    assert "Mozilla" not in page
    assert is_in(phone)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Mobile", "Samsung Internet on Android"),
        ("curl/8.0", "A browser we do not know"),
        ("<script>Windows", "A browser on Windows"),
        ("", "A browser we do not know"),
    ],
)
def test_browsers_have_names(agent, words):
    assert browser_words(agent) == words


def test_looking_at_the_list_changes_nothing(alice):
    client = signed_in(alice)
    alice.usersession_set.create(ip="192.0.2.1", user_agent="", session_key="a session that is over")
    before = [list(model.objects.values()) for model in (UserSession, Session)]
    assert "A browser we do not know" not in text(client.get(LIST))
    assert [list(model.objects.values()) for model in (UserSession, Session)] == before


def test_signing_out_everywhere_else(alice, charlie):
    phone, laptop, charlies = signed_in(alice), signed_in(alice), signed_in(charlie)
    assert toasts(phone.post(EVERYWHERE_ELSE, follow=True)) == ["Signed out everywhere else."]
    assert [is_in(client) for client in (phone, laptop, charlies)] == [True, False, True]


def test_signing_one_device_out(alice, charlie):
    phone, laptop, tablet, charlies = (signed_in(person) for person in (alice, alice, alice, charlie))
    pk = UserSession.objects.get(session_key=laptop.session.session_key).pk
    assert charlies.post(f"/accounts/sessions/{pk}/end/").status_code == 404
    assert toasts(phone.post(f"/accounts/sessions/{pk}/end/", follow=True)) == ["Signed out there."]
    assert [is_in(client) for client in (phone, laptop, tablet)] == [True, False, True]
    assert phone.post(f"/accounts/sessions/{pk}/end/").status_code == 404


def test_signing_out_leaves_nothing_in_the_list(alice):
    signed_in(alice).post("/accounts/logout/")
    assert not UserSession.objects.exists()


def test_a_changed_password_ends_other_sessions_and_gives_this_one_a_new_key(alice):
    phone, laptop = signed_in(alice), signed_in(alice)
    before = phone.session.session_key
    new = "a new one, better than that"
    phone.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(phone), is_in(laptop), phone.session.session_key != before) == (True, False, True)
    assert not Session.objects.filter(session_key=before).exists()
    assert text(phone.get(LIST)).count("Signed in") == 1


def test_a_changed_second_factor_ends_other_sessions_and_gives_this_one_a_new_key(alice):
    phone, laptop = signed_in(alice), signed_in(alice)
    before = phone.session.session_key
    switch_on_app(phone)
    assert (is_in(phone), is_in(laptop), phone.session.session_key != before) == (True, False, True)
    assert not Session.objects.filter(session_key=before).exists()
    assert [device.is_this for device in phone.get(LIST).context["devices"]] == [True]


def test_a_key_from_before_signing_in_is_worth_nothing_after(alice):
    planted = Client().session
    planted["planted"] = "by somebody else"
    planted.save()
    client = Client()
    client.cookies["session"] = planted.session_key
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert is_in(client)
    thief = Client()
    thief.cookies["session"] = planted.session_key
    assert not is_in(thief)
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_who_is_switched_off_is_out_at_once(alice):
    client = signed_in(alice)
    User.objects.update(is_active=False)
    assert not is_in(client)


def test_every_page_of_somebody_signed_in_can_sign_out(alice):
    page = signed_in(alice).get("/accounts/2fa/")
    assert title(page) == "Sign-in and security - LDN Tracker"
    assert 'action="/accounts/logout/"' in page.text
