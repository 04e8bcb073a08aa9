"""The columns of logged days: put in place, cut, counted, and hidden where an entry stands for a week."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.figures.days import (
    SHIFT,
    Entered,
    LoggedDays,
    add_up,
    answers_text,
    calendars,
    count_entries,
    count_values,
    gather,
    read_answers,
)
from journal.figures.entries import Entries
from journal.models.items import HIGHEST, LOWEST
from tests.journal.figures.made import HEADACHE, PAIN, SLEEP, gathered, jan

ANSWERS = st.dictionaries(st.sampled_from([PAIN, SLEEP, HEADACHE]), st.integers(LOWEST, HIGHEST))
DIARY = st.lists(st.tuples(st.booleans(), ANSWERS), max_size=20)


def rows_of(diary):
    return [(jan(1) + timedelta(days=place), weekly, said) for place, (weekly, said) in enumerate(diary)]


def byte_of(said, item) -> int:
    return said[item] + SHIFT if item in said else 0


@given(DIARY)
def test_each_answer_stands_at_the_place_of_its_day(diary):
    days = gathered(rows_of(diary))
    for item in (PAIN, SLEEP, HEADACHE):
        assert days.column(item.id) == bytes(byte_of(said, item) for _, said in diary)


@given(DIARY, st.booleans())
def test_answers_for_a_week_and_for_a_day_are_told_apart(diary, weekly):
    days = gathered(rows_of(diary))
    for item in (PAIN, SLEEP, HEADACHE):
        shown = bytes(byte_of(said, item) if week is weekly else 0 for week, said in diary)
        assert days.column(item.id, weekly=weekly) == shown


@given(DIARY, st.integers(-3, 25), st.integers(-3, 25))
def test_a_stretch_of_days_is_what_gathering_it_alone_gives(diary, first, last):
    begin, end = jan(1) + timedelta(days=first), jan(1) + timedelta(days=last)
    within = gathered(rows_of(diary)).within(begin, end)
    alone = gathered(row for row in rows_of(diary) if begin <= row[0] <= end)
    assert (within.days, within.weekly, within.entered) == (alone.days, alone.weekly, alone.entered)
    for item in (PAIN, SLEEP, HEADACHE):
        assert within.column(item.id) == alone.column(item.id)


@given(DIARY, st.integers(-3, 25), st.integers(0, 25), st.integers(1, 3))
def test_a_calendar_has_every_day_of_a_stretch_those_without_an_answer_too(diary, first, length, apart):
    rows = [(jan(1) + timedelta(days=place * apart), weekly, said) for place, (weekly, said) in enumerate(diary)]
    begin, end = jan(1) + timedelta(days=first), jan(1) + timedelta(days=first + length)
    said = {day: answers for day, _, answers in rows}
    stretch = [begin + timedelta(days=offset) for offset in range(length + 1)]
    assert calendars(gathered(rows), [PAIN.id, SLEEP.id], begin, end) == {
        item.id: bytes(byte_of(said.get(day, {}), item) for day in stretch) for item in (PAIN, SLEEP)
    }


@given(st.lists(st.none() | st.integers(LOWEST, HIGHEST)))
def test_a_column_counts_its_answers_and_no_day_without_one(values):
    column = gathered((jan(1), False, {} if value is None else {PAIN: value}) for value in values).column(PAIN.id)
    answered = [value for value in values if value is not None]
    assert count_values(column) == {value: answered.count(value) for value in answered}
    assert add_up(column) == (sum(answered), len(answered))


@given(st.dictionaries(st.integers(1, 2**40), st.integers(LOWEST, HIGHEST)))
def test_answers_in_one_text_are_read_as_they_were_written(ratings):
    assert read_answers(answers_text(ratings)) == ratings


def test_answers_stand_in_order_of_their_items():
    assert answers_text({40: -3, 12: 4}) == "12,40:847d"
    assert answers_text({}) == ""


def test_the_widest_scale_fits_a_byte_and_leaves_room_for_no_answer():
    assert 0 < LOWEST + SHIFT < HIGHEST + SHIFT < 256


def test_days_count_by_when_they_were_entered():
    entered = bytes([Entered.PROMPT, Entered.PROMPT, Entered.LATER, Entered.UNKNOWN, Entered.PROMPT])
    days = gather([jan(day) for day in range(1, 6)], entered, bytes([0, 0, 0, 0, 1]), [""] * 5)
    assert count_entries(days) == Entries(logged=5, prompt=3, later=1, unknown=1, weekly=1)
    assert count_entries(LoggedDays()) == Entries()


def test_nothing_lies_between_days_the_wrong_way_round():
    days = gathered([(jan(5), False, {PAIN: 1})])
    assert len(days.within(jan(9), jan(1))) == 0
    assert len(days.within(date.min, date.max)) == 1
