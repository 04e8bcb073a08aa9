"""The report as a file: report.txt and report.pdf below a link."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.models import Share
from tests.reports.links import link, opened, visible
from tests.statements import count_statements

UNKNOWN = "u" * 43
FILES = ("report.txt", "report.pdf")


@pytest.mark.parametrize("name", FILES)
def test_without_the_cookie_a_file_leads_to_the_link_and_tells_nothing(alice: User, name: str):
    made, stranger = link(alice), Client()
    answers = []
    for token in (made.token, UNKNOWN):
        with count_statements() as statements:
            answer = stranger.get(f"/r/{token}/{name}")
        assert (answer.status_code, answer["Location"], list(statements)) == (303, f"/r/{token}/", [])
        answers.append({key: value for key, value in answer.headers.items() if key != "Location"})
    assert answers[0] == answers[1]
    assert stranger.get(f"/r/short/{name}").status_code == 404
    assert stranger.post(f"/r/{made.token}/{name}").status_code in (403, 405)


@pytest.mark.parametrize("name", FILES)
def test_cookie_of_a_link_that_has_died_gets_the_dead_page(alice: User, name: str):
    made = link(alice)
    reader = opened(made.token)
    Share.objects.filter(pk=made.share.pk).update(revoked_at=timezone.now())
    answer = reader.get(f"/r/{made.token}/{name}")
    assert (answer.status_code, answer.content) == (404, Client().post(f"/r/{UNKNOWN}/").content)
    assert [morsel["max-age"] for morsel in answer.cookies.values()] == [0]


def test_cookie_of_another_link_opens_no_file(alice: User, charlie: User):
    reader = opened(link(charlie).token)
    token = link(alice).token
    assert [reader.get(f"/r/{token}/{name}").status_code for name in FILES] == [303, 303]


def test_text_is_plain_and_kept_by_nobody(alice: User):
    made = link(alice)
    answer = opened(made.token).get(f"/r/{made.token}/report.txt")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "text/plain; charset=utf-8",
        "private, no-store",
    )
    assert "Alice Example" in answer.text


def test_page_shows_the_same_text_to_select(alice: User):
    made = link(alice)
    reader = opened(made.token)
    text = reader.get(f"/r/{made.token}/report.txt").text
    page = reader.get(f"/r/{made.token}/").text
    assert text.replace("'", "&#x27;").replace(">", "&gt;") in page


@pytest.mark.parametrize(
    "headers",
    [{"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Range": "bytes=0-10"}],
)
@pytest.mark.parametrize("name", FILES)
def test_conditional_and_partial_requests_get_no_file_after_the_end(alice: User, headers: dict[str, str], name: str):
    made = link(alice)
    reader = opened(made.token)
    reader.get(f"/r/{made.token}/{name}", headers=headers)
    Share.objects.filter(pk=made.share.pk).update(revoked_at=timezone.now())
    answer = reader.get(f"/r/{made.token}/{name}", headers=headers)
    assert visible(answer)[:2] == visible(Client().post(f"/r/{UNKNOWN}/"))[:2]
