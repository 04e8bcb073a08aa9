import re

from django.test import Client

from tests.ldn_tracker import pages


def test_privacy_says_what_where_who_and_how_to_leave(client: Client) -> None:
    response = client.get("/privacy/")

    assert pages.title(response) == "What is kept and why - LDN Tracker"
    assert re.findall(r"<h2>(.*?)</h2>", response.content.decode()) == [
        "Whom to write to",
        "What is kept",
        "Where, and how it is locked",
        "Who can read it",
        "What leaves this site",
        "Cookies",
        "Logs",
        "Taking it with you, and leaving",
        "Backups",
    ]


def test_privacy_names_the_address_of_the_operator_or_says_that_there_is_none(client: Client, settings) -> None:
    assert "The operator has named no address here." in pages.text(client.get("/privacy/"))
    settings.CONTACT_EMAIL = "privacy@clinic.example.org"
    page = client.get("/privacy/")
    assert '<a href="mailto:privacy@clinic.example.org">privacy@clinic.example.org</a>' in page.content.decode()
    assert "named no address" not in pages.text(page)


def test_privacy_does_not_promise_what_no_software_can(client: Client) -> None:
    words = pages.text(client.get("/privacy/"))

    assert "with the master key they could open the sealed part too" in words
    assert "A closed account can live on in an older backup until that backup is thrown away" in words


COOKIE = re.compile(r'const COOKIE = .* : "(\w+)";')


def test_privacy_names_each_cookie_of_the_site(client: Client, settings) -> None:
    names = re.findall(r"<li><code>([^<]+)</code>", client.get("/privacy/").content.decode())

    cookies = (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "DEVICE_COOKIE_NAME",
        "MESSAGE_COOKIE_NAME",
        "SHARE_COOKIE_PREFIX",
    )
    of_a_script = COOKIE.findall((settings.BASE_DIR / "static/js/day.js").read_text())
    assert names == [*(getattr(settings, name) for name in cookies), *of_a_script]


def test_privacy_needs_no_account_and_no_database(client: Client) -> None:
    response = client.get("/privacy/")

    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_privacy_answers_get_and_head_only(client: Client) -> None:
    assert [client.generic(method, "/privacy/").status_code for method in ("HEAD", "POST")] == [200, 405]
