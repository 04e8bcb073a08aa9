"""What the record says, in the words of the report. Pure: numbers in, sentences out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.figures.dates import date_text, each_day, span_text
from journal.figures.days import NOTHING, SHIFT
from journal.figures.doses import Adherence
from journal.figures.entries import Entries
from journal.figures.episodes import KNOWN_FOR, Episode, State
from journal.figures.phases import PAUSE, Phase, Step
from journal.figures.ratings import RatedItem
from journal.figures.series import Timeline, mean_text
from journal.figures.table import ByStepTable, Cell, Row
from journal.names import name_key

CRAVING, MOOD, ALCOHOL = "craving", name_key("Mood"), "alcohol"
MOST_CHARTED = 3
MOST_QUESTIONS = 5
NOT_SAID = " (planned, not said whether it happened)"
ALWAYS_INCLUDED = "what LDN is for, pharmacy, doses, dose steps and their reasons, danger signs, opioids"


@dataclass(frozen=True, kw_only=True)
class CurrentDose:
    """The dose of the last step that began, and since when.

    label: "4.5 mg", "Paused" or "Stopped". since: the first day of this dose as often a day, over changes of form
    and hour. day_number: of the as-of day, 1 on `since`. hours: usual hours, with how many doses a day where there are
    several; "" when not given.
    step_since: the first day of the last step where that is later than `since`, else None.
    doubt: "planned, not confirmed; before: 3 mg" where nobody has said of any step at this dose that it happened.
    """

    label: str
    since: date
    day_number: int
    hours: str
    step_since: date | None
    doubt: str = ""

    @property
    def since_text(self) -> str:
        """Since when, as "2 Oct 2026"."""
        return date_text(self.since)

    @property
    def step_since_text(self) -> str:
        """Since when at this hour and in this form, or ""."""
        return date_text(self.step_since) if self.step_since else ""


def current_dose(phases: Sequence[Phase], as_of: date) -> CurrentDose | None:
    """Return the dose on the as-of day; None where no step has begun."""
    if not phases or not phases[-1].steps:
        return None
    last, alike = phases[-1], len(phases) - 1
    for phase in reversed(phases[:-1]):
        if not phase.steps or (phase.label, phase.steps[-1].doses_a_day) != (last.label, last.steps[0].doses_a_day):
            break
        alike -= 1
    since = phases[alike].first_day
    confirmed = any(step.confirmed for phase in phases[alike:] for step in phase.steps)
    before = f"; before: {phases[alike - 1].label if phases[alike - 1].steps else 'none'}" if alike else ""
    hours = last.steps[-1].hours.split()
    return CurrentDose(
        label=last.label,
        since=since,
        day_number=(as_of - since).days + 1,
        hours=" and ".join(hours) + (f" ({len(hours)} doses a day)" if len(hours) > 1 else ""),
        step_since=last.first_day if last.first_day > since else None,
        doubt="" if confirmed else f"planned, not confirmed{before}",
    )


def entries_text(entries: Entries, days: int) -> str:
    """Return on how many days something was entered, and how soon: "entries on 58 of 84 days, ..."."""
    if not entries.logged:
        return f"no entries in these {days} days"
    parts = [f"entries on {entries.logged} of {days} days"]
    if entries.prompt or entries.later:
        parts.append(f"{entries.prompt} the same or next day")
    if entries.unknown:
        parts.append(f"{entries.unknown} imported, day of entry not known")
    if entries.weekly:
        parts.append(f"{entries.weekly} of them for a whole week")
    return ", ".join(parts)


def adherence_text(doses: Adherence) -> str:
    """Return the four numbers in one line: "of 94 planned: 75 taken, 9 missed, 1 skipped, 9 not recorded"."""
    return (
        f"of {doses.planned} planned: {doses.taken} taken, {doses.missed} missed, "
        f"{doses.skipped} skipped, {doses.not_recorded} not recorded{beyond_plan_text(doses)}"
    )


def beyond_plan_text(doses: Adherence) -> str:
    """Return why the four numbers are more than those planned: "; 1 of these beyond the plan", or ""."""
    return f"; {doses.beyond_plan} of these beyond the plan" if doses.beyond_plan else ""


def pauses_text(phases: Sequence[Phase]) -> str:
    """Return when the medicine was paused: "Paused 3 to 9 Sep 2026; since 22 Nov 2026." or "No pause recorded."."""
    pauses = [
        f"since {date_text(phase.first_day)}" if phase is phases[-1] else phase.dates_text
        for phase in phases
        if phase.steps and phase.steps[0].kind == PAUSE
    ]
    return f"Paused {'; '.join(pauses)}." if pauses else "No pause recorded."


def planned_text(planned: Iterable[Step], today: date) -> str:
    """Return the steps after the days of the report: "Planned: 4.5 mg from 2 Dec 2026.", or "".

    Those whose day has come are no plan: "After these days: 4.5 mg from 2 Nov 2026.".
    """
    said: dict[str, list[str]] = {}
    for step in planned:
        unsure = step.day <= today and not step.confirmed
        words = f"{step.amount_text or step.kind_text} from {date_text(step.day)}{NOT_SAID if unsure else ''}"
        said.setdefault("Planned" if step.day > today else "After these days", []).append(words)
    return " ".join(f"{title}: {', '.join(steps)}." for title, steps in said.items())


def included_text(items: Sequence[tuple[str, bool]], extras: Sequence[str]) -> str:
    """Return what the page holds, in one list: what is always there, the items, the rest.

    items: (name, whether it is a side effect). Several side effects are counted: the table names each.
    """
    rated = [name for name, is_effect in items if not is_effect]
    effects = [name for name, is_effect in items if is_effect]
    named = [f"{len(effects)} side effects (named in the table)"] if len(effects) > 1 else effects
    return ", ".join([ALWAYS_INCLUDED, *rated, *named, *extras])


def left_out_text(items: Sequence[RatedItem], extras: Mapping[str, bool]) -> str:
    """Return what is not on the page unless the patient adds it; never whether there would be any.

    extras: what else a page can hold, in words, and whether it does.
    """
    shown = [(item.group == CRAVING, name_key(item.name)) for item in items]
    alcohol = any(is_craving and ALCOHOL in name for is_craving, name in shown)
    other = any(is_craving and ALCOHOL not in name for is_craving, name in shown)
    said = {
        "side effects": any(item.is_side_effect for item in items),
        "mood": any(name == MOOD for _, name in shown),
        "alcohol": alcohol,
        "other cravings" if alcohol or other else "cravings": False,  # of those on the page nobody knows if all are
        **extras,
    }
    return ", ".join(words for words, is_shown in said.items() if not is_shown)


def directions_text(items: Iterable[RatedItem]) -> str:
    """Return which way the rated items read: "lower is better, but for Energy", or "" without any."""
    rated = [item for item in items if not item.is_side_effect]
    higher = [item.name for item in rated if not item.lower_is_better]
    if not rated:
        return ""
    if len(higher) == len(rated):
        return "higher is better"
    return "lower is better" + (f"; higher is better for {', '.join(higher)}" if higher else "")


def courses_text(latest: Sequence[Episode], table: ByStepTable, today: date) -> tuple[tuple[str, str], ...]:
    """Return how each side effect stood on the day looked from: there, on some days, unknown, gone.

    One that was there within a week, with days of "none" beside them, is told by its dose step: of its latest episode
    alone a single "none" would read as gone, and the day after it as the first.
    """
    by_day = "" if not latest or latest[0].seen_from >= today else f" on {date_text(latest[0].seen_from)}"
    titles = {
        State.THERE: f"There{by_day}" if by_day else "Still there",
        None: "On some days",
        State.UNKNOWN: f"Not known if {f'there{by_day}' if by_day else 'still there'}",
        State.GONE: "Gone",
    }
    said: dict[State | None, list[str]] = {state: [] for state in titles}
    rows = {row.item.id: row for row in table.rows}
    for each in latest:
        cell = _cell_of(each, rows.get(each.item.id))
        if cell and _comes_and_goes(each, cell):
            said[None].append(_on_some_days(each, cell))
        else:
            said[each.state].append(_course(each))
    return tuple((title, "; ".join(said[state])) for state, title in titles.items() if said[state])


def _cell_of(episode: Episode, row: Row | None) -> Cell | None:
    """Return the dose step on which it was last there."""
    return next((cell for cell in row.cells if episode.last_day <= cell.column.phase.last_day), None) if row else None


def _comes_and_goes(episode: Episode, cell: Cell) -> bool:
    """Return whether it was there in the last week, but neither on every day rated of it nor since the week before."""
    if (episode.seen_from - episode.last_day).days >= KNOWN_FOR:
        return False
    of_step = [spell for spell in episode.spells if spell.day >= cell.column.phase.first_day]
    again = (episode.seen_from - episode.began).days < KNOWN_FOR and cell.figures.days_with > len(of_step)
    return episode.gone_on is not None or again


def _on_some_days(episode: Episode, cell: Cell) -> str:
    phase, figures = cell.column.phase, cell.figures
    step = f"of {'this step' if cell.column.is_last else phase.label}" if phase.steps else "before the first dose step"
    unit = "entries" if cell.column.entries.weekly else "rated days"
    return (
        f"{episode.item.name}, {figures.days_with} of {figures.n} {unit} {step}, worst {cell.worst_text}, "
        f"last {date_text(episode.last_day)}"
    )


def _course(episode: Episode) -> str:
    name = episode.item.name
    if episode.gone_on:
        return f"{name}, rated none on {date_text(episode.gone_on)}"
    if episode.state is State.UNKNOWN:
        last = date_text(episode.last_day)
        return f"{name}, began {episode.began_text}, worst {episode.worst_text}, last rated {last}"
    began = f"{name}, began" if episode.in_week else f"{name} since"
    return f"{began} {episode.began_text}, worst {episode.worst_text}, {_times(episode)}"


def _times(episode: Episode) -> str:
    """Return how often it was rated with it; an entry for a week is an entry, not seven days."""
    n, weekly = len(episode.spells), sum(spell.days > 1 for spell in episode.spells)
    if not weekly:
        return f"{n} day{'' if n == 1 else 's'} with it"
    if weekly == n:
        return f"{n} weekly entr{'y' if n == 1 else 'ies'} with it"
    return f"{n} entries with it, {weekly} for a week"


def questions(text: str) -> tuple[str, ...]:
    """Return the patient's questions, one a line."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line)[:MOST_QUESTIONS]


def charted_items(items: Iterable[RatedItem]) -> list[RatedItem]:
    """Return the first item and at most two more that read the same way; side effects are never drawn.

    Items come with the headline first. Directions are never mixed in one picture.
    """
    rated = [item for item in items if not item.is_side_effect]
    return [item for item in rated if item.lower_is_better == rated[0].lower_is_better][:MOST_CHARTED]


@dataclass(frozen=True, kw_only=True)
class ChartTable:
    """The chart's table twin. unit: what a row is about; rows: its dates, the dose, and a text for each item."""

    caption: str
    unit: str
    rows: tuple[tuple[str, ...], ...]


def chart_table(timeline: Timeline) -> ChartTable:
    """Return the weekly averages of a time line or, where no week has enough entries for one, every entry."""
    if rows := week_rows(timeline):
        caption = "Weekly averages, weeks counted from each dose change; a week with under three entries has none"
        return ChartTable(caption=caption, unit="Week", rows=rows)
    return ChartTable(caption="Every entry; under three a week make no average", unit="Day", rows=entry_rows(timeline))


def entry_rows(timeline: Timeline) -> tuple[tuple[str, ...], ...]:
    """Return a row for each day with an entry: the day, or the week that ended on it, its dose and the answers."""
    for_a_week = {point.day for series in timeline.series for point in series.points if point.weekly}
    days = each_day(timeline.first_day, timeline.last_day)
    return tuple(
        (
            f"Week to {date_text(day)}" if day in for_a_week else date_text(day),
            timeline.dose_on(day),
            *(str(byte - SHIFT) if byte != NOTHING else "no entry" for byte in answers),
        )
        for day, *answers in zip(days, *(series.calendar for series in timeline.series), strict=True)
        if any(answers)
    )


def week_rows(timeline: Timeline) -> tuple[tuple[str, ...], ...]:
    """Return the dates of each week, its dose, and "5.2, n 6" or "too few" for each item.

    A week without any average is left out.
    """
    found = [{week.first_day: week for run in series.weeks for week in run} for series in timeline.series]
    weeks = {week.first_day: week for by_day in found for week in by_day.values()}
    return tuple(
        (
            span_text(first, weeks[first].last_day),
            timeline.dose_on(first),
            *(mean_text(by_day[first].mean, by_day[first].n) if first in by_day else "too few" for by_day in found),
        )
        for first in sorted(weeks)
    )
