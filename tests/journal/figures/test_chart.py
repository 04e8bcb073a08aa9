from dataclasses import replace
from datetime import date, timedelta

from journal.figures.chart import DayRow, WeekRow, before_row, chart_data, chart_sentence, day_rows, week_rows
from journal.figures.doses import DoseDay
from journal.figures.marks import BeforeMean, lettered
from journal.figures.phases import make_phases
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from tests.journal.figures.made import HEADACHE, PAIN, SLEEP, jan, phases, step, timeline_of

OWN = RatedItem(4, "__proto__", "other", -3, 0, True)
PHASES = phases(step(5, "start", 1.5), step(12, mg=4.5), end=20)
DOSES = {jan(6): DoseDay(missed=1), jan(9): DoseDay(skipped=1), jan(13): DoseDay(taken=1)}
RATINGS = {
    PAIN.id: [Point(jan(4), 7), Point(jan(5), 6), Point(jan(6), 5), Point(jan(8), 5)],
    HEADACHE.id: [Point(jan(8), 0), Point(jan(14), 2, weekly=True)],
}


def timeline(**changes):
    wanted = {"first": 4, "items": [PAIN, HEADACHE], "ratings": RATINGS, **changes}
    return timeline_of(jan(wanted["first"]), jan(20), PHASES, DOSES, wanted["items"], wanted["ratings"])


def some(wanted, *names):
    return [{name: each[name] for name in names} for each in wanted]


def test_chart_data_counts_days_from_the_first_of_the_period():
    data = chart_data(timeline())
    assert list(data) == ["first", "days", "bars", "missed", "skipped", "notRecorded", "marks", "items"]
    assert (data["first"], data["days"], data["marks"]) == ("2026-01-04", 17, [])
    assert (data["missed"], data["skipped"]) == ([2], [5])
    assert data["notRecorded"] == [1, 3, 4, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16]


def test_a_bar_runs_over_the_days_of_its_phase_and_says_where_the_wash_in_ends():
    bars = chart_data(timeline())["bars"]
    assert {tuple(bar) for bar in bars} == {
        ("label", "first", "last", "amount", "level", "step", "begins", "washIn"),
    }
    assert [(bar["label"], bar["first"], bar["last"], bar["washIn"]) for bar in bars] == [
        ("Before LDN", 0, 0, None),
        ("1.5 mg", 1, 7, 7),
        ("4.5 mg", 8, 16, 14),
    ]


def test_a_bar_is_as_high_as_its_dose_and_none_before_the_first():
    assert some(chart_data(timeline())["bars"], "amount", "level", "step", "begins") == [
        {"amount": None, "level": 0, "step": False, "begins": False},
        {"amount": 1.5, "level": 1, "step": True, "begins": True},
        {"amount": 4.5, "level": 3, "step": True, "begins": True},
    ]


def test_an_item_has_its_whole_scale_in_words_and_side_effects_are_bars():
    assert some(chart_data(timeline())["items"], "name", "tone", "bars", "low", "high", "lowText", "highText") == [
        {
            "name": "Pain",
            "tone": 1,
            "bars": False,
            "low": 0,
            "high": 10,
            "lowText": "0 none",
            "highText": "10 worst",
        },
        {
            "name": "Headache",
            "tone": 5,
            "bars": True,
            "low": 0,
            "high": 3,
            "lowText": "0 none",
            "highText": "3 severe",
        },
    ]


def test_an_item_has_its_values_by_day_and_the_means_of_its_weeks():
    items = chart_data(timeline())["items"]
    assert {len(item) for item in items} == {11}
    assert some(items, "before", "days", "values", "weeks") == [
        {"before": None, "days": [0, 1, 2, 4], "values": [7, 6, 5, 5], "weeks": [[[4, 5.33]]]},
        {"before": None, "days": [4, 10], "values": [0, 2], "weeks": []},
    ]


def test_wash_in_that_began_before_the_period_ends_where_it_ends():
    bar = chart_data(timeline(first=15))["bars"][0]
    assert (bar["first"], bar["washIn"], bar["begins"]) == (0, 3, False)


def test_tones_follow_the_group_and_the_rank():
    ratings = {item.id: [Point(jan(9), 0)] for item in (PAIN, SLEEP, OWN)}
    items = chart_data(timeline(items=[PAIN, SLEEP, OWN], ratings=ratings))["items"]
    assert [(item["name"], item["tone"]) for item in items] == [("Pain", 1), ("Sleep quality", 4), ("__proto__", 5)]


def test_rows_hold_each_day_with_a_rating_or_a_dose_not_taken():
    rows = day_rows(timeline())
    assert rows == (
        DayRow(jan(4), "Before LDN", "", False, ("7", "")),
        DayRow(jan(5), "1.5 mg", "not recorded", False, ("6", "")),
        DayRow(jan(6), "1.5 mg", "missed", False, ("5", "")),
        WeekRow("7 Jan 2026", "1.5 mg", "not recorded", ("", "")),
        DayRow(jan(8), "1.5 mg", "not recorded", False, ("5", "0")),
        DayRow(jan(9), "1.5 mg", "skipped", False, ("", "")),
        WeekRow("10 to 11 Jan 2026", "1.5 mg", "not recorded", ("", "")),
        WeekRow("Average, 5 to 11 Jan 2026", "1.5 mg", "", ("5.3, n 3", "")),
        WeekRow("12 Jan 2026", "4.5 mg", "not recorded", ("", "")),
        DayRow(jan(14), "4.5 mg", "not recorded", True, ("", "2")),
        WeekRow("15 to 20 Jan 2026", "4.5 mg", "not recorded", ("", "")),
    )
    assert rows[0].day_text == "4 Jan 2026"


MARKS = lettered([(jan(6), "stress", "stress, at work"), (jan(11), "visit", "visit")])


def test_chart_data_has_the_lettered_days_and_the_average_before():
    data = chart_data(timeline(), MARKS, {PAIN.id: BeforeMean(17 / 3, 14)})
    assert data["marks"] == [
        {"letter": "a", "day": 2, "text": "stress"},
        {"letter": "b", "day": 7, "text": "visit"},
    ]
    assert [item["before"] for item in data["items"]] == [5.67, None]


def test_rows_name_what_happened_also_on_a_day_without_a_rating():
    rows = {row.day: row for row in day_rows(timeline(), MARKS) if isinstance(row, DayRow)}
    assert rows[jan(6)].happened == "a: stress"
    assert rows[jan(11)] == DayRow(jan(11), "1.5 mg", "not recorded", False, ("", ""), "b: visit")
    assert [day for day, row in rows.items() if row.happened] == [jan(6), jan(11)]


def test_the_average_before_is_a_row_with_its_n():
    assert before_row(timeline(), {PAIN.id: BeforeMean(17 / 3, 14)}) == WeekRow(
        "Average before LDN", "Before LDN", "", ("5.7, n 14", "")
    )
    assert before_row(timeline(), {SLEEP.id: BeforeMean(5, 14)}) is None


def test_a_day_with_two_doses_can_be_missed_and_not_recorded():
    made = phases(step(1, "start", hours="08:00 14:00 20:00"), first_entry=None, end=1)
    doses = {jan(1): DoseDay(missed=1, skipped=1)}
    (row,) = day_rows(timeline_of(jan(1), jan(1), made, doses, [], {}))
    assert row.not_taken == "missed, skipped, not recorded"


def test_the_sentence_names_doses_and_items():
    assert chart_sentence(timeline()) == (
        "Dose: Before LDN, 4 Jan 2026; 1.5 mg, 5 to 11 Jan 2026; 4.5 mg, 12 to 20 Jan 2026. "
        "Below it: Pain, rated on 4 days; Headache, 2 entries, some for a week."
    )


def test_the_sentence_and_the_key_say_of_what_an_entry_is():
    def of(*points: Point) -> tuple[str, str]:
        made = timeline_of(jan(1), jan(20), (), {}, [PAIN], {PAIN.id: points})
        return chart_sentence(made).partition("Below it: ")[2], made.dots_text

    day, week = Point(jan(3), 4), Point(jan(10), 5, weekly=True)
    assert of(day, Point(jan(4), 5)) == ("Pain, rated on 2 days.", "one day")
    assert of(day) == ("Pain, rated on 1 day.", "one day")
    assert of(week) == ("Pain, 1 entry, for a week.", "one week")
    assert of(day, week) == ("Pain, 2 entries, some for a week.", "one day, or one week")
    assert of(week, Point(jan(17), 5, weekly=True)) == ("Pain, 2 entries, each for a week.", "one week")


def test_the_sentence_says_when_there_is_nothing():
    empty = timeline_of(jan(1), jan(2), (), {}, [], {})
    assert chart_sentence(empty) == "Dose: none recorded. Below it: no ratings drawn."


def long_timeline(every=1):
    """Before LDN, 420 days with an entry every so many days; then LDN for 20 days, one missed and one skipped."""
    first, start, last = date(2025, 1, 1), date(2026, 2, 25), date(2026, 3, 16)
    made = make_phases([replace(step(1, "start", 1.5), day=start)], first, last, "Before LDN")
    ratings = [Point(first + timedelta(days=offset), 4) for offset in range(0, 420, every)]
    ratings += [Point(start + timedelta(days=offset), 7) for offset in range(3)]
    doses = {start + timedelta(days=offset): DoseDay(taken=1) for offset in range(20)}
    doses |= {start + timedelta(days=7): DoseDay(missed=1), start + timedelta(days=8): DoseDay(skipped=1)}
    return timeline_of(first, last, made, doses, [PAIN], {PAIN.id: ratings})


def test_more_than_400_days_are_drawn_and_told_by_week():
    made = long_timeline()
    assert made.by_week
    (item,) = chart_data(made)["items"]
    assert (item["days"], item["values"]) == ([], [])
    assert [(len(run), run[-1]) for run in item["weeks"]] == [(60, [416, 4.0]), (1, [423, 7.0])]
    assert week_rows(made)[-4:] == (
        WeekRow("11 to 17 Feb 2026", "Before LDN", "", ("4.0, n 7",)),
        WeekRow("18 to 24 Feb 2026", "Before LDN", "", ("4.0, n 7",)),
        WeekRow("25 Feb to 3 Mar 2026", "1.5 mg", "", ("7.0, n 3",)),
        WeekRow("4 to 10 Mar 2026", "1.5 mg", "missed 1, skipped 1", ("",)),
    )


def test_weeks_name_what_happened_in_them():
    happened = [
        (date(2026, 3, 4), "stress", ""),
        (date(2026, 3, 10), "visit", ""),
        (date(2026, 3, 16), "lab result", ""),
    ]
    assert [
        (row.day_text, row.values, row.happened) for row in week_rows(long_timeline(), lettered(happened))[-2:]
    ] == [
        ("4 to 10 Mar 2026", ("",), "a: stress; b: visit"),
        ("11 to 16 Mar 2026", ("",), "c: lab result"),
    ]


def test_long_but_sparse_time_line_still_shows_each_day():
    made = long_timeline(every=7)
    assert not made.by_week
    assert len(chart_data(made)["items"][0]["days"]) == len(made.series[0].points) == 63
