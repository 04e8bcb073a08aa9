"""`make_demo` prints once how to get in, on a fresh installation of this machine only."""

import re
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.management.commands import make_demo
from reports.models import Share


def run():
    out = StringIO()
    call_command("make_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def printed(db):
    return run()


def test_make_demo_prints_a_password_that_signs_in(printed):
    password = re.search(r"Password +(\S+)", printed)[1]
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    answer = Client().post("/accounts/login/", {"login": "demo@example.org", "password": password})
    assert answer.url == "/journal/"
    assert f"{settings.SITE_URL}/accounts/login/" in printed


def test_make_demo_prints_a_link_that_opens_the_whole_report(printed):
    address = re.search(rf"{re.escape(settings.SITE_URL)}(/r/[\w-]{{43}}/)", printed)[1]
    stranger = Client()
    assert stranger.get(address).status_code == 200
    assert stranger.post(address).status_code == 303
    report = stranger.get(address)
    assert report.status_code == 200
    assert "Robin Example" in report.text
    assert "4.5 mg" in report.text


def test_make_demo_makes_one_link_for_30_days_to_all_items(printed):
    share = Share.objects.get()
    assert share.items.count() == share.patient.items.count() == 10
    assert timedelta(days=29) < share.expires_at - timezone.now() <= timedelta(days=30)
    assert share.label == "Dr Example, pain clinic"


def test_make_demo_keeps_neither_password_nor_token(printed):
    token = re.search(r"/r/([\w-]{43})/", printed)[1]
    assert token.encode() not in bytes(Share.objects.get().token_digest)
    assert re.search(r"Password +(\S+)", printed)[1] not in User.objects.get().password


def test_make_demo_twice_says_why_and_does_nothing(printed):
    assert run() == "No demo patient: there are accounts already.\n"
    assert (User.objects.count(), Share.objects.count()) == (1, 1)


def test_make_demo_does_nothing_where_there_is_a_user(alice):
    assert run() == "No demo patient: there are accounts already.\n"
    assert list(User.objects.all()) == [alice]


def test_make_demo_does_nothing_on_a_public_site(db, settings):
    settings.SITE = replace(settings.SITE, host="diary.example.org", https=True, url="https://diary.example.org")
    assert run() == "No demo patient: this site can be reached from elsewhere (SITE_URL).\n"
    assert not User.objects.exists()


def test_make_demo_passwords_and_tokens_differ(db):
    first = make_demo.make_demo(now=timezone.now())
    User.objects.all().delete()
    second = make_demo.make_demo(now=timezone.now())
    assert first.password != second.password
    assert first.token != second.token
