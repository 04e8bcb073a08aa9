"""What is counted over columns of days is what the plain series of each item say."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.figures.charted import count_weeks
from journal.figures.courses import Course, latest_courses
from journal.figures.days import LoggedDays, count_answers, points_of
from journal.figures.doses import DoseDay, count_doses, unrecorded_days
from journal.figures.episodes import episodes_of
from journal.figures.fading import count_fading, dose_steps
from journal.figures.ratings import Figures, RatedItem, Tally, count_ratings
from journal.figures.series import Point, WeekDates, runs_of
from tests.journal.figures.made import HEADACHE, PAIN, SLEEP, gathered, off, phases, step, week_means

APPETITE = RatedItem(300, "Appetite", "side_effect", -3, 0, False)
ITEMS = (PAIN, SLEEP, HEADACHE, APPETITE)
START = date(2025, 12, 20)
MADE = (
    phases(step(1, "start", 1.5), step(9, mg=3), step(20, "change", 3, "08:00 20:00"), end=31),
    phases(step(4, "start"), off(12), step(20, "restart"), step(22, "hold"), end=31),
    phases(step(31), end=31),
    phases(end=31),
)

ratings = st.fixed_dictionaries({}, optional={item: st.integers(item.low, item.high) for item in ITEMS})
entries = st.dictionaries(st.integers(0, 45), st.tuples(st.booleans(), ratings), max_size=40)
made_phases = st.sampled_from(MADE)
an_item = st.sampled_from(ITEMS)


def days_of(diary) -> LoggedDays:
    return gathered((START + timedelta(days=offset), weekly, said) for offset, (weekly, said) in sorted(diary.items()))


def series_of(diary, item) -> list[Point]:
    """Return the ratings of one item, read from the diary itself."""
    return [
        Point(START + timedelta(days=offset), said[item], weekly)
        for offset, (weekly, said) in sorted(diary.items())
        if item in said
    ]


def figures_of(item, points) -> Figures:
    """Return the figures of a phase from its answers one by one."""
    values = sorted(point.value for point in points)
    if not values:
        return Figures()
    middle = len(values) // 2
    with_it = [point.day for point in points if point.value != item.best]
    return Figures(
        n=len(values),
        median=values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2,
        lowest=values[0],
        highest=values[-1],
        worst=values[-1] if item.lower_is_better else values[0],
        days_with=len(with_it),
        first_with=min(with_it, default=None),
        last_with=max(with_it, default=None),
    )


@given(entries, made_phases)
def test_points_are_the_series_of_each_item(diary, made):
    found = points_of(days_of(diary), {item.id for item in ITEMS})
    assert found == {item.id: series for item in ITEMS if (series := series_of(diary, item))}


@given(entries, made_phases)
def test_tallies_give_the_figures_of_the_series(diary, made):
    tallies: dict[tuple[int, int], list[Tally]] = defaultdict(list)
    for tally in count_answers(days_of(diary), made):
        tallies[tally.item_id, tally.phase_number].append(tally)
    for phase in made:
        for item in ITEMS:
            within = [point for point in series_of(diary, item) if phase.first_day <= point.day <= phase.last_day]
            assert count_ratings(item, tallies[item.id, phase.number]) == figures_of(item, within)


@given(entries, made_phases)
def test_weeks_that_are_only_counted_have_the_means_of_the_series(diary, made):
    sums = count_weeks(days_of(diary), made, {item.id for item in ITEMS})
    for item in ITEMS:
        within = [point for point in series_of(diary, item) if made[0].first_day <= point.day <= made[-1].last_day]
        assert runs_of(sums.get(item.id, {}), WeekDates(made)) == week_means(within, made)
        assert sum(count for _, count in sums.get(item.id, {}).values()) == len(within)


@given(entries, made_phases, st.integers(-1, 50))
def test_the_latest_episode_is_the_last_of_all_episodes(diary, made, offset):
    seen_from = START + timedelta(days=offset)
    every = {item: episodes_of(item, series_of(diary, item), seen_from, made) for item in ITEMS}
    assert latest_courses(ITEMS, days_of(diary), seen_from, made) == [
        Course(episodes[-1], len(episodes) - 1) for episodes in every.values() if episodes
    ]


@given(entries, made_phases)
def test_fading_counts_every_daily_answer_of_a_dose_step_once(diary, made):
    steps = dose_steps(made)
    fading = count_fading(days_of(diary), made, ITEMS)
    daily = {
        item: [
            point
            for point in series_of(diary, item)
            if not point.weekly
            and made[0].first_day <= point.day
            and (point.day < steps[0][0] or any(first <= point.day <= last for first, last in steps))
        ]
        for item in (HEADACHE, APPETITE)
        if steps
    }
    felt = {item: points for item, points in daily.items() if any(point.value != item.best for point in points)}
    shown = {} if fading is None else {row.item: row.cells for row in fading.rows}
    assert {item: sum(cell.n for cell in cells) for item, cells in shown.items()} == {
        item: len(points) for item, points in felt.items()
    }


doses = st.dictionaries(
    st.integers(0, 45), st.tuples(*[st.integers(0, 2)] * 3).map(lambda said: DoseDay(*said)), max_size=40
)


@given(doses, made_phases)
def test_doses_not_recorded_are_counted_day_by_day(said, made):
    dose_days = {START + timedelta(days=offset): each for offset, each in said.items()}
    for phase in made:
        plan = [
            (first + timedelta(days=offset), a_day)
            for first, last, a_day in phase.plan()
            for offset in range((last - first).days + 1)
        ]
        left = {day: max(0, a_day - (dose_days[day].records if day in dose_days else 0)) for day, a_day in plan}
        counted = count_doses(phase, dose_days)
        assert (counted.planned, counted.not_recorded) == (sum(a_day for _, a_day in plan), sum(left.values()))
        assert list(unrecorded_days([phase], dose_days)) == [day for day, missing in left.items() if missing]
        ends = START + timedelta(days=15), START + timedelta(days=30)
        assert list(unrecorded_days([phase], dose_days, *ends)) == [
            day for day, missing in left.items() if missing and ends[0] <= day <= ends[1]
        ]
