"""Changing the e-mail address."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts

EMAIL = "/accounts/email/"
NEW = "new@example.test"


def ask(client: Client, address: str = NEW):
    return client.post(EMAIL, {"action_add": "", "email": address}, follow=True)


def link() -> str:
    """The path of the link in the last mail."""
    address = next(word for word in mail.outbox[-1].body.split() if "confirm-email" in word)
    return address.removeprefix("http://127.0.0.1:8000")


def addresses(person: User) -> list[tuple]:
    return list(person.emailaddress_set.order_by("pk").values_list("email", "primary", "verified"))


@pytest.fixture(params=["without mail", "with mail"])
def profile(request, settings):
    """Both profiles of product.md."""
    if request.param == "with mail":
        request.getfixturevalue("with_mail")
    return request.param


def test_looking_at_the_page_writes_nothing(alice, alice_client):
    before = addresses(alice)
    response = alice_client.get(EMAIL)
    assert (response.status_code, title(response)) == (200, "Your e-mail address - LDN Tracker")
    assert addresses(alice) == before


def test_old_address_stays_until_the_new_one_is_confirmed(profile, alice, alice_client):
    response = ask(alice_client)
    assert f"{NEW} takes its place as soon as you open the link" in text(response)
    assert mail.outbox[-1].to == [NEW]
    assert addresses(alice) == [("alice@example.test", True, False), (NEW, False, False)]
    alice.refresh_from_db()
    assert alice.email == "alice@example.test"
    assert alice_client.post(link()).headers["Location"] == "/accounts/profile/"
    alice.refresh_from_db()
    assert (alice.email, addresses(alice)) == (NEW, [(NEW, True, True)])
    assert Client().post("/accounts/login/", {"login": NEW, "password": PASSWORD}).headers["Location"] == "/journal/"


def test_a_slip_in_the_new_address_locks_nobody_out(profile, alice, alice_client):
    EmailAddress.objects.update(verified=True)
    ask(alice_client, "typo@example.test")
    ask(alice_client, "typo-again@example.test")
    assert addresses(alice) == [("alice@example.test", True, True), ("typo-again@example.test", False, False)]
    answer = Client().post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/journal/"


def test_two_people_who_change_at_once_keep_their_addresses(alice, charlie, signed_in):
    ask(signed_in(alice))
    ask(signed_in(charlie), "other@example.test")
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == [
        "alice@example.test",
        "charlie@example.test",
    ]


def test_new_address_can_be_dropped(alice, alice_client):
    ask(alice_client)
    response = alice_client.post(EMAIL, {"action_remove": "", "email": NEW}, follow=True)
    assert toasts(response)[-1] == f"{NEW} is removed."
    assert addresses(alice) == [("alice@example.test", True, False)]


def test_link_can_be_sent_again_after_a_while(alice, alice_client):
    ask(alice_client)
    alice_client.post(EMAIL, {"action_send": "", "email": NEW})
    assert len(mail.outbox) == 1  # once in three minutes


def test_address_that_signs_in_cannot_be_removed(alice, alice_client):
    ask(alice_client)
    alice_client.post(EMAIL, {"action_remove": "", "email": alice.email})
    assert ("alice@example.test", True, False) in addresses(alice)


def test_address_is_kept_in_lower_case(alice, alice_client):
    ask(alice_client, "New.Person@EXAMPLE.Test")
    assert addresses(alice)[1][0] == "new.person@example.test"


def test_own_address_again_is_refused(alice_client):
    assert errors(ask(alice_client, "ALICE@example.test")) == ["New e-mail address: This is the address you have now."]


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "x" * 5000,
            f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.example.test",
            "\x00@example.test",
            "NaN",
            "-1",
        ),
        *("a@b.test\r\nBcc: c@d.test", "\N{FACE WITH TEARS OF JOY}@example.test", "é@example.test", "a@éxample.test"),
    ],
)
def test_bad_value_is_refused_in_words(alice, alice_client, value):
    response = ask(alice_client, value)
    assert response.status_code == 422
    assert title(response) == "Error: Your e-mail address - LDN Tracker"
    assert addresses(alice) == [("alice@example.test", True, False)]


@pytest.mark.parametrize("action", ["action_send", "action_remove", "action_primary", "action_other"])
@pytest.mark.parametrize("value", ["", "charlie@example.test", "\x00", "x" * 5000, "\N{FACE WITH TEARS OF JOY}", "NaN"])
def test_buttons_do_nothing_for_addresses_of_others_or_none(alice, charlie, alice_client, action, value):
    alice_client.post(EMAIL, {action: "", "email": value})
    assert addresses(alice) == [("alice@example.test", True, False)]
    assert addresses(charlie) == [("charlie@example.test", True, False)]


def test_the_page_does_not_tell_that_an_address_is_in_use(profile, charlie, alice, signed_in):
    pages = []
    for address in (NEW, "charlie@example.test"):
        pages.append(text(ask(signed_in(alice), address)).replace(address, "ADDRESS"))
    assert pages[0] == pages[1]


def test_an_address_of_somebody_else_is_not_taken_over_by_its_link(profile, alice, charlie, alice_client):
    EmailAddress.objects.filter(user=charlie).update(verified=True)
    ask(alice_client, "charlie@example.test")
    assert "belongs to another account" in text(alice_client.get(link()))
    alice_client.post(link())
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == [
        "alice@example.test",
        "charlie@example.test",
    ]


def test_an_unconfirmed_address_of_somebody_else_is_not_taken_over_either(profile, alice, charlie, alice_client):
    ask(alice_client, "charlie@example.test")
    response = alice_client.post(link(), follow=True)
    assert response.status_code == 200
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == [
        "alice@example.test",
        "charlie@example.test",
    ]
    assert addresses(charlie) == [("charlie@example.test", True, False)]
    assert addresses(alice) == [("alice@example.test", True, False), ("charlie@example.test", False, False)]


def test_an_address_that_somebody_took_meanwhile_is_told_so(alice, alice_client):
    ask(alice_client)
    factories.patient(NEW)
    response = alice_client.post(link(), follow=True)
    assert f"{NEW} could not be confirmed: it belongs to another account." in text(response)


def test_link_works_once(alice, alice_client):
    ask(alice_client)
    path = link()
    alice_client.post(path)
    assert "This link no longer works" in text(alice_client.get(path))
    assert alice_client.post(path).status_code == 404


def test_looking_at_the_link_confirms_nothing(alice, alice_client):
    ask(alice_client)
    for verb in ("get", "head", "options"):
        getattr(Client(), verb)(link())
    assert addresses(alice) == [("alice@example.test", True, False), (NEW, False, False)]


@pytest.mark.parametrize("key", ["x", "x:y:z", "x" * 3000, "-", "MQ:1:x"])
def test_made_up_link_is_told_as_one_that_no_longer_works(stranger, key):
    response = stranger.get(f"/accounts/confirm-email/{key}/")
    assert (response.status_code, title(response)) == (200, "Confirm your e-mail address - LDN Tracker")
    assert "This link no longer works" in text(response)


def test_the_old_address_is_told_about_the_change(with_mail, alice, alice_client):
    EmailAddress.objects.update(verified=True)
    ask(alice_client)
    alice_client.post(link())
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["alice@example.test"], "Your e-mail address was changed")


def test_the_database_refuses_capitals(alice):
    with pytest.raises(IntegrityError, match="user_email_lower_case"), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(email="Alice@example.test")


def test_saving_a_person_makes_lower_case_of_capitals(alice):
    alice.email = "ALICE@example.test"
    alice.save()
    assert User.objects.get().email == "alice@example.test"


def test_an_address_is_one_person_s(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.patient("Alice@example.test")
    assert (User.objects.count(), EmailAddress.objects.count()) == (1, 1)


def test_look_up_by_address_does_not_mind_capitals(alice):
    assert User.objects.get_by_natural_key("ALICE@Example.test") == alice
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(None)


def test_connection_is_usable_after_a_refusal(alice, charlie, alice_client):
    ask(alice_client, "charlie@example.test")
    alice_client.post(link())
    assert connection.is_usable()
