"""What the recipient reads, in words and numbers."""

import gzip
import re
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from accounts.models import User
from journal.models import Event, Item, Visit
from reports.models import Share
from reports.report import load_report
from reports.text_form import text_form
from tests import factories
from tests.large import big_patient
from tests.reports.links import link, open_report, opened
from tests.statements import count_statements

# 03:30 on 22 November in London: the journal day is still the 21st, and in UTC+14 it is late on the 22nd.
NOW = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def robin(db: None) -> User:
    """A patient with ten days before LDN, 1.5 mg for ten days and 4.5 mg for twenty."""
    robin = factories.patient("robin@example.test", name="Robin Example", birth_date=date(1979, 3, 4))
    ldn = factories.ldn(robin, reason="fibromyalgia", reason_words="since 2019", pharmacy="Mill Street", strength=None)
    factories.step(ldn, ago(29), 1500)
    factories.step(ldn, ago(19), 4500, kind="increase", hours="21:00", reason="agreed at the visit")
    pain, fatigue = factories.target(robin), factories.target(robin, "Fatigue", 2)
    headache = factories.side_effect(robin)
    mood = Item.objects.create(patient=robin, name="Mood", group="wellbeing", lower_is_better=False)
    for days in range(39, -1, -2):
        ratings = {pain: 6, fatigue: 7, headache: days % 3, mood: 5}
        factories.check_in(robin, ago(days), ratings, entered_day=ago(days) + timedelta(days=days % 4))
    for days in range(29, 1, -1):
        factories.dose(ldn, ago(days), "missed" if days == 5 else "skipped" if days == 6 else "taken")
    return robin


def report_of(patient: User, now: datetime = NOW, **fields: Any):
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        made = link(patient, **fields)
    return load_report(Share.objects.get(pk=made.share.pk), now)


def test_head_says_who_what_for_which_days_and_until_when(robin: User):
    items = robin.items.exclude(name="Mood")
    assert asdict(report_of(robin, items=items).head) == {
        "name": "Robin Example",
        "born": "born 4 Mar 1979",
        "reason": "LDN for fibromyalgia (since 2019)",
        "period": "30 Aug to 21 Nov 2026",
        "entries": "entries on 20 of 84 days, 10 the same or next day",
        "first_entry": "diary begun 13 Oct 2026",
        "made": "22 Nov 2026, 03:30",
        "until": "22 Dec 2026, 02:30",
        "zone": "Europe/London",
        "included": "what LDN is for, pharmacy, doses, dose steps and their reasons, danger signs, opioids, "
        "Widespread pain, Fatigue, Headache, events and what was tried, other medicines",
        "left_out": "mood, alcohol, cravings, liver, kidney and pregnancy answers, thoughts of self-harm, notes",
    }


LEFT_OUT = (
    "side effects",
    "mood",
    "alcohol",
    "cravings",
    "liver, kidney and pregnancy answers",
    "thoughts of self-harm",
    "notes",
)


@pytest.mark.parametrize(
    ("fields", "names", "gone", "more"),
    [
        ({}, [], [], []),
        ({"includes_safety": True}, [], ["liver, kidney and pregnancy answers"], []),
        ({"includes_self_harm": True}, [], ["thoughts of self-harm"], []),
        ({"includes_notes": True}, [], ["notes"], []),
        ({"includes_events": False}, [], [], ["events and what was tried"]),
        ({"includes_medicines": False}, [], [], ["other medicines"]),
        ({}, ["Mood"], ["mood"], []),
        ({}, ["Headache"], ["side effects"], []),
        ({}, ["Craving for alcohol"], ["alcohol", "cravings"], ["other cravings"]),
        ({}, ["Craving for opioids"], ["cravings"], ["other cravings"]),
        (
            {},
            ["Mood", "Craving for alcohol", "Craving for opioids"],
            ["mood", "alcohol", "cravings"],
            ["other cravings"],
        ),
    ],
)
def test_each_tick_takes_its_words_off_what_was_left_out(
    robin: User, fields: dict[str, Any], names: list[str], gone: list[str], more: list[str]
):
    for name in ("Craving for alcohol", "Craving for opioids"):
        Item.objects.create(patient=robin, name=name, group="craving", lower_is_better=True)
    items = robin.items.filter(name__in=["Fatigue", *names])
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin, items=items, **fields).token).text
    found = re.search(r"Included:</strong> (.*?)\. Left out unless added: (.*?)\. What is absent", page)
    assert found is not None
    said, expected = found[2], [*(words for words in LEFT_OUT if words not in gone), *more]
    for words in sorted({*LEFT_OUT, *more}, key=len, reverse=True):
        assert (words in said) == (words in expected)
        said = said.replace(words, "")
    assert set(said) <= {",", " "}
    assert [
        words for words in expected if words in ("mood", "notes", "other medicines") and words in found[1].lower()
    ] == []


def test_what_was_left_out_does_not_say_whether_there_was_any(robin: User):
    before = report_of(robin, items=[]).head.left_out
    Item.objects.create(patient=robin, name="Craving for alcohol", group="craving", lower_is_better=True)
    factories.check_in(robin, ago(80), note="a note")
    assert report_of(robin, items=[]).head.left_out == before


def test_head_without_name_birth_date_and_reason_says_no_more_than_it_knows(alice: User):
    alice.name = ""
    alice.save()
    head = report_of(alice, includes_events=False).head
    assert (head.name, head.born, head.reason, head.entries, head.first_entry, head.included) == (
        "Name not given",
        "",
        "",
        "no entries in these 84 days",
        "",
        "what LDN is for, pharmacy, doses, dose steps and their reasons, danger signs, opioids, other medicines",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": "other", "reason_words": "cramps"}, "LDN for cramps"),
        ({"reason": "other"}, ""),
        ({"reason": "lupus"}, "LDN for lupus"),
        ({"reason": "", "reason_words": "cramps"}, "LDN for cramps"),
        ({"reason": "lupus", "is_ldn": False, "name": "Gabapentin"}, "Gabapentin for lupus"),
    ],
)
def test_reason_is_in_the_patients_words(alice: User, fields: dict[str, Any], words: str):
    factories.step(factories.ldn(alice, **fields), ago(3))
    assert report_of(alice).head.reason == words


def test_times_are_on_the_patients_own_clock(robin: User):
    robin.time_zone = "Pacific/Kiritimati"
    robin.save()
    head = report_of(robin).head
    assert (head.period, head.made, head.until) == ("31 Aug to 22 Nov 2026", "22 Nov 2026, 17:30", "22 Dec 2026, 16:30")


def test_now_says_the_dose_since_when_and_four_numbers(robin: User):
    now = report_of(robin).now
    assert {**asdict(now), "dose": None} == {
        "medicine": "Naltrexone (LDN)",
        "dose": None,
        "as_of": "now",
        "product": "Capsule, Mill Street",
        "step_doses": {"planned": 19, "taken": 16, "missed": 1, "skipped": 1, "not_recorded": 1},
        "all_doses": "of 29 planned: 26 taken, 1 missed, 1 skipped, 1 not recorded",
        "counted_to": "20 Nov 2026",
        "days_since_entry": 1,
        "pauses": "No pause recorded.",
        "planned": "",
        "unanswered": "",
    }
    assert now.dose is not None
    assert (now.dose.label, now.dose.since_text, now.dose.day_number, now.dose.hours, now.dose.step_since_text) == (
        "4.5 mg",
        "2 Nov 2026",
        20,
        "21:00",
        "",
    )


def test_step_that_nobody_has_confirmed_is_not_said_to_be_the_dose_now(robin: User):
    factories.step(robin.medicines.get(), TODAY, 6000, kind="increase", hours="21:00", confirmed=False)
    assert "<strong>planned, not confirmed; before: 4.5 mg</strong>; since <strong>21 Nov 2026</strong>" in page_of(
        robin
    )
    assert "NOW: Naltrexone (LDN) 6 mg (planned, not confirmed; before: 4.5 mg) since 21 Nov 2026" in " ".join(
        text_form(report_of(robin)).split()
    )


def test_dose_taken_on_a_pause_is_told_beside_those_planned(robin: User):
    ldn = robin.medicines.get()
    factories.step(ldn, ago(1), None, kind="pause", hours="")
    factories.dose(ldn, ago(1))
    report = report_of(robin)
    assert report.now.all_doses.startswith("of 28 planned: 27 taken, 1 missed, 1 skipped, 0 not recorded; 1 of these")
    assert (
        "Of 0 doses on this step 1 taken, 0 missed, 0 skipped, 0 not recorded; 1 of these beyond the plan."
        in " ".join(text_form(report).split())
    )
    assert "Doses on this step, of 0 planned; 1 of these beyond the plan</p>" in page_of(robin)


def test_report_about_days_gone_by_counts_only_to_its_last_day(robin: User):
    report = report_of(robin, period="dates", first_day=ago(30), last_day=ago(22))
    assert (report.head.period, report.head.entries) == (
        "22 to 30 Oct 2026",
        "entries on 4 of 9 days, 2 the same or next day",
    )
    assert report.now.dose is not None
    assert (report.now.as_of, report.now.dose.label, report.now.dose.day_number) == ("on 30 Oct 2026", "1.5 mg", 8)
    assert report.now.all_doses == "of 8 planned: 8 taken, 0 missed, 0 skipped, 0 not recorded"
    assert [column.phase.dates_text for column in report.table.columns] == ["13 to 22 Oct 2026", "23 to 30 Oct 2026"]


def test_report_about_days_gone_by_calls_no_dose_of_then_the_one_of_now(robin: User):
    report = report_of(robin, period="dates", first_day=ago(30), last_day=ago(22))
    assert report.now.planned == "After these days: 4.5 mg from 2 Nov 2026."
    text = text_form(report)
    assert "ON 30 OCT 2026: Naltrexone (LDN) 1.5 mg since 23 Oct 2026 (day 8" in text
    assert "NOW" not in text


def test_step_in_another_form_names_that_form_and_what_is_measured(robin: User):
    ldn = robin.medicines.get()
    liquid = factories.step(ldn, ago(9), 4500, kind="change", form="liquid", volume=4500, strength=1000)
    now = report_of(robin).now
    assert now.product == "Liquid, 4.5 mL of 1 mg/mL, Mill Street"
    assert now.dose is not None
    assert (now.dose.since_text, now.dose.step_since_text) == ("2 Nov 2026", "12 Nov 2026")
    assert "(day 20, 20:00; form or hour changed 12 Nov 2026)" in " ".join(text_form(report_of(robin)).split())
    liquid.form, liquid.volume, liquid.strength = "drops", None, None
    liquid.save()
    assert report_of(robin).now.product == "Drops, Mill Street"  # nobody said how strong these are
    factories.step(ldn, ago(5), None, kind="pause", hours="")
    assert report_of(robin).now.product == "Drops, Mill Street"


def test_other_medicine_is_named_in_the_form_of_its_last_step(robin: User):
    other = factories.ldn(robin, name="Melatonin", is_ldn=False, position=1, form="tablet")
    factories.step(other, ago(20), 2000)
    factories.step(other, ago(10), 2000, kind="change", form="liquid", volume=2000, strength=1000)
    assert [(each.name, each.now) for each in report_of(robin).others] == [
        ("Melatonin", "2 mg liquid at 20:00 since 11 Nov 2026")
    ]


@pytest.mark.parametrize(("silent", "words"), [(1, "on this step 16"), (2, "on this step (to 19 Nov 2026) 16")])
def test_text_says_to_which_day_doses_are_counted_when_the_diary_is_silent(robin: User, silent: int, words: str):
    for rows in (robin.doses, robin.check_ins):
        rows.filter(day__gt=ago(silent)).delete()
    report = report_of(robin)
    assert report.now.days_since_entry == silent
    assert words in " ".join(text_form(report).split())


def test_dose_that_is_planned_is_no_dose_that_nobody_wrote_down(alice: User):
    factories.target(alice)
    ldn = factories.ldn(alice)
    nothing = report_of(alice)
    assert "NOW: no dose step written down." in text_form(nothing)
    assert "The patient entered no dose step." in page_of(alice)
    factories.step(ldn, TODAY + timedelta(days=10), 1500, confirmed=False)
    assert "NOW: no dose step has begun. Planned: 1.5 mg from 1 Dec 2026." in text_form(report_of(alice))
    page = page_of(alice)
    assert "No dose step has begun." in page
    assert "entered no dose step" not in page


def page_of(patient: User) -> str:
    with time_machine.travel(NOW, tick=False):
        return open_report(link(patient).token).text


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (None, "26 May to 21 Nov 2026"),
        (179, "Since the last visit: 26 May to 21 Nov 2026"),
        (180, "The last 180 days since the visit on 25 May 2026: 26 May to 21 Nov 2026"),
    ],
)
def test_days_are_counted_from_a_visit_only_if_they_reach_back_to_it(robin: User, visit: int | None, words: str):
    if visit:
        Visit.objects.create(patient=robin, day=ago(visit))
    assert report_of(robin, period="since_visit").head.period == words


def test_days_since_a_step_say_so_and_a_diary_without_steps_does_not(robin: User):
    assert report_of(robin, period="since_step").head.period == "Since the last dose step: 2 to 21 Nov 2026"
    robin.dose_steps.all().delete()
    assert report_of(robin, period="since_step").head.period == "30 Aug to 21 Nov 2026"


def test_diary_begins_with_its_first_entry_and_not_with_a_step_of_before(robin: User):
    factories.step(robin.medicines.get(), ago(300), 1000)
    assert report_of(robin).head.first_entry == "diary begun 13 Oct 2026"
    robin.check_ins.filter(day__lt=ago(20)).delete()
    assert report_of(robin).head.first_entry == "diary begun 23 Oct 2026"  # the first dose
    robin.check_ins.all().delete()
    robin.doses.all().delete()
    assert report_of(robin).head.first_entry == ""


def test_week_that_the_period_cuts_has_the_days_it_shows_and_its_dose(robin: User):
    for days in range(39, -1, -1):
        robin.check_ins.filter(day=ago(days)).delete()
        factories.check_in(robin, ago(days), {robin.items.get(name="Widespread pain"): days % 7})
    report = report_of(robin, period="dates", first_day=ago(17), last_day=ago(3))
    assert report.chart_table.rows[0] == ("4 to 8 Nov 2026", "4.5 mg", "2.4, n 5")
    assert report.chart_table.rows[-1] == ("16 to 18 Nov 2026", "4.5 mg", "4.0, n 3")
    (line,) = [path.d for path in report.panels[1].wide.paths if path.kind == "c-mean"]
    assert all(62 <= float(x) <= 549 for x in re.findall(r"[ML](\S+)", line))


def test_diary_kept_by_the_week_says_so_and_its_entries_stand_in_a_table(alice: User):
    pain, headache = factories.target(alice), factories.side_effect(alice)
    factories.step(factories.ldn(alice), ago(60), 1500)
    Visit.objects.create(patient=alice, day=ago(30))
    for days in range(70, 0, -7):
        factories.check_in(alice, ago(days), {pain: 5, headache: 1}, weekly=True)
    report = report_of(alice)
    assert report.chart_table.unit == "Day"
    assert report.chart_table.rows[0] == ("Week to 12 Sep 2026", "Before LDN", "5")
    assert len(report.chart_table.rows) == 10
    assert report.since.none.endswith("Entries that stand for a week are two in 14 days.")
    assert "Widespread pain, 10 entries, each for a week" in report.sentence
    page = page_of(alice)
    assert "Median, n entries, one may stand for a week, range" in page
    assert "Side effects: entries with it / entries, worst" in page
    assert "Every entry; under three a week make no average" in page
    assert "</svg>one week</li>" in page
    began = "Headache, began in the week to 12 Sep 2026, Before LDN"
    assert report_of(alice, NOW - timedelta(days=2)).courses == (
        ("Still there", f"{began}, worst mild (1), 10 weekly entries with it"),
    )
    factories.check_in(alice, ago(2), {headache: 2})
    assert report_of(alice).courses == (
        ("Still there", f"{began}, worst moderate (2), 11 entries with it, 10 for a week"),
    )


def test_strategy_of_before_the_newest_events_is_counted_too(robin: User):
    pain = robin.items.get(name="Widespread pain")
    Event.objects.create(patient=robin, day=ago(25), kind="strategy", text="Heat", against=pain)
    assert [each.letter for each in report_of(robin).tried] == ["a"]
    page = page_of(robin)
    assert "None written down in these days, but for what was tried." in page
    for days in range(12):
        Event.objects.create(patient=robin, day=ago(days), kind="stress")
    (tried,) = report_of(robin).tried
    assert (tried.letter, tried.counts is None) == ("", False)
    assert '<li class="no-print">28 Oct' not in page_of(robin)
    assert '<li class="no-print">27 Oct 2026: Heat' in page_of(robin)


def test_table_counts_the_whole_history_whatever_the_period(robin: User):
    Visit.objects.create(patient=robin, day=ago(3))
    since = report_of(robin, period="since_visit")
    assert since.head.period == "Since the last visit: 18 to 21 Nov 2026"
    assert since.table == report_of(robin, period="all").table
    assert [column.phase.label for column in since.table.columns] == ["Before LDN", "1.5 mg", "4.5 mg"]


@pytest.mark.parametrize(("visits", "days"), [((TODAY, ago(3)), 4), ((ago(179),), 180), ((ago(180),), 180), ((), 180)])
def test_since_the_visit_counts_from_the_last_one_before_today(robin: User, visits: tuple[date, ...], days: int):
    for day in visits:
        Visit.objects.create(patient=robin, day=day)
    assert report_of(robin, period="since_visit", includes_events=False).timeline.days == days


def test_everything_begins_with_the_first_entry(robin: User):
    assert report_of(robin, period="all").timeline.first_day == ago(39)


def test_rolling_period_moves_with_the_day_of_opening(robin: User):
    later = report_of(robin, NOW + timedelta(days=2))
    assert (later.timeline.first_day, later.timeline.last_day) == (ago(81), TODAY + timedelta(days=2))


def test_living_link_shows_what_was_added_since(robin: User):
    with time_machine.travel(NOW, tick=False):
        made = link(robin)
        reader = opened(made.token)
        before = reader.get(f"/r/{made.token}/").content.decode()
        factories.check_in(robin, TODAY, {robin.items.get(name="Fatigue"): 2})
        after = reader.get(f"/r/{made.token}/").content.decode()
    assert ("entries on 20 of 84 days" in before, "entries on 21 of 84 days" in after) == (True, True)


def test_only_ticked_items_are_on_the_page(robin: User):
    factories.side_effect(robin, "Nausea marker")
    with time_machine.travel(NOW, tick=False):
        page = open_report(
            link(robin, items=robin.items.filter(name__in=["Fatigue", "Headache"])).token
        ).content.decode()
    shown = ["Widespread pain", "Fatigue", "Headache", "Nausea marker", "Mood"]
    assert [name for name in shown if f">{name}" in page] == ["Fatigue", "Headache"]


def test_ticked_side_effect_without_any_answer_is_named_as_such(robin: User):
    nausea = factories.side_effect(robin, "Nausea")
    (row,) = [row for row in report_of(robin).table.rows if row.item.id == nausea.pk]
    assert [cell.figures.n for cell in row.cells] == [0, 0, 0]


def test_notes_and_other_patients_are_never_on_the_page(robin: User, charlie: User):
    factories.check_in(robin, ago(2), note="Note marker")
    Event.objects.create(patient=charlie, day=ago(2), kind="other", text="Charlie marker")
    Item.objects.create(patient=charlie, name="Item marker", group="other")
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin, items=[*robin.items.all(), *charlie.items.all()]).token).content.decode()
    assert "marker" not in page


def test_events_are_lettered_and_the_oldest_give_way(robin: User):
    for days in range(20, 6, -1):
        Event.objects.create(patient=robin, day=ago(days), kind="stress", text=f"{days} days ago")
    Visit.objects.create(patient=robin, day=ago(8), time=time(9), text="about the dose")
    Visit.objects.create(patient=robin, day=TODAY + timedelta(days=5))
    Event.objects.create(patient=robin, day=TODAY + timedelta(days=6), kind="procedure", text="knee")
    Event.objects.create(patient=robin, day=ago(100), kind="other", text="before the period")
    events = report_of(robin).events
    assert [(letter, each.text) for letter, each in events.lettered][-3:] == [
        ("j", "8 days ago"),
        ("k", "about the dose"),
        ("l", "7 days ago"),
    ]
    assert len(events.lettered) == 12
    assert [each.text for each in events.earlier] == ["20 days ago", "19 days ago", "18 days ago"]
    assert [(each.kind_text, each.text, each.day_text) for each in events.to_come] == [
        ("procedure planned", "knee", "27 Nov 2026")
    ]


def test_events_left_out_are_neither_listed_nor_drawn(robin: User):
    Event.objects.create(patient=robin, day=ago(2), kind="opioid", text="marker")
    report = report_of(robin, includes_events=False)
    assert (report.events.lettered, report.events.to_come) == ((), ())
    assert "c-event" not in str(report.panels)
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin, includes_events=False).token).content.decode()
    assert ("marker" in page, "Events and visits" in page) == (False, False)


def test_chart_shows_the_headline_and_two_more_that_read_the_same_way(robin: User):
    factories.target(robin, "Brain fog", 3)
    panels = report_of(robin).panels
    assert [(panel.name, panel.note) for panel in panels] == [
        ("Dose step", ""),
        ("Widespread pain", "headline"),
        ("Fatigue", ""),
        ("", ""),
    ]


def test_patient_without_anything_gets_a_page_that_says_so(alice: User):
    page = open_report(link(alice).token).content.decode()
    for words in ("None written down", "Nothing was written down in these days.", "No entry and no dose step yet."):
        assert words in page


def test_entries_without_dose_steps_are_shown(alice: User):
    factories.check_in(alice, alice.journal_day(NOW), {factories.target(alice): 3})
    report = report_of(alice)
    assert ([column.phase.label for column in report.table.columns], report.now.dose) == (["No dose steps"], None)
    assert [panel.name for panel in report.panels] == ["Dose step", "Widespread pain", ""]


def test_page_says_every_statement(robin: User):
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin).token).content.decode()
    for words in (
        "Written by the patient. Not checked by a clinician. Not monitored. Not for emergencies.",
        "What is absent must not be read as normal.",
        "Shared with you by the patient: Tuesday visit.",
        "It shows what the patient adds. The link stops working on 22 Dec 2026, 03:30.",
        "Of the signs included, none was ticked on 20 logged days; not ticked is not absent.",
        "No question was written down.",
        "made 22 Nov 2026, 03:30</span>, Europe/London",
        "This page shows when things changed, not why. No dose is advised.",
        "<title>Shared report</title>",
    ):
        assert words in page
    assert re.findall("(?i)signific|you should| works[^ ]| caused", page.replace("works until", "")) == []


def test_typed_text_is_escaped_everywhere(robin: User):
    bad = "<svg onload=x>&\"'"
    robin.name = bad
    robin.save()
    factories.target(robin, bad, 3)
    factories.step(robin.medicines.get(), ago(10), 3000, unit="<b>mg</b>", reason=bad)
    Event.objects.create(patient=robin, day=ago(2), kind="other", text=bad)
    factories.check_in(robin, ago(2), {robin.items.get(name=bad): 4})
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin, label=bad).token).content.decode()
    assert ("<svg onload" in page, "<b>mg" in page, page.count("&lt;svg onload=x&gt;&amp;&quot;&#x27;") >= 6) == (
        False,
        False,
        True,
    )


def test_steps_that_have_no_room_beside_the_newest_follow_below_on_paper_too(robin: User):
    ldn = robin.medicines.get()
    for days in range(12, 5, -1):
        factories.step(ldn, ago(days), 100 * days, kind="decrease")
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin).token).content.decode()
    (below,) = re.findall('<div class="([^"]*)"><h3 id="h-earlier-1">', page)
    assert below == "rp-earlier"  # no class that keeps it off the paper
    assert [len(re.findall(f'data-item="Fatigue" data-step="{number}"', page)) for number in range(10)] == [1] * 10
    assert re.findall('id="h-earlier-[0-9]"', page) == ['id="h-earlier-1"']


def test_every_drawing_begins_with_its_title(robin: User):
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(robin).token).content.decode()
    drawings = re.findall(r"<svg[^>]*>(.{7})", page)
    assert len(drawings) >= 14
    assert set(drawings) == {"<title>"}
    assert re.findall("<script| style=| on[a-z]+=", page) == []


def test_report_costs_ten_statements_at_ten_and_at_3650_days(alice: User, charlie: User):
    costs = []
    for patient, days in ((alice, 10), (charlie, 3650)):
        big_patient(patient, days)
        made = link(patient, period="all")
        reader = opened(made.token)
        with count_statements() as statements:
            assert reader.get(f"/r/{made.token}/").status_code == 200
        assert statements.repeated == []
        costs.append(len(statements))
    assert costs == [10, 10]


def compressed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def test_first_visit_weighs_at_most_40_kb_and_800_nodes(alice: User):
    big_patient(alice, 90)
    page = open_report(link(alice).token).content
    sheets = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', page.decode())
    assert sheets[-1] == "css/report.css"
    weight = len(gzip.compress(page, 6)) + compressed([settings.BASE_DIR / "static" / name for name in sheets])
    assert weight <= 40_000
    drawings = "".join(re.findall(r"<svg.*?</svg>", page.decode(), re.DOTALL))
    assert len(re.findall(r"<[a-z]", drawings)) <= 800


def test_ten_years_weigh_little_more(alice: User):
    big_patient(alice, 3650)
    assert len(gzip.compress(open_report(link(alice, period="all").token).content, 6)) <= 60_000


def test_head_names_the_reason_before_there_is_any_dose_step(alice: User):
    factories.ldn(alice, reason="fibromyalgia", pharmacy="Mill Street")
    factories.check_in(alice, ago(3), {factories.target(alice): 6})
    with count_statements() as statements:
        report = report_of(alice)
    assert (report.head.reason, report.now.product, report.now.dose) == (
        "LDN for fibromyalgia",
        "Capsule, Mill Street",
        None,
    )
    assert [column.phase.label for column in report.table.columns] == ["No dose steps"]
    assert not statements.repeated
