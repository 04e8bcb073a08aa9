"""report.pdf: tagged, one page, our fonts, every number of the page, and no way to fetch anything."""

import io
import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.checks import run_checks

from accounts.models import User
from journal.alarm_signs import ALARM_SIGNS
from journal.figures.dates import date_text
from journal.models import Event, Visit
from reports import pdf, pdf_drawing
from reports.rendering import Rendered, render
from reports.report import load_report
from tests import factories
from tests.large import big_patient
from tests.log_capture import captured
from tests.reports.links import link, opened
from tests.reports.test_report import NOW, ago
from tests.typical import typical_patient

NUMBER = re.compile(r"\d+(?:\.\d+)?")
WIDTH, MARGIN = 595.276, 28.35  # of A4, in points
HIDDEN = r'<(\w+) [^>]*class="visually-hidden".*?</\1>'
QUESTIONS = "Why headaches?\nWhen do we decide if it is worth going on?\nWhat if the pharmacy runs out?"


def poppler(command: str, file: Path, *options: str) -> str:
    """Return what a tool of poppler prints of a file; whatever it complains about fails the test."""
    done = subprocess.run(
        [command, *options, str(file), *(["-"] if command == "pdftotext" else [])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(autouse=True)
def own_lock(settings, tmp_path: Path) -> None:
    """Tests that run beside these make PDFs too: they wait for another turn."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def typical(db: None) -> User:
    return typical_patient("robin@example.test", NOW)


@pytest.mark.parametrize(("country", "size"), [("GB", "595.276 x 841.89 pts (A4)"), ("US", "612 x 792 pts (letter)")])
def test_typical_patient_fits_one_tagged_page_with_every_number(typical: User, tmp_path: Path, country: str, size: str):
    typical.country = country
    typical.save()
    with time_machine.travel(NOW, tick=False):
        made = link(typical, is_frozen=True, questions=QUESTIONS)
        reader = opened(made.token)
        answer = reader.get(f"/r/{made.token}/report.pdf")
        page = reader.get(f"/r/{made.token}/").text
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="report-2026-11-22.pdf"'
    file = tmp_path / "report.pdf"
    file.write_bytes(answer.content)
    facts = dict(re.findall(r"(?m)^([\w ]+):\s+(.*)$", poppler("pdfinfo", file)))
    assert [facts[name] for name in ("Title", "Tagged", "Pages", "Page size")] == ["Shared report", "yes", "1", size]
    assert ("Author" in facts, len(answer.content) < 300_000) == (False, True)
    fonts = poppler("pdffonts", file).splitlines()[2:]
    assert {re.split(r"\s{2,}", line)[0].split("+")[1].split("-")[0] for line in fonts} == {"Liberation"}
    assert all(" yes yes yes " in line for line in fonts)
    text = poppler("pdftotext", file, "-layout")
    sheet = page.split("<article")[1].split("</article>")[0]
    screen_only = (
        r'<details.*?</details>|<svg.*?</svg>|<span class="roomy sub">.*?</span>|'
        r'<p class="visually-hidden".*?</p>|<[^>]+>'
    )
    words = re.sub(screen_only, " ", sheet, flags=re.DOTALL)
    assert re.search(r"made 22 Nov 2026, 03:30 · works until 22 Dec 2026, 03:30 · Robin Example +page 1 of 1\s*$", text)
    assert Counter(NUMBER.findall(words)) - Counter(NUMBER.findall(text)) == Counter()


def test_pdf_fetches_nothing_but_our_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []
    files = pdf_drawing.our_files()
    fetch = type(files).fetch
    monkeypatch.setattr(type(files), "fetch", lambda self, url, headers=None: asked.append(url) or fetch(self, url))
    bait = "<p>text</p>" + "".join(
        f'<img src="{url}" alt="x"><a href="{url}">x</a>'
        for url in ("http://127.0.0.1:9/x", "file:///etc/passwd", "ftp://127.0.0.1/x")
    )
    sheet = f"<article class='sheet'>{bait}<link rel=stylesheet href='file:///etc/hosts'></article>"
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_drawing.draw(sheet, "A4"))
    assert "root:" not in poppler("pdftotext", file)
    assert {url for url in asked if not url.startswith("ours:")} == {
        "http://127.0.0.1:9/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "file:///etc/hosts",
    }
    for url in ("http://127.0.0.1:9/x", "file:///etc/passwd", "ours:../base.css", "data:text/plain,x"):
        with pytest.raises(ValueError, match="our own files"):
            fetch(files, url)


def test_typed_text_reaches_no_file(typical: User):
    typical.name = '<img src="file:///etc/passwd">'
    typical.save()
    with time_machine.travel(NOW, tick=False):
        made = link(typical)
        assert opened(made.token).get(f"/r/{made.token}/report.pdf").status_code == 200


def test_without_the_library_the_page_offers_print_and_the_check_says_so(
    typical: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    made = link(typical)
    reader = opened(made.token)
    answer = reader.get(f"/r/{made.token}/report.pdf")
    assert (answer.status_code, answer["Location"]) == (303, f"/r/{made.token}/")
    page = reader.get(f"/r/{made.token}/").text
    assert ("report.pdf" in page, "print this page or save it as PDF" in page) == (False, True)
    assert [each.what for each in made.share.openings.all()] == ["page"]
    assert [each.id for each in run_checks() if each.id == "reports.W001"] == ["reports.W001"]


def test_with_the_library_the_check_is_silent_and_the_page_offers_the_file(typical: User):
    assert [each.id for each in run_checks() if each.id == "reports.W001"] == []
    made = link(typical)
    assert 'href="report.pdf"' in opened(made.token).get(f"/r/{made.token}/").text


def makes_one(patient: User) -> bool:
    return pdf.make_pdf(Rendered(sheet="<p>x</p>", text=""), patient) is not None


def test_while_another_is_made_it_waits_a_little_and_then_makes_none(typical: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "LONGEST_WAIT", 0.2)
    with pdf._turn() as first:
        assert (first, makes_one(typical)) == (True, False)
    assert makes_one(typical)


def test_a_sheet_without_end_is_refused(typical: User):
    assert pdf.make_pdf(Rendered(sheet="x" * (pdf.MOST_CHARACTERS + 1), text=""), typical) is None


SLOW = "<p>x</p>" * 30_000  # longer than a second on any machine


def test_a_page_that_takes_too_long_is_ended_and_the_next_is_made(typical: User, monkeypatch: pytest.MonkeyPatch):
    assert makes_one(typical)  # starting the process takes longer than a second on a busy machine
    first = pdf.drawing.process
    monkeypatch.setattr(pdf, "LONGEST_DRAWING", 1)
    with captured() as log:
        assert pdf.make_pdf(Rendered(sheet=SLOW, text=""), typical) is None
    assert (pdf.drawing.process, first.returncode) == (None, -signal.SIGALRM)
    assert [(line["level"], line["message"]) for line in log.lines] == [
        ("ERROR", f"no PDF was made: its process ended with {-signal.SIGALRM}")
    ]
    monkeypatch.setattr(pdf, "LONGEST_DRAWING", 15)
    assert makes_one(typical)


def test_who_waited_in_vain_gets_503_and_the_way_to_print(typical: User, signed_in, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf.drawing, "draw", lambda sheet, paper: None)
    made = link(typical, label="Doctor Marker")
    reader, patient = opened(made.token), signed_in(typical)
    for client, address, back in (
        (reader, f"/r/{made.token}/report.pdf", f"/r/{made.token}/"),
        (patient, f"/reports/{made.share.pk}/report.pdf", f"/reports/{made.share.pk}/preview/"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "private, no-store")
        (led,) = re.findall('<a class="btn[^>]* href="(.*?)"', answer.text)
        assert (urljoin(address, led), made.token in answer.text) == (back, False)
        assert ("Print the page" in answer.text, "Marker" in answer.text, typical.name in answer.text) == (
            True,
            False,
            False,
        )
        assert client.get(back).status_code == 200
    assert [each.what for each in made.share.openings.all()] == ["page"]


def test_the_process_that_draws_has_less_memory_than_it_could_eat(typical: User, monkeypatch: pytest.MonkeyPatch):
    code = f"from reports import pdf_drawing as p; p.MOST_MEMORY = {400 << 20}; p.limit(); x = bytes({500 << 20})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "MemoryError")


def test_the_process_that_draws_rests_and_is_used_again_and_ends_when_nobody_asks(
    typical: User, monkeypatch: pytest.MonkeyPatch
):
    assert makes_one(typical)
    first = pdf.drawing.process
    assert (makes_one(typical), pdf.drawing.process is first) == (True, True)
    pdf.drawing.last_used -= pdf.LONGEST_REST
    assert (makes_one(typical), pdf.drawing.process is first, first.returncode) == (True, False, -signal.SIGKILL)
    code = "from reports import pdf_drawing as p; p.LONGEST_REST = 1; p.main()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as resting:
        assert resting.wait(20) == -signal.SIGALRM


def test_the_process_that_draws_ends_with_the_worker_and_knows_no_secret(typical: User):
    assert makes_one(typical)
    process = pdf.drawing.process
    known = Path(f"/proc/{process.pid}/environ").read_text().split("\0")
    assert {each.partition("=")[0] for each in known if each} <= set(pdf.HANDED_ON)
    process.kill()
    assert (makes_one(typical), makes_one(typical)) == (False, True)  # noticed, and started anew
    with subprocess.Popen(pdf.COMMAND, stdin=subprocess.PIPE) as orphan:
        orphan.stdin.close()
        assert orphan.wait(20) == 0


def test_jobs_are_answered_one_after_the_other_and_a_fault_by_its_name_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signal, "alarm", lambda seconds: 0)
    monkeypatch.setattr(pdf_drawing, "draw", lambda sheet, paper: {"a": b"%PDF-1"}[sheet])
    answers = io.BytesIO()
    pdf_drawing.serve(io.BytesIO(b"A4 15 1\naLetter 15 1\nbA4 15 1\na"), answers)
    assert answers.getvalue() == b"6 \n%PDF-10 KeyError\n6 \n%PDF-1"


def test_a_fault_is_logged_and_gives_no_pdf(typical: User, monkeypatch: pytest.MonkeyPatch):
    code = "from reports import pdf_drawing as p; p.draw = lambda sheet, paper: {}[sheet]; p.main()"
    monkeypatch.setattr(pdf, "COMMAND", (sys.executable, "-c", code))
    pdf.drawing.end()
    with captured() as log:
        assert pdf.drawing.draw("<p>Marker</p>", "A4") is None
    assert [line["message"] for line in log.lines] == ["no PDF was made: KeyError"]
    assert "Marker" not in log.text


def test_no_worker_imports_weasyprint(typical: User):
    code = (
        "import django, sys; django.setup();"
        "from reports import pdf; import ldn_tracker.urls;"
        "print(pdf.is_possible(), len(pdf.drawing.draw('<p>x</p>', 'A4')) > 1000, 'weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("True True False", "")


def test_patient_gets_the_same_file_and_counts_as_no_opening(typical: User, signed_in):
    with time_machine.travel(NOW, tick=False):
        made = link(typical, is_frozen=True)
    patient = signed_in(typical)
    answer = patient.get(f"/reports/{made.share.pk}/report.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    made.share.refresh_from_db()
    assert (made.share.opened_count, made.share.openings.count()) == (0, 0)
    assert f"/reports/{made.share.pk}/report.pdf" in patient.get(f"/reports/{made.share.pk}/preview/").text


def test_nobody_else_gets_it(typical: User, alice_client):
    made = link(typical, is_frozen=True)
    assert alice_client.get(f"/reports/{made.share.pk}/report.pdf").status_code == 404


def test_a_disk_that_takes_no_file_is_no_failure(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "missing"
    with pdf._turn() as mine:
        assert not mine


def fullest(patient: User) -> None:
    """Fill a diary with all that a report holds, as much of each as it takes."""
    big_patient(patient, days=120, items=20, last=date(2026, 11, 21))
    ldn = patient.medicines.get()
    ldn.reason, ldn.reason_words, ldn.pharmacy = "fibromyalgia", "since 2019, after a long infection", "Mill Street"
    ldn.save()
    for days in range(80, 2, -6):
        factories.step(ldn, ago(days), 100 * days, kind="decrease", hours="08:00 20:00", reason="agreed at the visit")
    for number in range(12):
        other = factories.ldn(patient, name=f"Other medicine {number}", is_ldn=False, position=number + 1)
        factories.step(other, ago(90), 20000, hours="08:00 20:00")
    factories.ldn(patient, name="Tramadol", is_ldn=False, position=20)
    effects = list(patient.items.filter(group="side_effect"))
    for number, days in enumerate(range(36, 2, -3)):
        kind, against = ("strategy", effects[number]) if number % 2 else ("opioid", None)
        words = "Dose an hour earlier, with food" if against else "two co-codamol at the dentist"
        Event.objects.create(patient=patient, day=ago(days), kind=kind, text=words, against=against)
    for number, row in enumerate(patient.check_ins.order_by("-day")[:10]):
        row.alarms = " ".join(sign.slug for sign in ALARM_SIGNS[number % 3 :])
        row.note = "Slept badly, then a good day." if number < 5 else ""
        row.save()
    Visit.objects.create(patient=patient, day=ago(35), text="Dr Example")
    factories.diary(patient, safety_answers='{"opioids":true,"liver_kidney":true,"pregnant":false}')


def test_long_words_run_neither_over_others_nor_off_the_paper(typical: User, tmp_path: Path) -> None:
    typical.name = "Wolfeschlegelsteinhausenbergerdorff von Testinghausen"
    typical.save()
    ldn = typical.medicines.get(is_ldn=True)
    ldn.reason_words = f"Since {'Gastroenteropancreatitis' * 4}, after a long infection"
    ldn.save()
    for number, item in enumerate((typical.items.get(target_rank=1), *typical.items.filter(group="side_effect"))):
        item.name = f"Gastroenteropancreatitis{'schmerzen' * 3}{number}"
        item.save()
    with time_machine.travel(NOW, tick=False):
        sheet = render(load_report(link(typical, questions="Gastroenteropancreatitis" * 8).share, NOW)).sheet
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_drawing.draw(re.sub(HIDDEN, "", sheet), "A4"))
    pages = poppler("pdftotext", file, "-bbox").split("<page ")[1:]
    for page in pages:
        found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<', page)
        boxes = [(*map(float, sides), words) for *sides, words in found]
        assert [words for _, _, right, _, words in boxes if right > WIDTH - MARGIN + 1] == []
        assert [(one[4], other[4]) for one, other in combinations(boxes, 2) if overlap(one, other)] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Return whether two words are printed one over the other; lines may touch."""
    across, down = (min(one[end], other[end]) - max(one[end - 2], other[end - 2]) for end in (2, 3))
    return across > 1 and down > 4


def test_every_dose_step_of_the_diary_is_on_paper_where_two_sheets_hold_it(typical: User, tmp_path: Path) -> None:
    ldn = typical.medicines.get(is_ldn=True)
    days = [ago(number) for number in range(100, 30, -9)]
    for number, day in enumerate(days, start=1):
        factories.step(ldn, day, 100 * number, hours="21:00")
    with time_machine.travel(NOW, tick=False):
        made = link(typical, questions=QUESTIONS)
        file = tmp_path / "report.pdf"
        file.write_bytes(opened(made.token).get(f"/r/{made.token}/report.pdf").content)
    assert re.search(r"Pages:\s+2\n", poppler("pdfinfo", file))
    text = " ".join(poppler("pdftotext", file, "-raw").split())
    assert [day for day in days if not re.search(rf"{date_text(day)} · \d+/\d+", text)] == []
    assert "By dose step the whole diary, " in text
    assert "the earlier ones are on the page behind the link" not in text


def test_fullest_patient_fits_two_pages_with_every_opioid_danger_sign_and_strategy(alice: User, tmp_path: Path) -> None:
    fullest(alice)
    ticked = {"includes_notes": True, "includes_safety": True, "includes_self_harm": True}
    with time_machine.travel(NOW, tick=False):
        made = link(alice, period="all", questions="\n".join([QUESTIONS, "Four?", "Five?"]), **ticked)
        file = tmp_path / "report.pdf"
        file.write_bytes(opened(made.token).get(f"/r/{made.token}/report.pdf").content)
    assert re.search(r"Pages:\s+2\n", poppler("pdfinfo", file))
    text = " ".join(poppler("pdftotext", file, "-raw").split())
    assert "By dose step the newest steps; the earlier ones are on the page behind the link" in text
    assert ("the whole diary" in text, "Earlier steps," in text) == (False, False)
    assert file.stat().st_size < 300_000
    for words in (*(sign.words for sign in ALARM_SIGNS), "on the list: Tramadol", "taken 6 times", "Five?"):
        assert words in text
    assert text.count("Dose an hour earlier, with food") == 5  # the first of the six is among the earlier events
