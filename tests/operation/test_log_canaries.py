"""Nothing that a person types, reads or is given stands in what the running site prints: app, access and error log."""

import json
import os
import re
import secrets
import socket

import pytest

from accounts.models import User
from tests.operation.client import WebClient
from tests.operation.servers import Site

# Each is typed somewhere in the journey, and looked for in every line.
EMAIL, PASSWORD, NAME = "canary.robin@example.test", "seven yellow birds at dawn", "Canary Robin Example"
TEXTS = {
    "item": "Canary ringing ears",
    "medicine": "Canary Duloxetine",
    "pharmacy": "Canary pharmacy",
    "note": "canary woke at four",
    "event": "canary moved house",
    "label": "Canary Doctor Marker",
    "refused": "canary refused \x07 text",
    "query": "canary-in-a-query",
    "path": "canary-in-a-path",
    "agent": "Canary/1.0",
    "referer": "canary-in-a-referer",
    "wrong password": "canary wrong password",
}
CANARIES = (EMAIL, PASSWORD, NAME, *TEXTS.values(), "canary", "Canary")


def sign_up(site: Site) -> WebClient:
    """Sign up through the page."""
    client = site.client(headers={"User-Agent": TEXTS["agent"], "Referer": f"{site.address}/{TEXTS['referer']}"})
    person = {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD, "name": NAME}
    agreed = {"time_zone": "Europe/London", "country": "GB", "adult": "on", "consent": "on"}
    assert client.post("/accounts/signup/", {**person, **agreed}).status == 302
    return client


def log_days(client: WebClient) -> None:
    """Write a medicine, an item, an event and today; one of each kind is refused."""
    medicine = {"name": TEXTS["medicine"], "form": "tablet", "pharmacy": TEXTS["pharmacy"]}
    item = {"name": TEXTS["item"], "group": "target", "low": "0", "high": "10", "lower_is_better": "yes"}
    event = {"day": "2026-11-20", "kind": "stress", "text": TEXTS["event"]}
    assert client.post("/journal/medicines/", medicine).status == 302
    assert client.post("/journal/items/new/", item).status == 302
    assert client.post("/journal/events/new/", event).status == 302
    assert client.post("/journal/events/new/", {**event, "text": TEXTS["refused"]}).status == 422
    assert client.submit("/journal/", note=TEXTS["note"]).status == 302


def share(client: WebClient) -> str:
    """Make a link and return its token."""
    answer = client.submit("/reports/new/", label=TEXTS["label"])
    assert answer.status == 201
    return re.findall(r"/r/([\w-]{43})/", answer.text)[0]


def go_wrong(site: Site, client: WebClient, token: str) -> None:
    """Ask for what is not there, is refused, is malformed or fails."""
    stranger = site.client()
    statuses = [
        stranger.get(f"/{TEXTS['path']}/?{TEXTS['query']}").status,
        client.get("/journal/events/1/").status,
        stranger.post(f"/r/{secrets.token_urlsafe(32)}/").status,
        stranger.get(f"/r/{token}x/").status,
        stranger.request("POST", f"/r/{token}/", Origin=f"https://{TEXTS['path']}.test").status,
        stranger.request("POST", "/accounts/login/", TEXTS["refused"].encode()).status,
        client.request(TEXTS["agent"][:6].upper(), f"/r/{token}/").status,
        stranger.sign_in(EMAIL, TEXTS["wrong password"]).status,
    ]
    assert statuses == [404, 404, 404, 404, 403, 403, 405, 422]
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as raw:
        raw.sendall(f"GET /{TEXTS['path']} {token} HTTP/9.9\r\nX: {EMAIL}\r\n\r\n".encode())
        raw.recv(1000)
    with site.models():
        User.objects.update(time_zone="Nowhere/Else")
    assert client.get("/journal/").status == 500
    assert stranger.post(f"/r/{token}/").status == 303
    assert stranger.get(f"/r/{token}/").status == 500


@pytest.fixture
def journey(start_site, database) -> tuple[str, list[str]]:
    """What a site printed during a journey, and the secrets that the journey was given."""
    site = start_site(database)
    client = sign_up(site)
    log_days(client)
    token = share(client)
    reader = site.client()
    assert reader.post(f"/r/{token}/").status == 303
    assert TEXTS["item"] in reader.get(f"/r/{token}/").text
    go_wrong(site, client, token)
    given = [
        token,
        *client.cookies.values(),
        *reader.cookies.values(),
        os.environ["SECRET_KEY"],
        site.env["MASTER_KEY"],
    ]
    site.stop()
    return site.output, given


def holding(output: str, given: list[str]) -> list[str]:
    """Return the lines that hold a canary or a secret."""
    return [line for line in output.splitlines() if any(canary in line for canary in (*CANARIES, *given))]


def test_nothing_of_a_journey_is_in_what_the_site_printed(journey: tuple[str, list[str]]) -> None:
    output, given = journey
    assert holding(output, given) == []
    # And what must be there is there, so that silence is not taken for secrecy.
    logged = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    events = {line["event"] for line in logged}
    assert {"answered", "sign_up", "sign_in", "share_made", "share_opened", "sign_in_failed", "csrf_refused"} <= events
    failed = [line["error"] for line in logged if line["logger"] == "django.request"]
    assert failed == ["ZoneInfoNotFoundError", "ZoneInfoNotFoundError"]
    answered = [line for line in logged if line["event"] == "answered"]
    assert {400, 403, 404, 405, 422, 500} - {line["status"] for line in answered} <= {400}
    assert {line["user"] for line in answered if line.get("route") == "journal:event_new"} == {1}
    assert len({line["request"] for line in answered}) == len(answered)


@pytest.mark.parametrize("canary", [*CANARIES, "a-token"])
def test_a_line_with_a_canary_would_be_found(canary: str) -> None:
    assert holding(f'{{"event": "answered"}}\n{{"message": "x{canary}x"}}\n', ["a-token"]) == [
        f'{{"message": "x{canary}x"}}'
    ]
