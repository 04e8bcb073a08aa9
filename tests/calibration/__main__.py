"""Write docs/calibration.md and its picture: python -m tests.calibration (`make calibrate`).

With the word "since" only "Since the last visit" and what follows it are written anew: a minute instead of many.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from journal.comparisons.difference import difference
from journal.comparisons.drift import fit_step_and_drift
from journal.comparisons.overlap import overlap
from journal.comparisons.verdicts import LEAST_PAIRS
from journal.comparisons.windows import LEAST_REACH
from journal.figures.phases import WASH_IN_DAYS
from tests.architecture import ROOT
from tests.calibration.patterns import drawn, in_phases, in_windows, phases, side_by_side, windows, with_a_gap
from tests.calibration.picture import picture
from tests.calibration.published import part as beside_the_published
from tests.calibration.rules import enough, naive, pairs, reach, says_changed, says_lower, three_days
from tests.calibration.series import Diaries, Mask, Truth, simulate, since_visit

RUNS, DRIFT_RUNS, SEED = 20_000, 2_000, 1
LIKENESS, DAYS, DROPS = (0.0, 0.3, 0.5, 0.7), (14, 28, 56), (0.5, 1.0, 1.5)
SHAPES = ((0.0, False), (0.0, True), (0.3, False), (0.3, True))
HEAD = """# How often the comparison is right

Written by `make calibrate` ({runs:,} simulated diaries a row, seed {seed}). Each diary is one item on a 0-10 scale over two
phases of the same length; days are alike from one to the next by the autocorrelation given, as real symptom diaries are. What
is true is known, so that what each rule says can be counted. The same is tested with fewer diaries in
`tests/journal/comparisons/test_calibration.py`.

**Ours** is the interval of `journal/comparisons/difference.py`: "changed" is said when it leaves out zero. **Naive** is a t-test
on single days. **Three days** is what a peer does: three days without against three days with, told as a difference when they are
more than half a point apart.

![Share of diaries in which nothing changed and a rule said so all the same](calibration.svg)

## When nothing changed: how often "changed" is said

| alike by | days a phase | gaps | whole numbers | ours | naive | three days |
|---|---|---|---|---|---|---|
"""
POWER = """
## When it fell: how often the likely range lies wholly below zero

| alike by | days a phase | gaps | whole numbers | 0.5 SD | 1 SD | 1.5 SD |
|---|---|---|---|---|---|---|
"""
DRIFT = """
## When it only drifted: how often the drift is blamed on the step

A steady fall of 0.02 SD a day and no step at all ({runs:,} diaries a row). "A step" is told when the likely range leaves out zero
and the step of the model with a drift does too; else the page says that the change may have begun before. NAP alone: how often
it is above 0.66, the lowest that a change of 1 SD in 28 days reaches in half of the diaries.

| alike by | days a phase | changed | told as a step | NAP alone | a true step of 1.5 SD told as a step |
|---|---|---|---|---|---|
"""
WASHED_IN = """
## With the wash-in left out

The tables above are of phases that touch. The page leaves out the first seven days of a dose step, so that seven days lie between
what it compares ({runs:,} diaries a row; the change, where there is one, came with the first of them). "By s^2 / m" is the formula
for phases that touch, on the same diaries.

| alike by | days a phase | gaps | whole numbers | "changed" when nothing changed | by s^2 / m | 0.5 SD | 1 SD | 1.5 SD |
|---|---|---|---|---|---|---|---|---|
"""
SINCE = """
## Since the last visit

The range that the page and the report give beside "since the last visit" ({runs:,} diaries a row): the 14 days before the visit
against the last 14 complete days, of one series that runs on through the days between. The change, where there is one, came with
the visit. With fewer than seven answers in either window, fewer than 13 days from the first of them to the last, or fewer than ten
pairs of days that follow each other in both, no range is given: how often, of all diaries, says "no range"; the other
columns are of those that get one. A visit under 28 days ago, and a dose step whose first seven days lie in the windows, get none.

| alike by | days since the visit | gaps | whole numbers | no range | "changed" when nothing changed | 0.5 SD | 1 SD | 1.5 SD |
|---|---|---|---|---|---|---|---|---|
"""
SCATTERED = """
## Days that seldom follow each other

How alike days are is reckoned from days that follow each other. A diary that is kept every second day has none, so that its days
count as if each told something new; with a few it is a guess ({runs:,} diaries a row, nothing changed, whole numbers, seven days of
wash-in between, the same days answered in both phases unless it says otherwise). So **no range is given with fewer than {least}
pairs** of such days, both phases together: those rows say what would have been said. With it every row that gets a range stays
under 8 %.

| answers on | days a phase | answers before, after | pairs | range | "changed" when nothing changed, alike by 0.5 | by 0.7 |
|---|---|---|---|---|---|---|
"""
BLOCKS = """
## Since the last visit, answers in a block or by the day of the week

The same for the windows of 14 days, 28 days after a visit ({runs:,} diaries a row). A short block of days lies wholly above or
below the level of its window and looks steadier than it is. So **no range is given unless the first and last answer of each window
are {reach} days apart or more, both counted**. With it, a gap of one to seven days in a row that lies anywhere, and elsewhere then
and now, gives {anywhere} at most at 0.7, and gaps by chance what the table of the last visit says. **What it does not mend:** where
the very same days are answered then and now, some patterns are above 8 % at 0.7, mostly those with nearly all of their days in
one row and a day alone at the end, as the last rows show. Of {given} patterns drawn by chance (each day missing in three of ten)
that get a range, {above} are, the highest with {highest}; their mean is {middle}.

| answers on | answers | pairs | days from first to last | range | "changed" when nothing changed, alike by 0.5 | by 0.7 |
|---|---|---|---|---|---|---|
"""
SEVERAL = """
## Several dose steps side by side

The share is of one range. A page with several has more chances to be wrong: how often at least one of them says "changed" when
nothing ever changed ({runs:,} diaries a row; 28 days before LDN and steps of 35 days, of which 28 are compared, all answered, whole
numbers).

| alike by | 1 step, 1 range | 2 steps, 3 ranges | 5 steps, 6 ranges |
|---|---|---|---|
"""
FOOT = """
## What this means for the page

- The interval is wider than most people expect. With two weeks a phase a change of less than about 1.5 SD is usually called "no
  clear change": that is lack of entries, and the page says what would have shown.
- With seven days a phase the rule said "changed" in up to 12 % of diaries in which nothing had: a comparison needs 14 days with an
  answer in each phase, counted outside the wash-in.
- A step is told from a drift only when the difference is clear; a true step in short phases is then often called "may have begun
  before". That errs on the side of saying less.
- The published recipe (standards 6.1) said "changed" in 8.3 % of diaries of whole numbers at 14 days and 0.7: rounding adds noise
  that hides how alike days are. What rounding adds (1/12 of a point squared, Sheppard) is therefore taken off before the likeness
  is reckoned; with it every row without drift stays under 8 %.
- Of phases side by side, what the days next to the change have in common cancels out; with days between it does not. The formula
  for phases that touch then said "changed" in up to 9.2 % (wash-in left out) and 8.9 % (since the last visit) of diaries in which
  nothing had. So from seven days between on, the spread is set right first: days that are alike vary less around their own mean
  than around the true one (`moments.variance_of_mean`). With it every row without drift stays under 8 %.
- That costs power where days lie between: since the last visit a fall of 1.5 SD is found in 67.7 % (before: 71.1 %) of diaries
  whose days are alike by 0.3, in 28.2 % (before: 32.5 %) where they are alike by 0.7.
- Six ranges on one page say "changed" at least once in about one of four diaries in which nothing did. The page says so beside the
  formula, and gives a range for one item alone.
- Two windows of 14 days are few: a fall of 1 SD at the visit is found in 6 of 10 diaries whose days are not alike, in 2 of 10 where
  they are alike by 0.7. "No clear change" since the visit is no proof that nothing changed, and the page does not say so.
"""


def percent(told: Mask) -> str:
    return f"{100 * float(np.mean(told)):.1f} %"


def words(gaps: float, rounded: bool) -> str:
    return f"{'30 %' if gaps else 'none'} | {'yes' if rounded else 'no'}"


def grid() -> Iterator[Truth]:
    for likeness, days, (gaps, rounded) in product(LIKENESS, DAYS, SHAPES):
        yield Truth(likeness=likeness, days=days, gaps=gaps, rounded=rounded)


def false_rows(points: dict[str, dict[float, float]]) -> Iterator[str]:
    """Yield the rows, and keep what the picture shows: 28 days, no gaps, no rounding."""
    rules: dict[str, Callable[[Diaries], Mask]] = {"ours": says_changed, "naive": naive, "three days": three_days}
    for truth in grid():
        diaries = simulate(truth, RUNS, SEED)
        told = {name: rule(diaries) for name, rule in rules.items()}
        if (truth.days, truth.gaps, truth.rounded) == (28, 0.0, False):
            for name, each in told.items():
                points.setdefault(name, {})[truth.likeness] = float(np.mean(each))
        cells = " | ".join(percent(each) for each in told.values())
        yield f"| {truth.likeness:g} | {truth.days} | {words(truth.gaps, truth.rounded)} | {cells} |"


def power_rows() -> Iterator[str]:
    for truth in grid():
        found = [percent(says_lower(simulate(Truth(**{**vars(truth), "drop": drop}), RUNS, SEED))) for drop in DROPS]
        yield f"| {truth.likeness:g} | {truth.days} | {words(truth.gaps, truth.rounded)} | {' | '.join(found)} |"


def drift_rows() -> Iterator[str]:
    from tests.journal.comparisons.test_calibration import sides

    for likeness, days in product(LIKENESS, DAYS):
        drifting = simulate(Truth(likeness=likeness, days=days, drift=0.02), DRIFT_RUNS, SEED)
        stepping = simulate(Truth(likeness=likeness, days=days, drop=1.5), DRIFT_RUNS, SEED)
        counts = np.zeros(4)
        for row in range(DRIFT_RUNS):
            before, after = sides(drifting, row)
            clear = difference(before, after).is_clear
            pairs = overlap([p.value for p in before], [p.value for p in after], lower_is_better=True)
            true_before, true_after = sides(stepping, row)
            counts += [
                clear,
                clear and fit_step_and_drift(before, after).has_step,
                pairs.nap > 0.66,
                difference(true_before, true_after).is_clear and fit_step_and_drift(true_before, true_after).has_step,
            ]
        cells = " | ".join(f"{100 * count / DRIFT_RUNS:.1f} %" for count in counts)
        yield f"| {likeness:g} | {days} | {cells} |"


def washed_in_rows() -> Iterator[str]:
    for truth in grid():
        told = []
        for drop in (0.0, *DROPS):
            diaries = simulate(Truth(**{**vars(truth), "washed_in": WASH_IN_DAYS, "drop": drop}), RUNS, SEED)
            told += (
                [says_lower(diaries)] if drop else [says_changed(diaries), says_changed(replace(diaries, between=0))]
            )
        cells = " | ".join(map(percent, told))
        yield f"| {truth.likeness:g} | {truth.days} | {words(truth.gaps, truth.rounded)} | {cells} |"


def since_rows() -> Iterator[str]:
    shapes = product(LIKENESS, (28, 84), (0.0, 0.3, 0.5), (False, True))
    for likeness, ago, gaps, rounded in shapes:
        told, share = [], 0.0
        for drop in (0.0, *DROPS):
            every = since_visit(
                Truth(likeness=likeness, days=14, gaps=gaps, rounded=rounded, drop=drop), ago, RUNS, SEED
            )
            diaries = enough(every)
            share = 1 - len(diaries.values) / RUNS
            told.append(percent(says_lower(diaries) if drop else says_changed(diaries)))
        shape = f"{f'{gaps:.0%}'.replace('%', ' %') if gaps else 'none'} | {'yes' if rounded else 'no'}"
        yield f"| {likeness:g} | {ago} | {shape} | {100 * share:.1f} % | {' | '.join(told)} |\n"


def since_part() -> str:
    """Return the parts on the last visit, on regular gaps and on several ranges."""
    parts = [SINCE.format(runs=RUNS), *since_rows()]
    parts += [SCATTERED.format(runs=RUNS, least=LEAST_PAIRS), *scattered_rows()]
    most = max(float(np.mean(says_changed(gap_anywhere(0.7, gap)))) for gap in range(1, 8))
    parts += [BLOCKS.format(runs=RUNS, reach=LEAST_REACH, anywhere=f"{100 * most:.1f} %", **of_drawn()), *block_rows()]
    parts += [SEVERAL.format(runs=RUNS), *several_rows()]
    return "".join(parts)


def scattered_rows() -> Iterator[str]:
    for days in (28, 56, 112):
        for name, (before, after) in phases(days).items():
            diaries = [in_phases(likeness, before, after, RUNS, SEED) for likeness in (0.5, 0.7)]
            found = int(pairs(diaries[0])[0])
            given = "yes" if found >= LEAST_PAIRS else "no"
            cells = " | ".join(percent(says_changed(each)) for each in diaries)
            yield f"| {name} | {days} | {before.sum()}, {after.sum()} | {found} | {given} | {cells} |\n"


def block_rows() -> Iterator[str]:
    for name, there in windows().items():
        diaries = [in_windows(likeness, there, RUNS, SEED) for likeness in (0.5, 0.7)]
        given = "yes" if len(enough(diaries[0]).values) else "no"
        cells = " | ".join(percent(says_changed(each)) for each in diaries)
        yield f"| {name} | {there.sum()} | {pairs(diaries[0])[0]} | {reach(there[None])[0]} | {given} | {cells} |\n"


def gap_anywhere(likeness: float, gap: int) -> Diaries:
    return enough(with_a_gap(likeness, gap, RUNS, SEED))


def of_drawn() -> dict[str, object]:
    """Return what the page says of the patterns drawn by chance."""
    given = [each for each in drawn(0.7, 300, RUNS, SEED) if len(enough(each).values)]
    shares = np.array([says_changed(each).mean() for each in given])
    highest, middle = (f"{100 * share:.1f} %" for share in (shares.max(), shares.mean()))
    return {"given": len(given), "above": int((shares > 0.08).sum()), "highest": highest, "middle": middle}


def several_rows() -> Iterator[str]:
    for likeness in LIKENESS:
        cells = [
            percent(np.any([says_changed(each) for each in side_by_side(likeness, steps, RUNS, SEED)], axis=0))
            for steps in (1, 2, 5)
        ]
        yield f"| {likeness:g} | {' | '.join(cells)} |\n"


def only_since() -> None:
    """Write that part and what follows it anew, and leave the tables before it as they are."""
    page = ROOT / "docs" / "calibration.md"
    before = page.read_text(encoding="utf-8").partition("\n## Since the last visit\n")[0]
    parts = [before, since_part(), FOOT, *beside_the_published(RUNS, SEED)]
    page.write_text("".join(parts), encoding="utf-8")


def main() -> None:
    points: dict[str, dict[float, float]] = {}
    parts = [HEAD.format(runs=RUNS, seed=SEED), *(f"{row}\n" for row in false_rows(points))]
    parts += [POWER, *(f"{row}\n" for row in power_rows())]
    parts += [DRIFT.format(runs=DRIFT_RUNS), *(f"{row}\n" for row in drift_rows())]
    parts += [WASHED_IN.format(runs=RUNS), *(f"{row}\n" for row in washed_in_rows()), since_part(), FOOT]
    parts += beside_the_published(RUNS, SEED)
    (ROOT / "docs" / "calibration.md").write_text("".join(parts), encoding="utf-8")
    (ROOT / "docs" / "calibration.svg").write_text(picture(points), encoding="utf-8")


only_since() if sys.argv[1:] == ["since"] else main()
