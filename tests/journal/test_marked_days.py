"""What insights mark on the time line, and side effects by days since the step."""

from datetime import date, time, timedelta

import pytest
import time_machine

from journal.models import Event, Visit
from tests import factories
from tests.journal.test_insights import Cells, chart, days_table, get

TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def on_the_30th():
    with time_machine.travel("2026-06-30T12:00:00Z", tick=False):
        yield


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def diary(alice):
    """Pain and headache; 14 days of pain 6 before LDN, which began 20 days ago; one event, a strategy and a visit."""
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(20), 1500, kind="start")
    pain, headache = factories.target(alice, "Pain", position=0), factories.side_effect(alice, position=1)
    for day in range(34, 20, -1):
        factories.check_in(alice, ago(day), {pain: 6, headache: 0})
    factories.check_in(alice, ago(19), {pain: 5, headache: 2})
    factories.check_in(alice, ago(10), {headache: 1})
    factories.check_in(alice, ago(3), {headache: 0})
    Event.objects.create(patient=alice, day=ago(19), kind="strategy", text="Food with the dose", strategy="with_food")
    Event.objects.create(patient=alice, day=ago(9), kind="stress", text="<moved> house")
    Event.objects.create(patient=alice, day=ago(100), kind="stress", text="before the range")
    Event.objects.create(patient=alice, day=TODAY + timedelta(days=3), kind="travel", text="to come")
    Visit.objects.create(patient=alice, day=ago(9), time=time(9), text="asked about sleep")
    return alice


def key(html):
    part = html.partition('aria-labelledby="h-marked"')[2].partition("</ul>")[0]
    return [" ".join(line.partition("</li>")[0].split()) for line in part.split("<li>")[1:]]


def test_events_strategies_and_visits_are_lettered_on_the_chart_in_the_key_and_in_the_table(diary, signed_in):
    html = get(signed_in(diary))
    assert chart(html)["marks"] == [
        {"letter": "a", "day": 70, "text": "strategy tried"},
        {"letter": "b", "day": 80, "text": "stress, visit"},
    ]
    assert key(html) == [
        '<span class="ev-letter">a</span> 11 Jun 2026: strategy tried, Food with the dose',
        '<span class="ev-letter">b</span> 21 Jun 2026: stress, &lt;moved&gt; house; visit, asked about sleep',
    ]
    assert [row[0] for row in days_table(html) if ":" in row[0]] == [
        "11 Jun 2026 a: strategy tried",
        "21 Jun 2026 b: stress, visit",
    ]
    assert "before the range" not in html
    assert "to come" not in html


def test_without_events_there_is_no_key(alice, alice_client):
    factories.check_in(alice, ago(3), {factories.target(alice, "Pain"): 4})
    html = get(alice_client)
    assert (chart(html)["marks"], key(html), "h-marked" in html) == ([], [], False)


def test_events_of_others_are_not_marked(diary, charlie, signed_in):
    factories.check_in(charlie, ago(3), {factories.target(charlie, "Pain"): 4})
    assert chart(get(signed_in(charlie)))["marks"] == []


def test_of_more_than_26_the_newest_are_marked_and_the_page_says_so(diary, signed_in):
    client = signed_in(diary)
    assert "Only the newest 26" not in get(client)
    Event.objects.bulk_create(Event(patient=diary, day=ago(day), kind="stress") for day in range(60, 30, -1))
    html = get(client)
    assert "Only the newest 26 are marked." in html
    assert (len(chart(html)["marks"]), len(key(html))) == (25, 25)  # two of the 26 are on one day


def test_the_average_before_ldn_is_drawn_and_stands_in_the_table(diary, signed_in):
    html = get(signed_in(diary))
    assert [(item["name"], item["before"]) for item in chart(html)["items"]] == [("Pain", 6.0), ("Headache", None)]
    assert days_table(html)[1] == ["Average before LDN", "Before LDN", "", "6.0, n 14", ""]
    assert "lower is better; dashed: average before LDN 6</span>" in html


def test_the_key_names_only_what_is_drawn(diary, signed_in):
    words = "its first 7 days, shaded or framed"
    assert words in get(signed_in(diary))
    diary.dose_steps.update(day=ago(60))
    assert words not in get(signed_in(diary), "?range=30")


def test_with_13_days_before_ldn_there_is_no_average(diary, signed_in):
    diary.check_ins.get(day=ago(34)).delete()
    html = get(signed_in(diary))
    assert [item["before"] for item in chart(html)["items"]] == [None, None]
    assert "verage before LDN" not in html


def test_side_effects_are_counted_by_days_since_the_step(diary, signed_in):
    html = get(signed_in(diary))
    table = html.partition('<table class="table table-fading"')[2].partition("</table>")[0]
    assert Cells(table).rows == [
        ["Side effect", "Before the first step", "Days 1 to 7", "Days 8 to 14", "Days 15 to 28", "Day 29 on"],
        [
            "Headache",
            "0 of 14 days",
            "1 of 1 day worst moderate (2)",
            "1 of 1 day worst mild (1)",
            "0 of 1 day",
            "no entry",
        ],
    ]
    assert "Counted over 1 dose step; day 1 is" in html


def test_entries_for_a_week_are_left_out_and_the_page_says_so(diary, signed_in):
    factories.check_in(diary, ago(1), {diary.items.get(name="Headache"): 3}, weekly=True)
    html = get(signed_in(diary))
    assert "and so is 1 entry for a week, which does not say on which day" in html


def test_without_a_side_effect_there_is_no_such_table(alice, alice_client):
    factories.step(factories.ldn(alice), ago(5))
    factories.check_in(alice, ago(3), {factories.target(alice, "Pain"): 4, factories.side_effect(alice): 0})
    assert "Side effects by days since the step" not in get(alice_client)
