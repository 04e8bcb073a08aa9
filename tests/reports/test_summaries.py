"""The report's sentences, from numbers."""

from dataclasses import replace
from datetime import date

import pytest

from journal.figures.doses import Adherence
from journal.figures.entries import Entries
from journal.figures.phases import Phase, Step
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from reports import summaries
from reports.summaries import CurrentDose
from tests.journal.figures.made import timeline_of


def step(
    day: date, kind: str = "increase", amount: int | None = 4500, hours: str = "20:00", *, confirmed: bool = True
) -> Step:
    text = "" if amount is None else f"{amount / 1000:g} mg"
    return Step(day, kind, kind, amount, text, hours, 0 if amount is None else len(hours.split()), "", confirmed)


def phase(number: int, first: date, last: date, *steps: Step) -> Phase:
    return Phase(number, steps[0].label if steps else "Before LDN", first, last, steps)


def item(number: int, lower_is_better: bool = True, group: str = "target") -> RatedItem:
    return RatedItem(number, f"Item {number}", group, 0, 10, lower_is_better)


NOV = [date(2026, 11, day) for day in range(1, 31)]
BEFORE = phase(0, NOV[0], NOV[4])
LOW = phase(1, NOV[5], NOV[9], step(NOV[5], "start", 1500))
FULL = phase(2, NOV[10], NOV[14], step(NOV[10]))
OTHER_HOUR = phase(3, NOV[15], NOV[19], step(NOV[15], "change", hours="08:00"))
PAUSE = phase(3, NOV[15], NOV[19], step(NOV[15], "pause", None, ""))


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        ([], None),
        ([BEFORE], None),
        ([BEFORE, LOW], CurrentDose(label="1.5 mg", since=NOV[5], day_number=20, hours="20:00", step_since=None)),
        ([LOW, FULL], CurrentDose(label="4.5 mg", since=NOV[10], day_number=15, hours="20:00", step_since=None)),
        (
            [BEFORE, LOW, FULL, OTHER_HOUR],
            CurrentDose(label="4.5 mg", since=NOV[10], day_number=15, hours="08:00", step_since=NOV[15]),
        ),
        ([FULL, PAUSE], CurrentDose(label="Paused", since=NOV[15], day_number=10, hours="", step_since=None)),
        (
            [phase(1, NOV[0], NOV[19], step(NOV[0], hours="08:00 20:00"))],
            CurrentDose(
                label="4.5 mg", since=NOV[0], day_number=25, hours="08:00 and 20:00 (2 doses a day)", step_since=None
            ),
        ),
        (
            [LOW, FULL, phase(3, NOV[15], NOV[24], step(NOV[15], "change", hours="08:00 20:00"))],
            CurrentDose(
                label="4.5 mg", since=NOV[15], day_number=10, hours="08:00 and 20:00 (2 doses a day)", step_since=None
            ),
        ),
    ],
)
def test_current_dose_is_since_its_first_day(phases: list[Phase], expected: CurrentDose | None):
    assert summaries.current_dose(phases, NOV[24]) == expected


def unsure(made: Phase) -> Phase:
    return replace(made, steps=tuple(replace(each, confirmed=False) for each in made.steps))


@pytest.mark.parametrize(
    ("phases", "doubt"),
    [
        ([unsure(LOW)], "planned, not confirmed"),
        ([BEFORE, unsure(LOW)], "planned, not confirmed; before: none"),
        ([LOW, unsure(FULL)], "planned, not confirmed; before: 1.5 mg"),
        ([LOW, unsure(FULL), unsure(OTHER_HOUR)], "planned, not confirmed; before: 1.5 mg"),
        ([LOW, FULL, unsure(OTHER_HOUR)], ""),
        ([unsure(LOW), FULL], ""),
        ([FULL, unsure(PAUSE)], "planned, not confirmed; before: 4.5 mg"),
    ],
)
def test_dose_that_nobody_has_said_happened_is_in_doubt(phases: list[Phase], doubt: str):
    dose = summaries.current_dose(phases, NOV[24])
    assert dose is not None
    assert dose.doubt == doubt


def test_dose_taken_up_again_after_a_pause_is_since_then():
    again = phase(4, NOV[20], NOV[24], step(NOV[20], "restart"))
    dose = summaries.current_dose([FULL, PAUSE, again], NOV[24])
    assert dose is not None
    assert (dose.since_text, dose.day_number, dose.step_since_text) == ("21 Nov 2026", 5, "")


def test_later_change_of_hour_is_named():
    dose = summaries.current_dose([FULL, OTHER_HOUR], NOV[24])
    assert dose is not None
    assert dose.step_since_text == "16 Nov 2026"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (Entries(), "no entries in these 84 days"),
        (Entries(58, 52, 6), "entries on 58 of 84 days, 52 the same or next day"),
        (Entries(58, 0, 58), "entries on 58 of 84 days, 0 the same or next day"),
        (Entries(40, 0, 0, 40), "entries on 40 of 84 days, 40 imported, day of entry not known"),
        (
            Entries(50, 8, 2, 40),
            "entries on 50 of 84 days, 8 the same or next day, 40 imported, day of entry not known",
        ),
        (Entries(12, 12, 0, 0, 12), "entries on 12 of 84 days, 12 the same or next day, 12 of them for a whole week"),
    ],
)
def test_entries_say_how_many_and_how_soon(entries: Entries, words: str):
    assert summaries.entries_text(entries, 84) == words


def test_adherence_is_four_numbers_of_those_planned():
    assert summaries.adherence_text(Adherence(84, 52, 3, 1, 28)) == (
        "of 84 planned: 52 taken, 3 missed, 1 skipped, 28 not recorded"
    )


def test_doses_beyond_the_plan_are_named_where_there_are_any():
    assert summaries.adherence_text(Adherence(50, 50, 0, 0, 1)) == (
        "of 50 planned: 50 taken, 0 missed, 0 skipped, 1 not recorded; 1 of these beyond the plan"
    )


def test_pauses_are_named_by_their_days():
    assert summaries.pauses_text([BEFORE, FULL]) == "No pause recorded."
    again = phase(4, NOV[20], NOV[24], step(NOV[20], "restart"))
    assert summaries.pauses_text([FULL, PAUSE, again]) == "Paused 16 to 20 Nov 2026."


def test_pause_that_still_runs_has_no_end():
    assert summaries.pauses_text([FULL, PAUSE]) == "Paused since 16 Nov 2026."
    early = phase(1, NOV[2], NOV[4], step(NOV[2], "pause", None, ""))
    assert summaries.pauses_text([early, FULL, PAUSE]) == "Paused 3 to 5 Nov 2026; since 16 Nov 2026."


def test_planned_steps_are_named():
    assert summaries.planned_text([], NOV[24]) == ""
    planned = [step(NOV[28]), step(NOV[29], "stop", None)]
    assert summaries.planned_text(planned, NOV[27]) == "Planned: 4.5 mg from 29 Nov 2026, stop from 30 Nov 2026."


def test_steps_after_the_days_of_the_report_that_have_come_are_no_plan():
    after = [step(NOV[20]), step(NOV[24], amount=6000, confirmed=False), step(NOV[29], "stop", None)]
    assert summaries.planned_text(after, NOV[24]) == (
        "After these days: 4.5 mg from 21 Nov 2026, "
        "6 mg from 25 Nov 2026 (planned, not said whether it happened). Planned: stop from 30 Nov 2026."
    )


@pytest.mark.parametrize(
    ("items", "charted"),
    [
        ([], []),
        ([item(1), item(2), item(3), item(4)], [1, 2, 3]),
        ([item(1), item(2, lower_is_better=False), item(3)], [1, 3]),
        ([item(1, lower_is_better=False), item(2), item(3, lower_is_better=False)], [1, 3]),
        ([item(1, group="side_effect")], []),
        ([item(1), item(2, group="side_effect"), item(3, group="wellbeing")], [1, 3]),
    ],
)
def test_chart_never_mixes_directions(items: list[RatedItem], charted: list[int]):
    assert [each.id for each in summaries.charted_items(items)] == charted


def test_week_rows_are_the_charts_weekly_averages():
    points = {1: [Point(day, 4) for day in NOV[:3]] + [Point(day, 6) for day in NOV[5:9]], 2: [Point(NOV[5], 1)]}
    timeline = timeline_of(NOV[0], NOV[9], [BEFORE, LOW], {}, [item(1), item(2)], points)
    assert summaries.week_rows(timeline) == (
        ("1 to 5 Nov 2026", "Before LDN", "4.0, n 3", "too few"),
        ("6 to 10 Nov 2026", "1.5 mg", "6.0, n 4", "too few"),
    )


def test_week_outside_every_bar_has_no_dose():
    timeline = timeline_of(NOV[0], NOV[9], [BEFORE], {}, [item(1)], {1: [Point(day, 4) for day in NOV[:3]]})
    assert summaries.week_rows(replace(timeline, bars=())) == (("1 to 5 Nov 2026", "", "4.0, n 3"),)


def test_included_names_everything():
    assert (
        summaries.included_text([("Pain", False), ("Nausea", True), ("Sleep", False)], ["events"])
        == f"{summaries.ALWAYS_INCLUDED}, Pain, Sleep, Nausea, events"
    )
    assert (
        summaries.included_text([("Nausea", True), ("Rash", True)], [])
        == f"{summaries.ALWAYS_INCLUDED}, 2 side effects (named in the table)"
    )
