"""What mails say: nothing about health, and links that start with SITE_URL."""

import re
import smtplib
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.mail.backends import locmem
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from ldn_tracker.environment import Site
from tests.accounts.pages import title

FOLDER = Path(site_settings.BASE_DIR) / "templates" / "account" / "email"
HEALTH = re.compile(
    r"ldn|naltrexone|low.dose|dose|diary|journal|health|symptom|medic|patient|pain|tracker|prescri|opioid",
    re.IGNORECASE,
)
CONTEXT = {
    "site": Site(url="https://example.org", host="example.org", https=True),
    "email": "a@example.test",
    "from_email": "a@example.test",
    "to_email": "b@example.test",
    "deleted_email": "a@example.test",
    "key": "KEY",
    "uid": "1",
    "ip": "192.0.2.1",
}
NAMES = sorted(path.name.removesuffix("_subject.txt") for path in FOLDER.glob("*_subject.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_speaks_of_health(name):
    for part in ("subject", "message"):
        assert HEALTH.findall(render_to_string(f"account/email/{name}_{part}.txt", CONTEXT)) == []


def test_the_search_for_health_words_finds_them():
    assert HEALTH.findall("LDN Tracker: your symptom diary") == ["LDN", "Tracker", "symptom", "diary"]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_starts_with_the_address_of_the_site(name):
    body = render_to_string(f"account/email/{name}_message.txt", CONTEXT)
    assert [
        link for link in re.findall(r"\S+://\S+", body) if not link.startswith("https://example.org/accounts/")
    ] == []
    assert "example.org" in body
    assert "&" not in body


def test_sender_and_subject_do_not_name_the_product(alice, stranger):
    stranger.post("/accounts/password/reset/", {"email": alice.email})
    assert (mail.outbox[0].from_email, mail.outbox[0].subject) == ("no-reply@localhost", "Choose a new password")


def test_a_forged_port_in_the_host_does_not_reach_the_link(alice):
    Client(headers={"host": "localhost:6666"}).post("/accounts/password/reset/", {"email": alice.email})
    assert "6666" not in mail.outbox[0].body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mail.outbox[0].body


class Down(locmem.EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("secret@example.test refused")


@pytest.fixture
def mail_down(with_mail, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.accounts.test_mails.Down"}}


def test_sign_up_is_saved_when_the_mail_server_is_down(mail_down, stranger, sign_up_data, caplog):
    response = stranger.post("/accounts/signup/", sign_up_data, follow=True)
    assert (response.status_code, title(response)) == (200, "Look at your mail - LDN Tracker")
    assert User.objects.get().email == "dana@example.test"
    assert [record.getMessage() for record in caplog.records if record.name == "accounts.adapter"] == [
        "mail not sent account/email/email_confirmation_signup: SMTPServerDisconnected"
    ]
    assert "secret" not in caplog.text


def test_reset_answers_alike_when_the_mail_server_is_down(mail_down, alice):
    answers = [Client().post("/accounts/password/reset/", {"email": each}) for each in (alice.email, "no@example.test")]
    assert [answer.status_code for answer in answers] == [302, 302]
