"""What stands beside the doses: other medicines, what was tried, notes."""

import time_machine

from accounts.models import User
from journal.models import Event, Medicine
from tests import factories
from tests.reports.links import link, open_report
from tests.reports.test_report import NOW, TODAY, ago, report_of


def test_other_medicines_stand_with_their_latest_step(alice: User):
    factories.ldn(alice)
    duloxetine = Medicine.objects.create(patient=alice, name="Duloxetine", position=1)
    factories.step(duloxetine, ago(90), 30000, hours="08:00")
    factories.step(duloxetine, ago(9), 60000, hours="08:00 20:00", kind="increase")
    Medicine.objects.create(patient=alice, name="Vitamin D", position=2)
    stopped = Medicine.objects.create(patient=alice, name="Gabapentin", position=3)
    factories.step(stopped, ago(30), None, kind="stop", hours="")
    assert [(each.name, each.now) for each in report_of(alice).others] == [
        ("Duloxetine", "60 mg capsule at 08:00 and 20:00 since 12 Nov 2026"),
        ("Vitamin D", ""),
        ("Gabapentin", "stopped since 22 Oct 2026"),
    ]


def test_medicines_left_out_are_not_named_but_an_opioid_among_them_is(alice: User):
    factories.ldn(alice)
    Medicine.objects.create(patient=alice, name="Tramadol", position=1)
    Medicine.objects.create(patient=alice, name="Sertraline", position=2)
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(alice, includes_medicines=False).token).text
    assert ("Other medicines</h2>" in page, "Sertraline" in page, "on the list: Tramadol" in page) == (
        False,
        False,
        True,
    )


def test_what_was_tried_stands_with_the_days_before_and_after(alice: User):
    headache = factories.side_effect(alice)
    for days in range(20, 0, -1):
        factories.check_in(alice, ago(days), {headache: int(days > 10)})
    Event.objects.create(patient=alice, day=ago(10), kind="strategy", text="Food with the dose", against=headache)
    (tried,) = report_of(alice).tried
    assert tried.counts is not None
    assert [(each.figures.days_with, each.figures.n) for each in tried.counts.both] == [(10, 10), (0, 10)]
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(alice).token).text
    assert "Headache: with it on 10 of 10 rated days in the 14 before, 0 of 10 in the 11 from then" in page


def test_strategy_against_something_not_shown_has_no_counts(alice: User):
    headache = factories.side_effect(alice)
    Event.objects.create(patient=alice, day=ago(10), kind="strategy", text="Food", against=headache)
    (tried,) = report_of(alice, items=[]).tried
    assert (tried.words, tried.counts) == ("Food", None)


def test_notes_are_shown_only_where_they_are_shared(alice: User):
    factories.check_in(alice, ago(2), note="Note\nmarker")
    factories.check_in(alice, ago(200), note="Long ago")
    assert report_of(alice).notes == ()
    assert [(note.day, note.text) for note in report_of(alice, includes_notes=True).notes] == [
        ("19 Nov 2026", "Note\nmarker")
    ]
    assert ago(0) == TODAY
