"""The list of links: /reports/."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.listing import list_shares
from reports.models import Share
from reports.summaries import ALWAYS_INCLUDED
from tests import factories
from tests.reports.links import link, opened
from tests.statements import count_statements

# Eight in the evening of the 21st in London is the 22nd in Auckland.
EVENING = datetime(2026, 11, 21, 20, tzinfo=UTC)


def lines(patient: User, now: datetime) -> list[tuple[str, str, str, str, bool]]:
    return [(line.period, line.included, line.state, line.opened, line.works) for line in list_shares(patient, now)]


@time_machine.travel(EVENING, tick=False)
def test_line_says_what_is_in_it_and_whether_it_works(alice: User):
    pain = factories.target(alice)
    made = link(alice, items=[pain])
    assert lines(alice, EVENING) == [
        (
            "the last 12 weeks",
            f"{ALWAYS_INCLUDED}, Widespread pain, events and what was tried, other medicines",
            "Works until 21 Dec 2026",
            "never opened yet",
            True,
        )
    ]
    opened(made.token)
    assert lines(alice, EVENING)[0][3] == "opened once, 21 Nov 2026"
    with time_machine.travel(EVENING + timedelta(days=2)):
        opened(made.token)
        assert lines(alice, timezone.now())[0][3] == "opened 2 times, first 21 Nov 2026, last 23 Nov 2026"


@pytest.mark.parametrize(
    ("later", "state", "works"),
    [
        (timedelta(days=2, microseconds=-1), "Works until 24 Nov 2026", True),
        (timedelta(days=2), "Ended by date, 24 Nov 2026", False),
    ],
)
def test_link_ends_at_its_instant_on_the_patients_own_calendar(alice: User, later: timedelta, state: str, works: bool):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    with time_machine.travel(EVENING, tick=False):
        link(
            alice,
            days=2,
            period="dates",
            first_day=date(2026, 11, 1),
            last_day=date(2026, 11, 20),
            includes_events=False,
        )
    assert lines(alice, EVENING + later) == [
        (
            "1 to 20 Nov 2026",
            f"{ALWAYS_INCLUDED}, other medicines",
            state,
            "never opened yet",
            works,
        )
    ]


def test_revoked_link_says_who_ended_it(alice: User):
    with time_machine.travel(EVENING, tick=False):
        made = link(alice)
    Share.objects.filter(pk=made.share.pk).update(revoked_at=EVENING)
    assert lines(alice, EVENING)[0][2:] == ("Ended by you, 21 Nov 2026", "never opened", False)


def test_page_offers_to_end_only_what_works(alice: User, alice_client: Client):
    working, ended = link(alice, label="Works"), link(alice, label="Gone")
    Share.objects.filter(pk=ended.share.pk).update(revoked_at=timezone.now())
    body = alice_client.get("/reports/").content.decode()
    assert f"/reports/{working.share.pk}/revoke/" in body
    assert f"/reports/{ended.share.pk}/revoke/" not in body
    assert f"/reports/{ended.share.pk}/preview/" in body


def test_page_shows_nothing_of_another_patient(alice_client: Client, charlie: User):
    link(charlie, label="Charlie marker")
    body = alice_client.get("/reports/").content.decode()
    assert "marker" not in body
    assert "No links yet" in body


def test_page_costs_the_same_at_one_and_at_forty_links(alice: User, alice_client: Client):
    factories.target(alice)
    costs = []
    for more in (1, 39):
        for _ in range(more):
            link(alice)
        with count_statements() as statements:
            assert alice_client.get("/reports/").status_code == 200
        costs.append(len(statements))
        assert statements.repeated == []
    assert costs[0] == costs[1] <= 6


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_not_allowed(alice_client: Client, verb: str):
    assert getattr(alice_client, verb)("/reports/").status_code == 405


def test_stranger_is_sent_to_sign_in(db: None):
    assert Client().get("/reports/").status_code == 302
