"""The baseline: the fact of its days, and what it allows to compare."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.baseline import BEFORE, ENOUGH, NONE, SHORT, Baseline, baseline_fact
from journal.record import load_record
from journal.start import baseline_of, load_baseline
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 22)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def starting(alice):
    """Alice has her LDN at home and has not begun; five days are logged."""
    factories.ldn(alice)
    pain = factories.target(alice)
    for number in range(1, 6):
        factories.check_in(alice, ago(number), {pain: 5})
    return alice


@pytest.mark.parametrize(
    ("before", "fact"),
    [(0, "baseline day 1 of 14"), (5, "baseline day 6 of 14"), (13, "baseline day 14 of 14"), (14, "baseline day 15")],
)
def test_fact_counts_the_days_logged(before, fact):
    assert baseline_fact(before) == fact


@pytest.mark.parametrize(
    ("begun", "days", "weeks", "title", "words"),
    [
        (False, 0, 0, "Baseline so far: no day", BEFORE),
        (False, 1, 0, "Baseline so far: 1 day", BEFORE),
        (True, 0, 0, "No baseline", NONE),
        (True, 13, 0, "Baseline: 13 days before LDN", SHORT),
        (True, 14, 0, "Baseline: 14 days before LDN", ENOUGH),
        (True, 0, 3, "Baseline: 3 weeks before LDN", SHORT),
        (True, 2, 4, "Baseline: 2 days and 4 weeks before LDN", ENOUGH),
    ],
)
def test_baseline_says_what_it_allows(begun, days, weeks, title, words):
    baseline = Baseline(first_dose=TODAY if begun else None, begun=begun, days=days, weeks=weeks)
    assert (baseline.title, baseline.words) == (title, words)


def test_today_before_ldn_says_which_baseline_day_it_is(starting, alice_client):
    assert "· baseline day 6 of 14</p>" in alice_client.get("/journal/").content.decode()


def test_saving_says_which_baseline_day_it_was(starting, alice_client):
    item = starting.items.get()
    answer = alice_client.post("/journal/", {f"item_{item.pk}": "4", "version": "0"}, follow=True)
    assert "<span>Saved: widespread pain 4. Baseline day 6 of 14.</span>" in answer.content.decode()


def test_first_dose_that_lies_ahead_ends_no_baseline(starting, alice_client):
    factories.step(starting.medicines.get(), TODAY + timedelta(days=3))
    assert "baseline day 6 of 14" in alice_client.get("/journal/").content.decode()
    expected = Baseline(first_dose=TODAY + timedelta(days=3), begun=False, days=5)
    assert load_baseline(starting, TODAY) == expected


@pytest.mark.parametrize("began", ["step", "dose"])
def test_after_the_first_dose_the_baseline_is_what_was_logged_before(starting, alice_client, began):
    ldn = starting.medicines.get()
    if began == "step":
        factories.step(ldn, ago(2))
    else:
        factories.dose(ldn, ago(2))
    assert "baseline day" not in alice_client.get("/journal/").content.decode()
    assert load_baseline(starting, TODAY) == Baseline(first_dose=ago(2), begun=True, days=3)


def test_a_missed_dose_begins_nothing(starting):
    factories.dose(starting.medicines.get(), ago(2), "missed")
    assert load_baseline(starting, TODAY) == Baseline(first_dose=None, begun=False, days=5)


def test_entries_for_a_week_count_as_weeks(starting):
    factories.check_in(starting, ago(10), {starting.items.get(): 1}, weekly=True)
    assert load_baseline(starting, TODAY) == Baseline(first_dose=None, begun=False, days=5, weeks=1)


def test_without_ldn_there_is_no_baseline(alice, charlie, alice_client):
    factories.ldn(charlie)
    factories.target(alice)
    assert load_baseline(alice, TODAY) is None
    assert "baseline" not in alice_client.get("/journal/").content.decode()


def test_insights_say_what_the_baseline_is(starting, alice_client):
    factories.step(starting.medicines.get(), ago(2))
    page = alice_client.get("/journal/insights/").content.decode()
    assert f"Baseline: 3 days before LDN</h2><p>{SHORT}</p>" in page


@pytest.mark.parametrize(("step", "dose"), [(None, None), (2, None), (-3, None), (None, 3), (1, 2), (2, 4)], ids=str)
def test_the_record_and_the_rows_give_one_baseline(starting, step, dose):
    ldn = starting.medicines.get()
    if step is not None:
        factories.step(ldn, ago(step))
    if dose is not None:
        factories.dose(ldn, ago(dose))
    factories.check_in(starting, ago(12), {starting.items.get(): 1}, weekly=True)
    loaded = load_baseline(starting, TODAY)
    assert loaded is not None
    assert baseline_of(load_record(starting, today=TODAY), TODAY) == loaded


def test_the_record_of_other_medicines_has_no_baseline(alice):
    factories.step(factories.ldn(alice, is_ldn=False), ago(2))
    assert baseline_of(load_record(alice, today=TODAY), TODAY) is None
