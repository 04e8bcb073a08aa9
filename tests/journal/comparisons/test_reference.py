"""Single-case statistics against the values of other people's tools, and real diaries through every rule.

NAP and its tau are ours; PND and the standardised mean difference are written here, from the package's moments.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt

import pytest

from journal.comparisons.difference import difference
from journal.comparisons.drift import fit_step_and_drift
from journal.comparisons.moments import mean, variance
from journal.comparisons.overlap import overlap
from journal.comparisons.verdicts import Kind, Side, judge
from journal.comparisons.wording import sentences
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from tests.architecture import ROOT

DATA = ROOT.parent / "shared" / "data"
FILE = DATA / "singlecase_reference.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the folder with real data is not here")
DAY = date(2026, 1, 1)


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(text: str) -> list[float]:
    return [float(value) for value in text.split("|")]


def nap(before: list[float], after: list[float], lower: bool) -> float:
    found = overlap(before, after, lower_is_better=lower)
    assert found
    return found.nap


def tau(before: list[float], after: list[float], lower: bool) -> float:
    found = overlap(before, after, lower_is_better=lower)
    assert found
    return found.tau


def pnd(before: list[float], after: list[float], lower: bool) -> float:
    """Percentage of non-overlapping data (Scruggs, Mastropieri & Casto 1987), as a share."""
    best = min(before) if lower else max(before)
    return sum(value < best if lower else value > best for value in after) / len(after)


def smd(before: list[float], after: list[float], lower: bool, *, pooled: bool) -> float:
    """Standardised mean difference, with Hedges' small-sample correction."""
    freedom = len(before) + len(after) - 2 if pooled else len(before) - 1
    spread = variance(before)
    if pooled:
        spread = ((len(before) - 1) * variance(before) + (len(after) - 1) * variance(after)) / freedom
    sign = -1 if lower else 1
    return sign * (mean(after) - mean(before)) / sqrt(spread) * (1 - 3 / (4 * freedom - 1))


OURS = {
    ("NAP", ""): nap,
    ("scan_NAP_percent", ""): lambda *given: 100 * nap(*given),
    ("Tau", ""): tau,
    ("scan_tau_u: A vs. B", "method=complete, tau_method=a"): tau,
    ("PND", ""): pnd,
    ("SMD", "std_dev=baseline, bias corrected"): lambda *given: smd(*given, pooled=False),
    ("SMD", "rounded to 4 (Diff_trend to 3)"): lambda before, after, _: (
        (mean(after) - mean(before)) / sqrt(variance(before))
    ),
    ("Hedges_g", "rounded to 4 (Diff_trend to 3)"): lambda *given: smd(*given, pooled=True),
    ("Diff_mean", "rounded to 4 (Diff_trend to 3)"): lambda before, after, _: mean(after) - mean(before),
    ("SMD", "std_dev=pool, bias corrected"): lambda *given: smd(*given, pooled=True),
}


def compared() -> Iterator[tuple[dict[str, str], float]]:
    for row in rows_of(FILE.name):
        if statistic := OURS.get((row["statistic"], row["options"])):
            yield row, statistic(numbers(row["a_values"]), numbers(row["b_values"]), row["improvement"] == "decrease")


def test_each_value_is_that_of_the_tools():
    wrong = [
        (row["dataset"], row["case"], row["statistic"], ours, row["expected"])
        for row, ours in compared()
        if ours != pytest.approx(float(row["expected"]), abs=5e-5 if row["options"].startswith("rounded") else 1e-6)
    ]
    assert wrong == []


def test_this_many_values_were_compared():
    counted = Counter((row["statistic"], row["how"] == "asserted") for row, _ in compared())
    assert counted == {
        ("NAP", False): 7,
        ("NAP", True): 1,
        ("scan_NAP_percent", False): 3,
        ("Tau", False): 7,
        ("Tau", True): 3,
        ("scan_tau_u: A vs. B", False): 3,
        ("PND", False): 7,
        ("PND", True): 1,
        ("SMD", False): 14,
        ("SMD", True): 1,  # scan's: by the spread of the baseline, without a correction
        ("Hedges_g", True): 1,
        ("Diff_mean", True): 1,
    }


Diary = tuple[str, RatedItem, list[Point], list[Point]]


def migraine() -> Iterator[Diary]:
    """66 people: headache yes or no by day around the start of treatment."""
    days: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows_of("migraine_headache_log.csv"):
        days[row["patient"]][int(row["day_from_treatment"])] = int(row["headache"] == "yes")
    for person, found in days.items():
        yield person, RatedItem(1, "Headache", "target", 0, 1, True, 1), *_split(found, 0)


def opioid() -> Iterator[Diary]:
    """40 people: withdrawal 0 to 3, before and after the change of dose that leaves most ratings on both sides."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("opioid_dose_withdrawal.csv"):
        rows[row["patient"]].append(row)
    for person, found in rows.items():
        doses = [(int(row["study_day"]), row["amount"]) for row in found if row["amount"]]
        changes = [day for (day, dose), (_, last) in zip(doses[1:], doses, strict=False) if dose != last]
        ratings = {int(row["study_day"]): int(row["withdrawal"]) for row in found if row["withdrawal"]}
        splits = [_split(ratings, day) for day in changes or [1]]
        most = max(splits, key=lambda split: min(map(len, split)))
        yield person, RatedItem(1, "Withdrawal", "target", 0, 3, True, 1), *most


def series() -> Iterator[Diary]:
    """Fatigue by the week and sleep onset, baseline and treatment."""
    cases: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("symptom_series_ab.csv"):
        cases[f"{row['study']} {row['case']} {row['measure']}"].append(row)
    for name, found in cases.items():
        lower = found[0]["improvement"] == "decrease"
        item = RatedItem(1, name, "target", 0, 1000, lower, 1)
        values = {number: float(row["outcome"]) for number, row in enumerate(found) if row["outcome"]}
        start = next((number for number, row in enumerate(found) if row["phase"] != "baseline"), 0)
        yield name, item, *_split(values, start)


def _split(days: dict[int, float], start: int) -> tuple[list[Point], list[Point]]:
    points = [Point(DAY + timedelta(days=number), value) for number, value in sorted(days.items())]  # type: ignore[arg-type]
    first = DAY + timedelta(days=start)
    return [point for point in points if point.day < first], [point for point in points if point.day >= first]


# Doses of the 40 patients changed every few days: none of them has 14 days before and after.
@pytest.mark.parametrize(("diaries", "people", "compared"), [(migraine, 66, 5), (opioid, 40, 0), (series, 19, 5)])
def test_real_diaries_go_through_every_rule(diaries, people, compared):
    met: Counter[Kind] = Counter()
    for _, item, before, after in diaries():
        found = judge(item, _side("before", before), _side("after", after))
        met[found.kind] += 1
        assert sentences(found)
        difference(before, after)
        fit_step_and_drift(before, after)
    assert sum(met.values()) == people
    assert met[Kind.CHANGE] + met[Kind.NO_CLEAR_CHANGE] + met[Kind.UNVARIED] >= compared


def _side(label: str, points: list[Point]) -> Side:
    return Side(label, (points[-1].day - points[0].day).days + 1 if points else 0, points)
