"""The example for prescribers is the demo patient's report, as the templates make it now, and plainly marked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from django.test import Client

from journal.demo import make_demo_patient
from reports.example import FOLDER, MARK, example, marked
from reports.models import Share
from reports.rendering import render
from reports.report import load_report
from tests.ldn_tracker import pages
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 21, 52, tzinfo=UTC)
QUESTIONS = "Why do I sleep badly some weeks?\nWhen do we decide if it is worth going on?"


@time_machine.travel(NOW, tick=False)
def test_example_is_what_the_demo_patients_report_is_now(db: None, tmp_path: Path):
    robin = make_demo_patient(password="correct horse battery", now=NOW)
    ticked = robin.check_ins.order_by("-day")[8]
    ticked.alarms = "fluids"
    ticked.save()
    share = Share(patient=robin, label="Example", questions=QUESTIONS, created_at=NOW)
    share.expires_at = NOW + timedelta(days=30)
    items = robin.items.exclude(name="Mood").values_list("pk", flat=True)
    made = marked(render(load_report(share, NOW, items)))
    for kind, text in (("html", made.sheet), ("txt", made.text)):
        (tmp_path / f"example.{kind}").write_text(text, encoding="utf-8")
    assert (made.sheet, made.text) == (example().sheet, example().text), f"copy {tmp_path}/example.* to {FOLDER}"


def test_page_is_marked_and_asks_nothing(db: None):
    with count_statements() as statements:
        answer = Client().get("/prescribers/example/")
    assert (answer.status_code, list(statements)) == (200, [])
    assert answer.text.count(MARK) == 2
    assert "<strong>An example.</strong>" in answer.text
    assert ("report.pdf" in answer.text, "<script" in answer.text) == (False, False)
    assert pages.heading(answer) == "Robin Example"


def test_example_is_linked_from_the_page_for_prescribers_and_that_from_the_report(db: None):
    assert 'href="/prescribers/example/"' in Client().get("/prescribers/").text
    assert 'href="/prescribers/"' in Client().get("/prescribers/example/").text
    assert Client().post("/prescribers/example/").status_code == 405
