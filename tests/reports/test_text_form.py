"""report.txt: under 25 lines of 80 columns, whatever the diary holds."""

from datetime import timedelta

import pytest

from accounts.models import User
from journal.models import Event, Visit
from reports.text_form import text_form
from tests import factories
from tests.large import big_patient
from tests.reports.test_report import NOW, ago, report_of
from tests.typical import typical_patient

HEADINGS = ("NOW: ", "DANGER SIGNS: ", "QUESTIONS: ", "SINCE ", "BY DOSE STEP: ")


def lines_of(patient: User, **fields) -> list[str]:
    return text_form(report_of(patient, **fields)).splitlines()


def fits(lines: list[str]) -> bool:
    return len(lines) < 25 and max(map(len, lines)) <= 80


def test_typical_patient_fits_and_says_everything(db: None):
    lines = lines_of(typical_patient("robin@example.test", NOW), questions="Go on?\nStop?")
    assert fits(lines)
    text = " ".join(lines)
    assert [each for each in HEADINGS if each not in text] == []
    for words in (
        "Robin Example, born 14 Mar 1979, LDN for fibromyalgia.",
        "Written by the patient. Not checked by a clinician. Not monitored. Not for emergencies.",
        "NOW: Naltrexone (LDN) 3 mg since 7 Nov 2026 (day 15, 20:00).",
        "none was ticked on",
        "QUESTIONS: 1. Go on? 2. Stop?",
        "No dose is advised.",
    ):
        assert words in text


def test_fullest_diary_fits_too_and_says_where_it_was_cut(alice: User):
    big_patient(alice, 400)
    ldn = alice.medicines.get()
    for days in range(60, 10, -5):
        factories.step(ldn, ago(days), 100 * days, kind="decrease", reason="word " * 50)
    check_in = alice.check_ins.order_by("-day")[20]
    check_in.alarms = "breathing after_opioid sudden liver fluids mind skin_lungs medicines condition"
    check_in.save()
    Visit.objects.create(patient=alice, day=ago(40))
    Event.objects.create(patient=alice, day=ago(2), kind="opioid", text="x" * 400)
    lines = lines_of(alice, questions="\n".join(["why " * 30] * 5), label="x")
    assert fits(lines)
    assert sum("[more on the page]" in line for line in lines) >= 4
    assert "Trouble breathing" in " ".join(lines)


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
