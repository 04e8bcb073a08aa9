"""/unsubscribe/<word>/: one press ends reminder mails, by a person or a mail program, without a sign-in."""

from base64 import urlsafe_b64decode

import pytest
from django.test import Client

from journal.models import Reminders
from journal.reminders.addresses import unsubscribe_word
from tests.records import snapshot

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def address(alice):
    Reminders.objects.create(patient=alice, by_mail=True)
    return f"/unsubscribe/{unsubscribe_word(alice.pk)}/"


def by_mail():
    return list(Reminders.objects.order_by("pk").values_list("by_mail", flat=True))


def test_looking_shows_a_button_and_ends_nothing(alice, address):
    before = snapshot()
    for client in (Client(), Client(HTTP_USER_AGENT="Mail scanner")):
        response = client.get(address)
        assert response.status_code == 200
        assert "Stop the mails" in response.content.decode()
        assert client.head(address).status_code == 200
    assert snapshot() == before


def test_press_ends_the_mails(address):
    response = Client().post(address)
    assert (response.status_code, by_mail()) == (200, [False])
    assert "You will get no more of them." in response.content.decode()


def test_mail_program_ends_them_in_one_press(address):
    """RFC 8058: no cookie, no token, from a server of its own, and no redirect to follow."""
    client = Client(
        enforce_csrf_checks=True, headers={"Origin": "https://mail.example.org", "Sec-Fetch-Site": "cross-site"}
    )
    response = client.post(address, ONE_CLICK)
    assert (response.status_code, by_mail()) == (200, [False])


def test_press_twice_is_no_fault(address):
    assert [Client().post(address).status_code for _ in range(2)] == [200, 200]
    assert by_mail() == [False]


def test_press_ends_the_mails_of_one_person_alone(address, charlie):
    Reminders.objects.create(patient=charlie, by_mail=True)
    Client().post(address)
    assert {row.patient.email: row.by_mail for row in Reminders.objects.all()} == {
        "alice@example.test": False,
        "charlie@example.test": True,
    }


def test_address_tells_no_number_and_its_page_no_name(alice, address):
    assert "alice" not in Client().get(address).content.decode().lower()
    number = 7_100_000_000_001
    word = urlsafe_b64decode(unsubscribe_word(number))
    assert number.to_bytes(8) not in word
    assert str(number).encode() not in word
    assert len(word) == 24


def test_wrong_words_are_one_and_the_same_404(alice, address):
    word = address.split("/")[2]
    changed = ("A" if word[0] != "A" else "B") + word[1:]
    gone = unsubscribe_word(7)
    wrong = [changed, gone, "x" * 32, "x", "é" * 32, "=" * 32, "A" * 5000, word[:-1]]
    answers = [Client().get(f"/unsubscribe/{each}/") for each in wrong]
    answers += [Client().post(f"/unsubscribe/{each}/") for each in wrong]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert by_mail() == [True]


def test_word_works_years_later_and_under_the_previous_master_key(address, settings):
    old, settings.MASTER_KEY = settings.MASTER_KEY, bytes(range(40, 72))
    assert Client().post(address).status_code == 404
    settings.MASTER_KEYS_PREVIOUS = (old,)
    assert Client().post(address).status_code == 200
    assert by_mail() == [False]


def test_word_of_a_closed_account_ends_nothing(alice, address):
    alice.delete()
    assert Client().post(address).status_code == 404
