"""/journal/reminders/: hour, mail, the calendar's address, and what each reveals."""

import re

import pytest
from django.test import Client

from journal.models import Reminders
from journal.reminders.addresses import digest

URL = "/journal/reminders/"
SECRET = re.compile(r"http://127\.0\.0\.1:8000/reminders/([\w-]{43})\.ics")


@pytest.fixture
def mail_server(settings):
    settings.MAIL = object()


def kept(patient):
    return Reminders.objects.filter(patient=patient).values_list("hour", "by_mail").first()


def test_reminders_are_off_until_switched_on(alice, alice_client):
    response = alice_client.get(URL)
    assert response.status_code == 200
    assert (response.context["form"].initial, response.context["calendar"]) == ({"hour": 20, "by_mail": False}, False)
    assert kept(alice) is None


def test_hour_and_mail_are_kept(alice, alice_client, mail_server):
    response = alice_client.post(URL, {"hour": "7", "by_mail": "on"}, follow=True)
    assert kept(alice) == (7, True)
    assert "Saved." in response.content.decode()
    alice_client.post(URL, {"hour": "0"})
    assert kept(alice) == (0, False)


@pytest.mark.parametrize("hour", ["24", "-1", "x", "", "7.5"])
def test_bad_hour_is_422_and_changes_nothing(alice, alice_client, mail_server, hour):
    alice_client.post(URL, {"hour": "7", "by_mail": "on"})
    response = alice_client.post(URL, {"hour": hour})
    assert (response.status_code, kept(alice)) == (422, (7, True))
    assert response.content.decode().count("<title>Error: ") == 1


def test_site_without_mail_says_so_and_takes_no_tick(alice, alice_client):
    text = alice_client.get(URL).content.decode()
    assert "This site sends no mail, so there are no reminders by mail here." in text
    alice_client.post(URL, {"hour": "7", "by_mail": "on"})
    assert kept(alice) == (7, False)


def test_switched_on_again_mails_start_from_none_unanswered(alice, alice_client, mail_server):
    Reminders.objects.create(patient=alice, by_mail=False, unanswered=3)
    alice_client.post(URL, {"hour": "7", "by_mail": "on"})
    assert Reminders.objects.get().unanswered == 0
    Reminders.objects.update(unanswered=2)
    alice_client.post(URL, {"hour": "8", "by_mail": "on"})
    assert Reminders.objects.get().unanswered == 2


def test_calendar_address_is_shown_once_and_works(alice, alice_client):
    response = alice_client.post(f"{URL}calendar/")
    (secret,) = SECRET.findall(response.content.decode())
    assert response.status_code == 201
    assert Reminders.objects.get().calendar_digest == digest(secret)
    assert Client().get(f"/reminders/{secret}.ics").status_code == 200
    again = alice_client.get(URL)
    assert again.context["calendar"] is True
    assert secret not in again.content.decode()


def test_new_address_ends_the_one_before(alice, alice_client):
    first, second = (SECRET.findall(alice_client.post(f"{URL}calendar/").content.decode())[0] for _ in range(2))
    assert Client().get(f"/reminders/{first}.ics").status_code == 404
    assert Client().get(f"/reminders/{second}.ics").status_code == 200


def test_address_ends_when_its_owner_says_so_and_no_one_elses(alice, charlie, alice_client, signed_in):
    secrets = {}
    for name, client in (("alice", alice_client), ("charlie", signed_in(charlie))):
        (secrets[name],) = SECRET.findall(client.post(f"{URL}calendar/").content.decode())
    page = alice_client.post(f"{URL}calendar/end/", follow=True).content.decode()
    assert "The address has ended." in page
    assert Client().get(f"/reminders/{secrets['alice']}.ics").status_code == 404
    assert Client().get(f"/reminders/{secrets['charlie']}.ics").status_code == 200
    assert "There was no address." in alice_client.post(f"{URL}calendar/end/", follow=True).content.decode()


def test_page_says_what_each_reveals_and_is_led_to(alice_client):
    text = alice_client.get(URL).content.decode()
    assert "A mail is called “Diary”." in text
    assert "Whoever has its address can see on which days to come you have not made an entry yet" in text
    for path in ("/journal/settings/", "/accounts/profile/"):
        assert f'href="{URL}"' in alice_client.get(path).content.decode()


@pytest.mark.parametrize("path", ["calendar/", "calendar/end/"])
def test_reading_makes_and_ends_no_address(alice, alice_client, path):
    assert alice_client.get(URL + path).status_code == 405
    assert not Reminders.objects.exists()
