"""Closing the report on a shared computer: its cookie goes, and nothing tells what the link was worth."""

import pytest
from django.test import Client

from accounts.models import User
from reports import cookies
from tests.reports.links import link, opened
from tests.statements import count_statements

UNKNOWN = "u" * 43


def test_report_has_a_button_that_closes_it(alice: User):
    made = link(alice)
    reader = opened(made.token)
    assert '<form method="post" action="close/"><button' in reader.get(f"/r/{made.token}/").text
    answer = reader.post(f"/r/{made.token}/close/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (200, '"cache"')
    assert "<h1>The report is closed on this device</h1>" in answer.text
    kept = ("Cache-Control", "Content-Security-Policy", "Referrer-Policy", "Vary")
    gate = Client().get(f"/r/{UNKNOWN}/")
    assert [answer[name] for name in kept] == [gate[name] for name in kept]
    assert reader.get(f"/r/{made.token}/").content == Client().get(f"/r/{UNKNOWN}/").content
    assert reader.get(f"/r/{made.token}/report.txt").status_code == 303


def test_closing_one_report_leaves_another_open_and_the_link_alive(alice: User):
    first, second = link(alice), link(alice)
    reader = opened(first.token)
    reader.post(f"/r/{second.token}/")
    answer = reader.post(f"/r/{first.token}/close/")
    assert list(answer.cookies) == [cookies.cookie_name(first.token)]
    assert b"Shared report" in reader.get(f"/r/{second.token}/").content
    assert reader.post(f"/r/{first.token}/").status_code == 303


def test_closing_asks_the_database_nothing_and_says_nothing_of_the_link(alice: User, alice_client: Client):
    made = link(alice, label="Marker")
    with count_statements() as statements:
        bodies = {Client().post(f"/r/{token}/close/").content for token in (made.token, UNKNOWN)}
        bodies.add(alice_client.post(f"/r/{made.token}/close/").content)
    assert (len(bodies), list(statements)) == (1, [])


def test_patients_own_view_and_preview_have_nothing_to_close(alice: User, alice_client: Client):
    made = link(alice)
    assert "close/" not in alice_client.get(f"/reports/{made.share.pk}/preview/").text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_closes_nothing(alice: User, headers: dict[str, str]):
    made = link(alice)
    reader = opened(made.token)
    answer = reader.post(f"/r/{made.token}/close/", headers=headers)
    assert (answer.status_code, list(answer.cookies), "Clear-Site-Data" in answer.headers) == (403, [], False)
    assert b"Shared report" in reader.get(f"/r/{made.token}/").content


def test_closing_needs_no_csrf_token(alice: User):
    assert Client(enforce_csrf_checks=True).post(f"/r/{link(alice).token}/close/").status_code == 200
