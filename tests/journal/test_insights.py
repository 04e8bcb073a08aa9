import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.urls import reverse

from tests import factories
from tests.large import big_patient
from tests.statements import count_statements

URL = "/journal/insights/"
TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def on_the_30th():
    with time_machine.travel("2026-06-30T12:00:00Z", tick=False):
        yield


class Cells(HTMLParser):
    """Reads table rows: the words of each cell, and the data attributes of those that have any."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.data, self.cell = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.cell = []
            self.data.append({name[5:]: value for name, value in attrs if name.startswith("data-")})

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)


def ago(days):
    return TODAY - timedelta(days=days)


def get(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200
    return response.content.decode()


def chart(html):
    return json.loads(re.search(r'<script id="insights-data" type="application/json">(.*?)</script>', html, re.S)[1])


def days_table(html):
    return Cells(re.search(r'<table class="table table-days">.*?</table>', html, re.S)[0]).rows


def steps_table(html):
    return Cells(re.search(r'<table class="table table-steps.*?</table>', html, re.S)[0])


@pytest.fixture
def diary(alice):
    """Pain, sleep and headache; 1.5 mg from 100 days ago, 3 mg from 10 days ago, with a hold in between."""
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(100), 1500, kind="start", reason="new to me")
    factories.step(medicine, ago(10), 3000, kind="increase")
    factories.step(medicine, ago(4), 3000, kind="hold", reason="stay")
    factories.step(medicine, TODAY + timedelta(days=9), 4500, kind="increase")
    pain = factories.target(alice, "Pain", position=0)
    sleep = alice.items.create(name="Sleep quality", group="wellbeing", lower_is_better=False, position=1)
    headache = factories.side_effect(alice, position=2)
    factories.side_effect(alice, "Nausea", position=3)
    factories.check_in(alice, ago(120), {pain: 8, headache: 0})
    factories.check_in(alice, ago(90), {pain: 6, sleep: 4, headache: 1})
    factories.check_in(alice, ago(9), {pain: 4, sleep: 6, headache: 2})
    factories.check_in(alice, ago(8), {pain: 5})
    factories.dose(medicine, ago(9))
    factories.dose(medicine, ago(8), "missed")
    factories.dose(medicine, ago(7), "skipped")
    return alice


def test_the_page_needs_a_patient(client):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={URL}")


def test_the_address_has_its_name():
    assert reverse("journal:insights") == URL


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_only_get_and_head_are_allowed(alice_client, method):
    response = getattr(alice_client, method)(URL)
    assert response.status_code == 405


def test_head_answers_without_a_body(alice_client):
    response = alice_client.head(URL)
    assert (response.status_code, response.content) == (200, b"")


def test_a_stranger_to_the_diary_sees_none_of_it(diary, charlie, signed_in):
    html = get(signed_in(charlie))
    assert "Pain" in get(signed_in(diary))
    assert "Pain" not in html
    assert "No entries yet" in html


def test_without_entries_the_page_says_so_and_draws_nothing(alice_client):
    html = get(alice_client)
    assert "No entries yet" in html
    assert "insights.js" not in html
    assert "<table" not in html


def test_without_steps_the_page_says_so_and_still_draws(alice, alice_client):
    pain = factories.target(alice, "Pain")
    factories.check_in(alice, ago(3), {pain: 4})
    html = get(alice_client)
    assert "No dose step has begun yet" in html
    assert chart(html)["items"][0]["values"] == [4]
    assert [bar["label"] for bar in chart(html)["bars"]] == ["No dose steps"]
    assert steps_table(html).rows[0] == ["Dose step", "No dose steps"]
    assert "Reason for the step" not in html


def test_without_ratings_in_the_range_the_page_offers_everything(alice, alice_client):
    pain = factories.target(alice, "Pain")
    factories.check_in(alice, ago(200), {pain: 4})
    assert "No ratings in this range" in get(alice_client, "?range=30")
    assert "No ratings in this range" not in get(alice_client, "?range=all")


def test_the_chart_has_the_days_of_the_usual_range(diary, alice_client):
    data = chart(get(alice_client))
    assert (data["first"], data["days"]) == ("2026-04-02", 90)
    assert [(bar["label"], bar["first"], bar["last"], bar["amount"]) for bar in data["bars"]] == [
        ("1.5 mg", 0, 78, 1.5),
        ("3 mg", 79, 85, 3.0),
    ]
    assert (data["missed"], data["skipped"]) == ([81], [82])
    assert [(item["name"], item["days"], item["values"]) for item in data["items"]] == [
        ("Pain", [80, 81], [4, 5]),
        ("Sleep quality", [80], [6]),
        ("Headache", [80], [2]),
    ]


@pytest.mark.parametrize(
    ("query", "first", "days"),
    [
        ("?range=30", date(2026, 6, 1), 30),
        ("?range=90", date(2026, 4, 2), 90),
        ("?range=180", date(2026, 1, 2), 180),
        ("?range=all", date(2026, 3, 2), 121),
        ("?range=", date(2026, 4, 2), 90),
        ("?range=31", date(2026, 4, 2), 90),
        ("?range=-1", date(2026, 4, 2), 90),
        ("?range=%00", date(2026, 4, 2), 90),
        ("?range=%D9%A3%D9%A0", date(2026, 4, 2), 90),
        ("?range=30&range=1e309", date(2026, 4, 2), 90),
    ],
)
def test_each_range_begins_on_its_day_and_another_is_the_usual(diary, alice_client, query, first, days):
    html = get(alice_client, query)
    data = chart(html)
    assert (data["first"], data["days"]) == (first.isoformat(), days)
    assert html.count('aria-current="true"') == 1


def test_everything_leaves_side_effects_to_the_by_step_table(diary, alice_client):
    html = get(alice_client, "?range=all")
    assert [(item["name"], item["days"]) for item in chart(html)["items"]] == [
        ("Pain", [0, 30, 111, 112]),
        ("Sleep quality", [30, 111]),
    ]
    assert "Headache" in {cell.get("item") for cell in steps_table(html).data}


def test_a_side_effect_that_never_was_is_not_drawn(diary, alice_client):
    nausea = diary.items.get(name="Nausea")
    factories.check_in(diary, ago(6), {nausea: 0})
    html = get(alice_client)
    assert "Nausea" not in [item["name"] for item in chart(html)["items"]]
    assert "Nausea" in {cell.get("item") for cell in steps_table(html).data}


def test_the_table_beside_the_chart_holds_the_same_numbers(diary, alice_client):
    html = get(alice_client)
    assert days_table(html) == [
        ["Day", "Dose step", "Not taken", "Pain", "Sleep quality", "Headache"],
        ["2 Apr to 19 Jun 2026", "1.5 mg", "not recorded", "", "", ""],
        ["20 Jun 2026", "3 mg", "not recorded", "", "", ""],
        ["21 Jun 2026", "3 mg", "", "4", "6", "2"],
        ["22 Jun 2026", "3 mg", "missed", "5", "", ""],
        ["23 Jun 2026", "3 mg", "skipped", "", "", ""],
        ["24 to 26 Jun 2026", "3 mg", "not recorded", "", "", ""],
    ]


def test_more_than_400_days_are_shown_by_week(alice, signed_in):
    big_patient(alice, days=410, items=3)
    client = signed_in(alice)
    assert "So many days are shown by week" not in get(client)
    html = get(client, "?range=all")
    assert "So many days are shown by week" in html
    rows = days_table(html)
    assert rows[0][:3] == ["Week", "Dose step", "Not taken"]
    assert len(rows) == 1 + 1 + 15 + 3 * 15
    assert rows[1] == ["Average before LDN", "Before LDN", "", "5.0, n 102", "5.0, n 102", "5.0, n 102"]
    assert rows[2][3] == "5.3, n 7"
    assert [item["days"] for item in chart(html)["items"]] == [[]] * 3


def test_a_weekly_entry_says_so(diary, alice_client):
    factories.check_in(diary, ago(5), {diary.items.get(name="Pain"): 3}, weekly=True)
    html = get(alice_client)
    assert days_table(html)[-3:] == [
        ["25 Jun 2026 for the week", "3 mg", "not recorded", "3", "", ""],
        ["26 Jun 2026", "3 mg", "not recorded", "", "", ""],
        ["Average, 20 to 26 Jun 2026", "3 mg", "", "4.0, n 3", "", ""],
    ]
    assert "1 of them for a week" in html


def test_the_by_step_table_says_every_figure_in_words(diary, alice_client):
    assert steps_table(get(alice_client)).rows == [
        ["Dose step", "Before LDN", "1.5 mg", "3 mg"],
        ["Dates", "2 to 21 Mar 2026 20 days", "22 Mar to 19 Jun 2026 90 days", "20 to 26 Jun 2026 7 days"],
        [
            "Logged",
            "1 of 20 days 1 the same or next day",
            "1 of 90 days 1 the same or next day",
            "2 of 7 days 2 the same or next day",
        ],
        [
            "Doses of those planned",
            "none planned",
            "taken 0 of 90 missed 0, skipped 0, not recorded 90",
            "taken 1 of 7 missed 1, skipped 1, not recorded 4",
        ],
        ["Pain headline, lower is better", "8, n 1 always 8", "6, n 1 always 6", "4.5, n 2 4 to 5"],
        ["Sleep quality higher is better", "no entry", "4, n 1 always 4", "6, n 1 always 6"],
        [
            "Headache days with any",
            "0 of 1 day",
            "1 of 1 day worst mild (1), day 11; 1 Apr 2026",
            "1 of 1 day worst moderate (2), day 2; 21 Jun 2026",
        ],
        [
            "Reason for the step",
            "none",
            "start, 20:00; new to me",
            "increase, 20:00 26 Jun 2026: hold: stay on this dose, 20:00; stay",
        ],
    ]


def test_the_by_step_table_has_the_same_figures_for_machines(diary, alice_client):
    cells = [cell for cell in steps_table(get(alice_client)).data if cell.get("step") == "2"]
    assert cells == [
        {"step": "2"},
        {"step": "2", "from": "2026-06-20", "to": "2026-06-26", "days": "7"},
        {"step": "2", "logged": "2", "prompt": "2", "later": "0", "unknown": "0", "weekly": "0"},
        {"step": "2", "planned": "7", "taken": "1", "missed": "1", "skipped": "1", "not-recorded": "4"},
        {
            "item": "Pain",
            "step": "2",
            "n": "2",
            "median": "4.5",
            "lowest": "4",
            "highest": "5",
            "worst": "5",
            "days-with": "2",
            "first": "2026-06-21",
            "last": "2026-06-22",
            "first-day": "2",
            "last-day": "3",
        },
        {
            "item": "Sleep quality",
            "step": "2",
            "n": "1",
            "median": "6",
            "lowest": "6",
            "highest": "6",
            "worst": "6",
            "days-with": "1",
            "first": "2026-06-21",
            "last": "2026-06-21",
            "first-day": "2",
            "last-day": "2",
        },
        {
            "item": "Headache",
            "step": "2",
            "n": "1",
            "median": "2",
            "lowest": "2",
            "highest": "2",
            "worst": "2",
            "days-with": "1",
            "first": "2026-06-21",
            "last": "2026-06-21",
            "first-day": "2",
            "last-day": "2",
        },
        {"step": "2"},
    ]


def test_the_lead_and_the_doses_speak_of_the_whole_record(diary, alice_client):
    html = get(alice_client, "?range=30")
    assert "2 Mar to 26 Jun 2026 · entries on 4 of 117 days, 4 the same or next day" in html
    assert "All steps together: taken 1, missed 1, skipped 1, not recorded 94 of 97." in html
    assert "Planned: 4.5 mg from 9 Jul 2026." in html


def test_names_from_hell_break_neither_the_page_nor_the_data(alice, alice_client):
    names = ["__proto__", "</script><b>", "a\u2028b", "'\"&"]
    items = {alice.items.create(name=name, group="other"): 3 for name in names}
    factories.check_in(alice, ago(1), items)
    html = get(alice_client)
    kept = [" ".join(name.split()) for name in names]
    assert sorted(item["name"] for item in chart(html)["items"]) == sorted(kept)
    assert "</script><b>" not in html


def test_an_entry_from_where_it_is_tomorrow_is_drawn(alice, alice_client):
    pain = factories.target(alice, "Pain")
    factories.check_in(alice, TODAY + timedelta(days=1), {pain: 4})
    data = chart(get(alice_client, "?range=30"))
    assert (data["first"], data["items"][0]["days"]) == ("2026-06-02", [29])


def test_panels_change_direction_in_words(diary, alice_client):
    html = get(alice_client)
    assert html.count("From here on the rows read the other way") == 2
    assert html.index("Pain</b>") < html.index("the other way: higher is better") < html.index("Sleep quality</b>")


def test_without_script_the_table_stands_open_and_the_page_says_why(diary, alice_client):
    html = get(alice_client)
    assert re.search(r"<noscript>.*needs JavaScript.*</noscript>", html)
    assert '<details id="day-table" open>' in html
    assert re.search(r'<figure class="panels panels-drawn" id="panels"[^>]*>', html)


def test_every_scrolling_table_can_be_reached_by_keyboard_and_has_a_name(diary, alice_client):
    html = get(alice_client)
    wraps = re.findall(r'<div class="table-wrap[^>]*>', html)
    assert len(wraps) == 5
    assert all('role="region"' in wrap and "aria-label" in wrap and 'tabindex="0"' in wrap for wrap in wraps)


def test_the_page_says_nothing_about_why_and_gives_no_verdict(diary, alice_client):
    words = re.sub(r"<[^>]+>", " ", get(alice_client)).lower()
    for word in ("significant", "works", "you should", "caused", "improved", "points lower", "points higher"):
        assert word not in words


@pytest.mark.parametrize("query", ["", "?range=all"])
@pytest.mark.parametrize(("days", "others"), [(10, 0), (3650, 0), (10, 1000)])
def test_ten_statements_whatever_the_size(alice, signed_in, query, days, others):
    big_patient(alice, days=days)
    type(alice).objects.bulk_create(type(alice)(email=f"p{number}@example.test") for number in range(others))
    client = signed_in(alice)
    get(client)
    with count_statements() as statements:
        get(client, query)
    assert (len(statements), statements.repeated) == (10, []), str(statements)
