"""report.txt: under 25 lines of 80 columns, whatever the diary holds."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from accounts.models import User
from journal.models import Event, Visit
from reports.text_form import Block, fitted, text_form
from tests import factories
from tests.large import big_patient
from tests.reports.test_report import NOW, ago, report_of
from tests.typical import typical_patient

HEADINGS = ("OPIOIDS: ", "DANGER SIGNS: ", "NOW: ", "QUESTIONS: ", "SINCE ", "BY DOSE STEP")
QUESTIONS = "Why headaches?\nWhen do we decide if it is worth going on?\nWhat if the pharmacy runs out?"
FIGURE = re.compile(r"\d+ \w{3} \d{4}|\d+ \(\d+ days?\)|\(n \d+\)|\d+ of \d+|[\d.]+ mg|\d+ days?")


def lines_of(patient: User, **fields) -> list[str]:
    return text_form(report_of(patient, **fields)).splitlines()


def fits(lines: list[str]) -> bool:
    return len(lines) < 25 and max(map(len, lines)) <= 80


def broken(lines: list[str]) -> list[str]:
    """Return the figures that only the lines put together hold."""
    whole = [found for line in lines for found in FIGURE.findall(line)]
    return list((Counter(FIGURE.findall(" ".join(lines))) - Counter(whole)).elements())


def test_typical_patient_fits_and_says_everything(db: None):
    lines = lines_of(typical_patient("robin@example.test", NOW), questions=QUESTIONS)
    assert (fits(lines), broken(lines)) == (True, [])
    text = " ".join(lines)
    places = [text.find(each) for each in HEADINGS]
    assert places == sorted(places)
    assert "on the page" not in text
    for words in (
        "Robin Example, born 14 Mar 1979, LDN for fibromyalgia.",
        "Written by the patient. Not checked by a clinician. Not monitored. Not for emergencies. No dose is advised. "
        "Made 22 Nov 2026; only 3 items, 8 side effects.",
        "OPIOIDS: none entered in these days; not entered is not absent.",
        "none was ticked on 72 logged days; not ticked is not absent.",
        "NOW: Naltrexone (LDN) 3 mg since 7 Nov 2026 (day 15, 20:00). Of 14 doses on this step 12 taken, 0 missed,",
        "QUESTIONS: 1. Why headaches? 2. When do we decide if it is worth going on? 3. What if the pharmacy runs out?",
        "Widespread pain 6 (12 days) -> 5 (12 days), lower, towards better. No likely range: the first seven days",
        "Nerve pain 6 (12 days) -> 5 (12 days), lower, towards better, no range.",
        "New: Trouble sleeping, none (0) -> severe (3). Gone: Drowsiness, moderate (2) -> none (0);",
        "Worse between the two: Drowsiness on 1 day, 30 Oct 2026, worst severe (3);",
        "BY DOSE STEP, medians of Widespread pain, Nerve pain, Joint pain (0 to 10, lower better): "
        "3 mg from 7 Nov 2026: 5, 5, 4 (n 12). Days with: Trouble sleeping 1/12, worst severe (3). 4.5 mg from 17 Oct",
        "1.5 mg from 7 Sep 2026: 7, 6, 6 (n 17). Before LDN from 23 Aug 2026: 7, 7, 6 (n 13).",
    ):
        assert words in text


@pytest.fixture
def full(alice: User) -> User:
    """A patient with all that the text must choose from."""
    big_patient(alice, 400, last=ago(1))
    ldn = alice.medicines.get()
    for days in range(60, 10, -5):
        factories.step(ldn, ago(days), 100 * days, kind="decrease", reason="word " * 50)
    check_in = alice.check_ins.order_by("-day")[20]
    check_in.alarms = "breathing after_opioid sudden liver fluids mind skin_lungs medicines condition"
    check_in.save()
    Visit.objects.create(patient=alice, day=ago(40))
    return alice


def test_fullest_diary_fits_too_and_leaves_out_whole_items(full: User):
    for days, text in ((9, "Tramadol 50 mg"), (4, "two co-codamol 8/500 mg"), (2, "x" * 400)):
        Event.objects.create(patient=full, day=ago(days), kind="opioid", text=text)
    full.name, full.birth_date = "Name " * 20, date(1979, 3, 4)
    full.save()
    ldn = full.medicines.get()
    ldn.reason, ldn.reason_words = "other", "because " * 24
    ldn.save()
    lines = lines_of(full, questions="\n".join(["why 5 mg and not 3 mg " * 5] * 5), label="x")
    text = " ".join(lines)
    assert (fits(lines), broken(lines)) == (True, [])
    assert [each for each in HEADINGS if each not in text] == []
    assert "Not for emergencies. No dose is advised." in text
    assert "OPIOIDS: taken 12 Nov 2026 (Tramadol 50 mg), 17 Nov 2026 (two co-codamol 8/500 mg)," in text
    assert "DANGER SIGNS: Trouble breathing" in text
    left_out = re.findall(r"And (\d+) more on the page\.", text)
    assert len(left_out) >= 4
    assert re.search(r"BY DOSE STEP, medians of [^:]*: 1.5 mg from 6 Nov 2026: [\d., ]+\(n \d+\)\. Days with: ", text)


@pytest.mark.parametrize(
    ("items", "lines"),
    [
        (["Is 4.5 mg enough?", "Why?"], ["ASKED: Is 4.5 mg enough? Why?"]),
        (["a" * 60, "b" * 60, "c" * 60, "d" * 60], ["ASKED: " + "a" * 60, "b" * 60 + " And 2 more on the", "page."]),
        (["a" * 70, "b" * 79, "c" * 79, "d"], ["ASKED: " + "a" * 70, "b" * 79, "And 2 more on the page."]),
        (
            [
                "Is it good that " + "word " * 34 + "12 of 14 days in a row are good, and so on and on and on and on?",
                "Why?",
            ],
            [
                "ASKED: Is it good that word word word word word word word word word word word",
                "word word word word word word word word word word word word word word word word",
                "word word word word word word ... The rest, and 1 more, on the page.",
            ],
        ),
        (["x" * 300], ["ASKED: 1 on the page."]),
    ],
)
def test_what_does_not_fit_is_left_out_whole_and_counted(items: list[str], lines: list[str]):
    assert fitted(Block(3, "ASKED: ", items), 3) == lines


def test_opioids_come_first_however_long_the_words(full: User):
    Event.objects.create(patient=full, day=ago(2), kind="medicine_started", text=f"Tramadol 50 mg {'daily ' * 70}")
    text = " ".join(lines_of(full))
    assert "OPIOIDS: named in an event 19 Nov 2026 (other medicine started, Tramadol 50 mg daily" in text
    assert text.index("OPIOIDS") < text.index("DANGER SIGNS") < text.index("NOW")


def test_items_of_other_scales_and_directions_are_told_apart(alice: User):
    pain, energy = factories.target(alice), factories.target(alice, "Energy", 2, lower_is_better=False)
    change = factories.target(alice, "Change", 3, low=-3, high=3, lower_is_better=False)
    factories.check_in(alice, ago(3), {pain: 6, energy: 5, change: -2})
    assert (
        "BY DOSE STEP, medians of Widespread pain (0 to 10, lower better), Energy (0 to 10, higher better), "
        "Change (-3 to 3, higher better): No dose steps from 18 Nov 2026: 6, 5, -2 (n 1)."
    ) in " ".join(lines_of(alice))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "BY DOSE STEP, no item included: 4.5 mg from 12 Nov 2026."),
        (
            ["Headache"],
            "BY DOSE STEP, no item but side effects included: 4.5 mg from 12 Nov 2026. "
            "Days with: Headache 9/9, worst mild (1).",
        ),
        (
            ["Mood"],
            "BY DOSE STEP, medians of Mood (0 to 10, lower better): 4.5 mg from 12 Nov 2026: none of them rated.",
        ),
    ],
)
def test_what_is_left_out_is_not_called_unrated(alice: User, names: list[str], words: str):
    factories.step(factories.ldn(alice), ago(9))
    pain, headache = factories.target(alice), factories.side_effect(alice)
    factories.target(alice, "Mood", 2)
    for days in range(9, 0, -1):
        factories.check_in(alice, ago(days), {pain: 6, headache: 1})
    report = report_of(alice, items=alice.items.filter(name__in=names))
    text = " ".join(text_form(report).split())
    assert words in text
    assert ("nothing rated" in text, "no ratings." in report.sentence) == (False, False)
    assert f"only {len(names) - ('Headache' in names)} item" in text


def test_text_says_when_the_diary_began(alice: User):
    factories.check_in(alice, ago(30), {factories.target(alice): 6})
    factories.check_in(alice, ago(1))
    head = report_of(alice).head
    assert head.first_entry == "diary begun 22 Oct 2026"
    assert f"{head.period}, {head.first_entry}; entries on 1 of 84 days" in " ".join(lines_of(alice))


def test_empty_diary_fits(alice: User):
    lines = lines_of(alice)
    assert fits(lines)
    assert "NOW: no dose step written down." in lines


@pytest.mark.parametrize("text", ["→ – ’ “quoted”", "one\ntwo", "é" * 30])
def test_typed_text_stays_one_line_of_plain_marks(alice: User, text: str):
    lines = lines_of(alice, questions=text)
    assert (fits(lines), [line for line in lines if set(line) & set("→–’“”\t")]) == (True, [])


def test_nothing_of_it_depends_on_the_hour(alice: User):
    factories.check_in(alice, ago(1), {factories.target(alice): 3})
    assert text_form(report_of(alice)) == text_form(report_of(alice, NOW + timedelta(minutes=5)))


def test_rows_of_numbers_without_an_end_are_cut_to_lines_all_the_same(alice: User):
    lines = lines_of(alice, questions=" ".join(map(str, range(150))))
    assert fits(lines)
