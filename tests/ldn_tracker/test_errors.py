import pytest
from django.test import Client
from django.urls import reverse

from ldn_tracker import views
from tests.ldn_tracker import pages
from tests.log_capture import captured

HEADINGS = {
    "bad": (400, "We could not read that"),
    "refused": (403, "This account may not do that"),
    "hurried": (429, "Please wait a little"),
    "broken": (500, "Something went wrong on our side"),
    "away": (503, "Closed for a short while"),
}


@pytest.fixture
def failing(settings) -> Client:
    settings.ROOT_URLCONF = "tests.ldn_tracker.failing_urls"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("how", HEADINGS)
def test_each_failure_has_its_page_and_status(failing: Client, how: str) -> None:
    # Without the db fixture any query fails: an error page needs no database for a stranger.
    response = failing.get(f"/fail/{how}/")

    assert (response.status_code, pages.heading(response)) == HEADINGS[how]


@pytest.mark.parametrize("how", HEADINGS)
def test_each_error_page_names_a_way_on_and_tells_no_details(failing: Client, how: str) -> None:
    response = failing.get(f"/fail/{how}/")

    assert 'class="btn btn-primary" href="/"' in response.content.decode()
    assert "secret detail" not in response.content.decode()
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("how", ["broken", "away"])
def test_our_own_failure_reads_neither_session_nor_user(
    failing: Client, alice_client: Client, how: str, django_assert_num_queries
) -> None:
    failing.cookies = alice_client.cookies

    with django_assert_num_queries(0):
        response = failing.get(f"/fail/{how}/")

    assert "112 in Europe" in pages.text(response)


def test_our_own_failure_shows_the_number_under_which_the_log_has_it(failing: Client) -> None:
    with captured() as log:
        response = failing.get("/fail/broken/")

    [line] = log.lines
    assert f"and this number: {line['request']}." in pages.text(response)
    assert (line["level"], line["error"]) == ("ERROR", "ZeroDivisionError")


def test_too_many_tries_says_when_to_come_back(failing: Client) -> None:
    assert failing.get("/fail/hurried/")["Retry-After"] == "300"


def test_missing_pages_are_one_body_for_a_stranger(client: Client) -> None:
    first, second = client.get("/no-such-page/"), client.get("/journal-of-another/7/")

    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content
    assert pages.title(first) == "Nothing here - LDN Tracker"


def test_missing_pages_are_one_body_for_a_patient(alice_client: Client) -> None:
    first, second = alice_client.get("/no-such-page/"), alice_client.get("/journal/no-such-page/")

    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content


def test_a_form_without_its_token_is_refused_in_plain_words(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "alice@example.test"})

    assert (response.status_code, pages.heading(response)) == (403, "That form was not accepted")


def test_a_form_too_large_to_read_is_told_so(client: Client, settings, db: None) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post(reverse("account_login"), {"login": "a" * 1000})

    assert (response.status_code, pages.heading(response)) == (413, "That was too large")


def test_a_form_of_too_many_parts_is_a_bad_request(client: Client, settings, db: None) -> None:
    fields = {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}

    response = client.post(reverse("account_login"), fields)

    assert (response.status_code, pages.heading(response)) == (400, "We could not read that")


def test_what_a_stranger_sends_rings_no_alarm(client: Client, db: None) -> None:
    with captured() as log:
        refused = [
            client.get("/help/", headers={"host": "evil.example"}),
            client.post(reverse("account_login"), {f"field{number}": "" for number in range(500)}),
            client.post(reverse("account_login"), {"login": "a" * 1_100_000}),
        ]

    assert [response.status_code for response in refused] == [400, 400, 413]
    assert [line["message"] for line in log.lines if line["level"] in ("ERROR", "CRITICAL")] == []


def test_a_server_error_outside_of_a_failure_is_still_a_page(rf) -> None:
    assert views.server_error(rf.get("/")).status_code == 500
