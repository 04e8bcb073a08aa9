"""A diary can hold words that this version of the app does not know, from a later version's file: no page fails."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from journal.models import Diary, Event
from tests import factories

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "path",
    [
        "/journal/2026-11-20/",
        "/journal/history/",
        "/journal/events/",
        "/journal/insights/",
        "/journal/safety/",
        "/journal/2026-11-20/earlier/",
    ],
)
def test_words_of_a_later_version_break_no_page(alice, signed_in, path):
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        client = signed_in(alice)
        factories.check_in(alice, DAY, {factories.target(alice): 3}, alarms="sudden zz_new")
        event = Event.objects.create(patient=alice, day=DAY, kind="strategy", strategy="zz_new", text="walks")
        Diary.objects.create(patient=alice, safety_answers='{"zz_new":true}', safety_answered_on=DAY)
        assert client.get(path).status_code == 200
        assert client.get(f"/journal/events/{event.pk}/").status_code == 200
