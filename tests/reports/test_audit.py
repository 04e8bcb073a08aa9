"""What the patient learns of openings: when, what, a coarse word on the device, what came of it; no more is kept."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import User
from reports.models import Opening
from reports.opening import MOST_NOTED
from tests import factories
from tests.races import at_once
from tests.reports.links import link, opened

AT = datetime(2026, 11, 22, 21, 52, tzinfo=UTC)
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.7"


@time_machine.travel(AT, tick=False)
def test_each_opening_is_noted_with_its_kind_and_device(alice: User):
    made = link(alice)
    reader = Client(headers={"User-Agent": AGENT})
    reader.post(f"/r/{made.token}/")
    reader.get(f"/r/{made.token}/")
    reader.get(f"/r/{made.token}/report.txt")
    reader.head(f"/r/{made.token}/report.txt")
    noted = {(each.at, each.what, each.outcome, each.device) for each in made.share.openings.all()}
    assert noted == {(AT, what, "opened", "Firefox on Windows") for what in ("page", "text")}
    assert made.share.openings.count() == 2


def test_no_address_and_no_user_agent_is_kept():
    assert {field.name for field in Opening._meta.get_fields()} == {"id", "share", "at", "what", "outcome", "device"}


@pytest.mark.parametrize("agent", ["", "x" * 5000, "curl/8.1", "Mozilla/5.0 \0 <b>"])
def test_device_is_one_of_our_own_words(alice: User, agent: str):
    made = link(alice)
    Client(headers={"User-Agent": agent}).post(f"/r/{made.token}/")
    assert made.share.openings.get().device == "A browser we do not know"


def test_list_shows_each_opening_to_its_patient_alone(alice: User, charlie: User, signed_in):
    with time_machine.travel(AT):
        made = link(alice)
        Client(headers={"User-Agent": AGENT}).post(f"/r/{made.token}/")
    mine, other = (signed_in(each).get("/reports/").text for each in (alice, charlie))
    assert "22 Nov 2026, 21:52: the page, opened, Firefox on Windows" in mine
    assert "Firefox" not in other


def test_list_says_never_opened_yet(alice: User, alice_client: Client):
    link(alice)
    assert "never opened yet" in alice_client.get("/reports/").text


def test_first_opening_is_mailed_once_where_it_was_asked_for(alice: User):
    asked, silent = link(alice, label="Doctor Marker", mails_first_opening=True), link(alice)
    for made in (asked, asked, silent):
        opened(made.token)
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([alice.email], "A link was opened")
    words = f"{told.subject} {told.body}".lower()
    assert [each for each in ("ldn", "naltrexone", "marker", "diary", asked.token) if each in words] == []


@pytest.mark.django_db(transaction=True)
def test_first_opening_is_mailed_once_however_many_press_at_once():
    made = link(factories.patient("alice@example.test"), mails_first_opening=True)
    statuses = at_once(lambda number: Client().post(f"/r/{made.token}/").status_code, 12)
    assert (statuses, len(mail.outbox), made.share.openings.count()) == ([303] * 12, 1, 12)


def test_lines_of_a_link_have_an_end(alice: User):
    made = link(alice)
    reader = opened(made.token)
    Opening.objects.bulk_create(
        Opening(share=made.share, at=AT, what="text", device="Firefox") for _ in range(MOST_NOTED)
    )
    reader.get(f"/r/{made.token}/report.txt")
    assert made.share.openings.count() == MOST_NOTED + 1
