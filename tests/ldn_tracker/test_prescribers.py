import re

from django.test import Client

from tests.ldn_tracker import pages


def test_prescribers_says_what_a_report_is_and_is_not(client: Client) -> None:
    response = client.get("/prescribers/")

    assert pages.heading(response) == "For prescribers"
    assert re.findall(r"<h2>(.*?)</h2>", response.content.decode()) == [
        "What you need",
        "What you see",
        "What you do not see",
        "What to keep in mind",
        "Not expecting a link?",
    ]
    words = pages.text(response)
    assert "No account, no installation" in words
    assert "What is absent must not be read as normal." in words
    assert "It is not for emergencies." in words


def test_prescribers_needs_no_account_and_no_database(client: Client) -> None:
    response = client.get("/prescribers/")

    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_prescribers_answers_get_and_head_only(client: Client) -> None:
    assert [client.generic(method, "/prescribers/").status_code for method in ("HEAD", "POST")] == [200, 405]
