"""Every address below a link, in every state of the link, by every verb, against a table written by hand.

The table says what comes back; what that is to the byte (status, body, headers) is taken once from a link that
nobody ever made, so that no state can be told from it.
"""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.cookies import cookie_name
from reports.models import Share
from tests.reports.links import MOMENT, link, opened, visible

UNKNOWN, MALFORMED = "u" * 43, "m" * 42
VERBS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
GATE, DEAD, NO_VERB, NO_VERB_OF_FILE, TO_LINK = "gate", "dead", "405", "405 of a file", "303 to the link"
CLOSED, NO_VERB_OF_CLOSE = "closed, cookie deleted", "405 of close"
OPENS, ASKS, REPORT, FILE, DEAD_AGAIN = "303 opened", "422 tries left", "report", "file", "dead, cookie deleted"

# What each verb gets, in the order of VERBS: at the link itself, then at report.pdf and at report.txt. At close/ it is
# the same in every state of a link, so that nothing can be told from it.
CLOSED_FILE = (TO_LINK, TO_LINK, *[NO_VERB_OF_FILE] * 4)
OPEN_FILE = (FILE, FILE, *[NO_VERB_OF_FILE] * 4)
DEAD_FILE = (DEAD_AGAIN, DEAD_AGAIN, *[NO_VERB_OF_FILE] * 4)
CLOSES = (NO_VERB_OF_CLOSE, NO_VERB_OF_CLOSE, CLOSED, *[NO_VERB_OF_CLOSE] * 3)
CLOSES_NOTHING = (NO_VERB_OF_CLOSE, NO_VERB_OF_CLOSE, DEAD, *[NO_VERB_OF_CLOSE] * 3)
NO_VERBS = (NO_VERB, NO_VERB, NO_VERB)
TABLE = {
    # Nobody has pressed the button.
    "unknown": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "malformed": ((DEAD, DEAD, DEAD, *NO_VERBS), (DEAD, DEAD, *[NO_VERB_OF_FILE] * 4)),
    "live": ((GATE, GATE, OPENS, *NO_VERBS), CLOSED_FILE),
    "expired": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "revoked": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "closed": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "passcode not given": ((GATE, GATE, ASKS, *NO_VERBS), CLOSED_FILE),
    "passcode wrong": ((GATE, GATE, ASKS, *NO_VERBS), CLOSED_FILE),
    "passcode wrong the fifth time": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "exhausted": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "exhausted, passcode right": ((GATE, GATE, DEAD, *NO_VERBS), CLOSED_FILE),
    "with another patient's cookie": ((GATE, GATE, OPENS, *NO_VERBS), CLOSED_FILE),
    # Somebody has, and holds the cookie.
    "opened": ((REPORT, REPORT, OPENS, *NO_VERBS), OPEN_FILE),
    "opened with its passcode": ((REPORT, REPORT, OPENS, *NO_VERBS), OPEN_FILE),
    "opened, then expired": ((DEAD_AGAIN, DEAD_AGAIN, DEAD, *NO_VERBS), DEAD_FILE),
    "opened, then revoked": ((DEAD_AGAIN, DEAD_AGAIN, DEAD, *NO_VERBS), DEAD_FILE),
    "opened, then closed": ((DEAD_AGAIN, DEAD_AGAIN, DEAD, *NO_VERBS), DEAD_FILE),
    "opened, then exhausted": ((DEAD_AGAIN, DEAD_AGAIN, DEAD, *NO_VERBS), DEAD_FILE),
}


def brought(alice: User, charlie: User, state: str) -> tuple[Client, str, dict[str, str]]:
    """Return a visitor, the token, and what they post, with the link brought into a state."""
    has_passcode = "passcode" in state or "exhausted" in state
    made = link(alice, guarded=has_passcode, is_frozen=has_passcode)
    token = {"unknown": UNKNOWN, "malformed": MALFORMED}.get(state, made.token)
    visitor = Client()
    if state == "with another patient's cookie":
        visitor = opened(link(charlie).token)
    elif state.startswith("opened"):
        visitor = opened(made.token, made.passcode)
    end(alice, made.share, state)
    right = made.passcode if "right" in state or "with its passcode" in state else ""
    wrong = "111111" if made.passcode != "111111" else "222222"
    typed = wrong if "wrong" in state else right
    return visitor, token, {"passcode": typed} if typed else {}


def end(alice: User, share: Share, state: str) -> None:
    rows, now = Share.objects.filter(pk=share.pk), timezone.now()
    if "expired" in state:
        rows.update(created_at=now - timedelta(days=1), expires_at=now - MOMENT)
    elif "revoked" in state:
        rows.update(revoked_at=now)
    elif "exhausted" in state or "fifth" in state:
        rows.update(failed_passcodes=4 if "fifth" in state else 5)
    elif "closed" in state:
        alice.delete()


def send(visitor: Client, verb: str, address: str, posted: dict[str, str]) -> HttpResponse:
    return visitor.post(address, posted) if verb == "POST" else visitor.generic(verb, address)


@pytest.fixture
def canonical(db: None) -> dict[str, tuple]:
    """What each word of the table is to the byte, of a link that was never made."""
    nobody = Client()
    return {
        GATE: visible(nobody.get(f"/r/{UNKNOWN}/")),
        DEAD: visible(nobody.post(f"/r/{UNKNOWN}/")),
        NO_VERB: visible(nobody.put(f"/r/{UNKNOWN}/")),
        NO_VERB_OF_FILE: visible(nobody.put(f"/r/{UNKNOWN}/report.txt")),
        NO_VERB_OF_CLOSE: visible(nobody.put(f"/r/{UNKNOWN}/close/")),
        CLOSED: visible(nobody.post(f"/r/{UNKNOWN}/close/")),
    }


def check(response: HttpResponse, expected: str, verb: str, token: str, canonical: dict[str, tuple]) -> None:
    """Compare one answer with what the table says of it."""
    status, body, headers, cookies = visible(response)
    if expected == CLOSED:
        assert (status, body, headers) == canonical[CLOSED][:3]
        assert cookies == [f"{cookie_name(token)}='' 0"]
    elif expected in canonical:
        same = canonical[expected]
        assert (status, headers, cookies) == (same[0], same[2], [])
        assert body == (b"" if verb == "HEAD" else same[1])
    elif expected == DEAD_AGAIN:
        assert (status, headers, len(cookies)) == (404, canonical[DEAD][2], 1)
        assert (body, cookies[0].endswith("='' 0")) == (b"" if verb == "HEAD" else canonical[DEAD][1], True)
    elif expected in (TO_LINK, OPENS):
        assert (status, body, headers["Location"]) == (303, b"", f"/r/{token}/")
        assert len(cookies) == int(expected == OPENS)
    elif expected == ASKS:
        assert (status, cookies, b"left" in body, b"Alice" in body) == (422, [], True, False)
    else:
        assert (status, cookies, headers["Cache-Control"]) == (200, [], "private, no-store")
        assert ("ETag" in headers, "Last-Modified" in headers, "Accept-Ranges" in headers) == (False, False, False)
        assert (len(body) > 0) == (verb == "GET")


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("name", ["", "report.pdf", "report.txt", "close/"])
def test_answer_is_as_the_table_says(
    alice: User, charlie: User, canonical: dict[str, tuple], state: str, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("reports.pdf.drawing.draw", lambda sheet, paper: b"%PDF-")  # its own tests make real ones
    visitor, token, posted = brought(alice, charlie, state)
    expected = TABLE[state][bool(name)]
    if name == "close/":
        expected = CLOSES_NOTHING if state == "malformed" else CLOSES
    order = sorted(range(len(VERBS)), key=lambda place: VERBS[place] == "POST")  # a post may change the state: last
    for place in order:
        if expected[place] in (DEAD_AGAIN,):  # it takes the cookie away: each verb gets a visitor who still has it
            kept = visitor.cookies.copy()
            check(send(visitor, VERBS[place], f"/r/{token}/{name}", posted), DEAD_AGAIN, VERBS[place], token, canonical)
            visitor.cookies = kept
            continue
        answer = send(visitor, VERBS[place], f"/r/{token}/{name}", posted)
        check(answer, expected[place], VERBS[place], token, canonical)


def test_table_names_every_state_once_for_each_verb():
    assert {len(row) for rows in TABLE.values() for row in rows} == {len(VERBS)}
