"""The report after a fax: 204 x 196 dots an inch of one bit each, in which nothing is grey."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import time_machine

from reports import pdf
from reports.rendering import render
from reports.report import load_report
from tests.reports.links import link
from tests.reports.test_report import NOW
from tests.typical import STEPS, typical_patient

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler's pdftoppm")
ACROSS, DOWN = 204, 196  # dots an inch, fine mode
POINTS = 72
MOST_SPECKS = 40


def run(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout


def faxed(file: Path) -> np.ndarray:
    """Return the first sheet as a fax prints it: True is black."""
    picture = run("pdftoppm", "-mono", "-rx", str(ACROSS), "-ry", str(DOWN), "-singlefile", str(file))
    head = re.match(rb"P4\s+(\d+)\s+(\d+)\s", picture)
    assert head is not None
    width, height = map(int, head.groups())
    rows = np.frombuffer(picture[head.end() :], np.uint8).reshape(height, -1)
    return np.unpackbits(rows, axis=1)[:, :width].astype(bool)


def specks(dots: np.ndarray) -> int:
    """Return how many black dots have no black one beside, above or below them: of a grey there are thousands."""
    around = np.pad(dots, 1)
    touched = around[1:-1, 2:] | around[1:-1, :-2] | around[2:, 1:-1] | around[:-2, 1:-1]
    return int((dots & ~touched).sum())


def places_of(file: Path, words: tuple[str, str]) -> list[tuple[slice, slice]]:
    """Return where two words stand one after the other, as rows and columns of the fax."""
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        run("pdftotext", "-bbox", str(file), "-").decode(),
    )
    return [
        (
            slice(round(float(one[1]) * DOWN / POINTS), round(float(one[3]) * DOWN / POINTS)),
            slice(round(float(one[0]) * ACROSS / POINTS) - 3, round(float(other[2]) * ACROSS / POINTS) + 3),
        )
        for one, other in pairwise(found)
        if (one[4], other[4]) == words
    ]


@pytest.fixture
def sheet(db: None, tmp_path: Path) -> Path:
    patient = typical_patient("robin@example.test", NOW)
    with time_machine.travel(NOW, tick=False):
        rendered = render(load_report(link(patient, questions="Why headaches?").share, NOW))
    made = pdf.make_pdf(rendered, patient)
    assert made is not None
    file = tmp_path / "report.pdf"
    file.write_bytes(made)
    return file


def test_nothing_on_the_sheet_is_grey(sheet: Path):
    assert specks(faxed(sheet)) <= MOST_SPECKS


def test_every_dose_in_the_chart_is_black_on_white(sheet: Path):
    dots = faxed(sheet)
    top, foot = (places_of(sheet, words)[0][0].start for words in (("letters:", "events"), ("not", "taken")))
    for amount in sorted({amount for _, amount in STEPS}):
        near = [place for place in places_of(sheet, (f"{amount / 1000:g}", "mg")) if top - 60 < place[0].start < foot]
        assert len(near) == sum(amount == other for _, other in STEPS)
        for rows, columns in near:
            label = dots[rows, columns]
            # A third of a word's box is ink; nothing runs through the margin beside it.
            assert 0.1 < label.mean() < 0.45
            assert not label[2:-2, :2].any()
            assert not label[2:-2, -2:].any()


def test_specks_of_a_grey_are_found():
    grey = np.zeros((40, 40), bool)
    grey[::2, ::2] = True
    assert (specks(grey), specks(np.ones((40, 40), bool)), specks(np.zeros((40, 40), bool))) == (400, 0, 0)
