from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.ldn_tracker import pages


def test_home_tells_a_stranger_what_it_is(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert pages.title(response) == "A diary for low-dose naltrexone - LDN Tracker"
    assert pages.heading(response) == "An honest record of your time on low-dose naltrexone"
    words = pages.text(response)
    assert "Never start LDN while any opioid is in your body" in words
    assert "Do not stop an opioid on your own to make room for LDN: call whoever prescribes it." in words
    assert "It gives no medical advice and suggests no dose." in words
    assert "Nobody is watching these entries." in words


def test_home_says_when_something_is_filled_in(client: Client) -> None:
    page = client.get("/").text
    assert "Nothing is copied from yesterday or filled in for you unless you tap for it." in page


def test_home_offers_sign_up_and_sign_in(client: Client) -> None:
    page = client.get("/").content.decode()

    assert f'href="{reverse("account_signup")}">Start a diary</a>' in page
    assert f'href="{reverse("account_login")}">Sign in</a>' in page


def test_home_asks_no_database_and_sets_no_cookie_for_a_stranger(client: Client) -> None:
    # Without the db fixture any query fails.
    response = client.get("/")

    assert response.status_code == 200
    assert dict(response.cookies) == {}


def test_home_sends_a_patient_to_today(alice_client: Client) -> None:
    response = alice_client.get("/")

    assert (response.status_code, response["Location"]) == (302, reverse("journal:today"))


def test_home_may_be_found_by_search_engines(client: Client) -> None:
    assert client.get("/")["X-Robots-Tag"] == "index, follow"


def test_home_answers_get_and_head_only(client: Client) -> None:
    answers = {method: client.generic(method, "/").status_code for method in ("HEAD", "POST", "PUT", "DELETE", "TRACE")}

    assert answers == {"HEAD": 200, "POST": 405, "PUT": 405, "DELETE": 405, "TRACE": 405}


def test_a_session_of_nobody_is_a_stranger(client: Client, alice: User) -> None:
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    alice.delete()

    assert client.get("/").status_code == 200
