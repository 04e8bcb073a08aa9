"""What is promised while the database is away, whatever the reason: 503 with what was typed, quickly, and it heals."""

import time

from tests import factories
from tests.operation.client import Answer, WebClient
from tests.operation.servers import PASSWORD, Site

# Seconds that a client of these tests waits. Six are promised, two are for a busy machine: of whoever is made to wait
# for the database twice, it would still hear nothing.
LONGEST = 8
DAY = "2026-11-20"
NOTE = "Slept badly.\r\nWoke at four & could not go on."
DETAILS = ("Traceback", "psycopg", "sqlite", "OperationalError")


def patient_of(site: Site) -> WebClient:
    """Return Alice's browser, which waits no longer than LONGEST."""
    with site.models():
        alice = factories.patient("alice@example.test")
        factories.target(alice)
        return site.signed_in(alice, timeout=LONGEST)


def typed(client: WebClient, day: str = DAY) -> dict[str, object]:
    """Return what Alice types into the form of a day."""
    form = next(each for each in client.get(f"/journal/{day}/").forms if "note" in each.fields)
    item = next(name for name in form.names if name.startswith("item_"))
    return {**form.sent, item: "5", "note": NOTE}


def save(client: WebClient, answers: dict[str, object], day: str = DAY) -> Answer:
    """Send the form of a day."""
    return client.post(f"/journal/{day}/", answers)


def kept(page: Answer) -> dict[str, object]:
    """Return what the page's button sends, with line breaks as a browser sends them."""
    [form] = page.forms
    return {name: [text.replace("\r", "").replace("\n", "\r\n") for text in each] for name, each in form.sent.items()}


def assert_away(client: WebClient, answers: dict[str, object], *, reads: bool = False) -> None:
    """Hold what is promised while the database is away; with `reads`, only saving fails."""
    assert client.get("/healthz/live").status == 200
    assert client.get("/healthz/ready").status == (200 if reads else 503)
    page = save(client, answers)
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert kept(page) == {name: each if isinstance(each, list) else [each] for name, each in answers.items()}
    assert client.get("/journal/history/").status == (200 if reads else 503)
    stranger = WebClient(client.address, timeout=LONGEST)
    refused = stranger.sign_in("alice@example.test", PASSWORD)
    assert (refused.status, PASSWORD in refused.text) == (503, False)
    assert [word for word in DETAILS if word in page.text + refused.text] == []


def assert_healed(site: Site, client: WebClient, answers: dict[str, object]) -> None:
    """Save what was typed, without a restart."""
    client.timeout = 30
    site.wait_ready()
    workers = site.workers()
    answer = save(client, answers)
    for _ in range(20):  # a worker that just waited in vain refuses for some seconds
        if answer.status != 503:
            break
        time.sleep(0.5)
        answer = save(client, kept(answer))
    assert (answer.status, answer.location) == (302, f"/journal/{DAY}/?saved=1"), (answer.status, answer.location)
    assert site.workers() == workers
    assert "WORKER TIMEOUT" not in site.output
