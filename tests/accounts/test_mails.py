"""What mails say: nothing about health, and links that start with SITE_URL."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from ldn_tracker.environment import Site

TEMPLATES = Path(site_settings.BASE_DIR) / "templates"
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
NAMES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt") for path in TEMPLATES.glob("*/email/*_subject.txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_speaks_of_health(name):
    for part in ("subject", "message"):
        assert HEALTH.findall(render_to_string(f"{name}_{part}.txt", CONTEXT)) == []


def test_the_search_for_health_words_finds_them():
    assert HEALTH.findall("LDN Tracker: your symptom diary") == ["LDN", "Tracker", "symptom", "diary"]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_starts_with_the_address_of_the_site(name):
    body = render_to_string(f"{name}_message.txt", CONTEXT)
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
    assert ":6666" not in mail.outbox[0].body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mail.outbox[0].body
