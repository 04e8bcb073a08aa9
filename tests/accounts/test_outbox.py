"""Mails wait in the database, sealed, and nothing in a row tells whom they are for."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.test import Client

from accounts import outbox, sealing
from accounts.delivery import deliver_due
from accounts.models import OutgoingMail, User
from ldn_tracker.settings import MAILERS
from tests.accounts.queue import DOWN, QUEUE, WORKS, columns, sent

RESET = "/accounts/password/reset/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(with_mail, settings):
    settings.MAILERS = {"default": QUEUE, "outgoing": WORKS}


def queued(to="alice@example.test", subject="Choose a new password", body="https://example.org/reset/key/secret/"):
    return outbox.put(EmailMessage(subject, body, "no-reply@example.org", [to]))


def test_the_site_queues_its_mails():
    assert MAILERS["default"] == {"BACKEND": "accounts.outbox.EmailBackend"}
    assert MAILERS["outgoing"]["BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_a_mail_asked_for_is_sent_later_as_it_was_written(alice, stranger):
    stranger.post(RESET, {"email": alice.email})
    assert (OutgoingMail.objects.count(), mail.outbox) == (1, [])
    assert deliver_due() == 1
    (message,) = mail.outbox
    assert (message.to, message.subject, message.from_email) == (
        ["alice@example.test"],
        "Choose a new password",
        "no-reply@localhost",
    )
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in message.body
    assert OutgoingMail.objects.count() == 0


def test_a_stolen_database_shows_no_address_no_subject_and_no_link():
    queued()
    held = columns()
    for word in (b"alice", b"example", b"Choose", b"password", b"secret", b"reset", b"http"):
        assert word not in held
    outbox.EmailBackend(alias="default").send_messages([])
    assert len(held) > outbox.BLOCK


def test_the_length_of_a_row_does_not_tell_whether_the_address_is_known(alice, charlie, stranger):
    for address in (alice.email, "somebody.quite.unknown.to.us@example.test"):
        stranger.post(RESET, {"email": address})
    one, other = OutgoingMail.objects.all()
    assert len(one.sealed) == len(other.sealed)


def test_a_row_moved_to_another_place_does_not_open():
    one, other = queued(), queued("charlie@example.test")
    OutgoingMail.objects.filter(pk=one.pk).update(sealed=other.sealed, wrapped_key=other.wrapped_key)
    with pytest.raises(sealing.Unsealable, match="changed or moved"):
        outbox.opened(OutgoingMail.objects.get(pk=one.pk))


def test_a_mail_has_one_message_id_however_often_it_is_tried():
    mail_ = queued()
    ids = [outbox.opened(mail_).message()["Message-ID"] for _ in range(2)]
    assert ids == [f"<{mail_.pk}@example.org>"] * 2


@pytest.mark.parametrize("line", ["a\nBcc: eve@example.test", "a\rb", "a\x00b", "a\x7fb", "a\u2028b"])
@pytest.mark.parametrize("place", ["subject", "to", "from_email"])
def test_a_line_break_in_a_header_is_refused_and_nothing_is_queued(line, place):
    parts = {"subject": "A", "body": "B", "from_email": "a@example.test", "to": ["b@example.test"]}
    with pytest.raises(ValueError, match="a line break or control character"):
        outbox.put(EmailMessage(**{**parts, place: [line] if place == "to" else line}))
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"cc": ["c@example.test"]},
        {"bcc": ["c@example.test"]},
        {"reply_to": ["c@example.test"]},
        {"headers": {"X-Own": "1"}},
        {"attachments": [("a.txt", "text", "text/plain")]},
        {"alternatives": [("<p>B</p>", "text/html")]},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_the_queue_does_not_carry_is_refused_instead_of_lost(more):
    with pytest.raises(ValueError, match="plain text to named addresses"):
        outbox.put(EmailMultiAlternatives("A", "B", "a@example.test", ["b@example.test"], **more))
    assert OutgoingMail.objects.count() == 0


def test_an_html_mail_is_refused_instead_of_sent_as_text():
    message = EmailMessage("A", "<p>B</p>", "a@example.test", ["b@example.test"])
    message.content_subtype = "html"
    with pytest.raises(ValueError, match="plain text to named addresses"):
        outbox.put(message)


def test_mails_sent_by_django_itself_wait_too():
    send_mail("A", "B", None, ["b@example.test"])
    assert OutgoingMail.objects.count() == 1


BREAKS = ["x@example.test\r\nBcc: eve@example.test", "x@example.test\nBcc: eve@example.test", "x\r\n@example.test"]


@pytest.mark.parametrize("value", BREAKS)
def test_a_line_break_in_a_posted_address_queues_nothing(stranger, sign_up_data, alice_client, value):
    for client, address, data in (
        (stranger, RESET, {"email": value}),
        (stranger, "/accounts/signup/", {**sign_up_data, "email": value}),
        (alice_client, "/accounts/email/", {"email": value, "action_add": ""}),
    ):
        assert client.post(address, data).status_code in (200, 422)
    assert OutgoingMail.objects.count() == 0


def test_a_line_break_in_a_name_reaches_no_header(stranger, sign_up_data):
    stranger.post("/accounts/signup/", {**sign_up_data, "name": "Dana\r\nBcc: eve@example.test"})
    assert User.objects.get().name == "Dana Bcc: eve@example.test"
    deliver_due()
    (message,) = mail.outbox
    assert (message.to, message.cc, message.bcc) == (["dana@example.test"], [], [])
    assert "eve" not in message.message().as_string()


def test_sign_up_is_not_disturbed_by_a_dead_mail_server_and_the_mail_is_sent_later(settings, stranger, sign_up_data):
    settings.MAILERS = {"default": QUEUE, "outgoing": DOWN}
    answer = stranger.post("/accounts/signup/", sign_up_data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/confirm-email/")
    assert deliver_due() == 0
    settings.MAILERS = {"default": QUEUE, "outgoing": WORKS}
    OutgoingMail.objects.update(due_at="2026-01-01T00:00Z")
    assert deliver_due() == 1
    assert sent() == [(["dana@example.test"], "Please confirm your e-mail address")]


def test_reset_answers_alike_with_a_dead_mail_server(settings, alice):
    settings.MAILERS = {"default": QUEUE, "outgoing": DOWN}
    answers = [Client().post(RESET, {"email": each}) for each in (alice.email, "no@example.test")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(302, b"")] * 2
    assert OutgoingMail.objects.count() == 2
