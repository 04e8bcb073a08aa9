"""What gunicorn refuses by itself is as plain, and as well guarded, as what the site answers."""

import socket

import pytest

from ldn_tracker.web_server import write_refusal


def refusal(status: int, reason: str) -> tuple[str, dict[str, str], str]:
    """Return the first line, the headers and the body of a refusal."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_refusal(ours, status, reason, "Invalid header <script>")
        ours.close()
        head, _, body = theirs.makefile("rb").read().decode().partition("\r\n\r\n")
    line, *rest = head.split("\r\n")
    return line, dict(each.split(": ", 1) for each in rest), body


@pytest.mark.parametrize(
    ("site", "hsts"),
    [("https://diary.example.org", "max-age=31536000; includeSubDomains"), ("http://127.0.0.1:8000", None), ("", None)],
)
def test_a_refusal_keeps_browsers_on_https_where_the_site_is(monkeypatch, site, hsts):
    monkeypatch.setenv("SITE_URL", site)
    line, headers, body = refusal(400, "Bad Request")
    assert (line, headers.get("Strict-Transport-Security")) == ("HTTP/1.1 400 Bad Request", hsts)
    assert headers["Content-Length"] == str(len(body))


def test_a_refusal_repeats_nothing_and_says_whose_fault_it_is():
    bodies = [refusal(status, "Reason")[2] for status in (400, 500)]
    assert bodies == [
        "Your browser sent something that this site cannot read. Nothing was saved or changed.\n",
        "Something went wrong on our side. What was saved before is safe. Please try again in a minute.\n",
    ]
