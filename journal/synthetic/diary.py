"""A whole invented patient: who they are, what they took, and the diary they kept. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from journal.synthetic import parameters, writing
from journal.synthetic.course import LatentDay
from journal.synthetic.life import Life, draw_life
from journal.synthetic.noise import stream
from journal.synthetic.people import Person, draw_person
from journal.synthetic.side_effects import recorded
from journal.synthetic.taking import Intake

WELLBEING = parameters.SERIES[3:6]
SIDE_EFFECTS = tuple(symptom.name for symptom in parameters.SYMPTOMS)
MONDAY = date(2026, 1, 5)
VISITS_EVERY = 90


@dataclass(frozen=True, kw_only=True)
class DatedStep:
    """A dose step on its calendar day; amount in thousandths of mg, None on stop; hour "HH:MM" or ""."""

    day: date
    kind: str
    amount: int | None
    hour: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DiaryDay:
    """One day with a check-in, entered on entered_day; the dose is None when nothing was said about it.

    ratings: by item name; targets, sleep, mood and energy on 0-10, side effects on 0-3.
    """

    day: date
    entered_day: date
    ratings: Mapping[str, int]
    note: str
    dose: Intake | None


@dataclass(frozen=True, kw_only=True)
class DatedText:
    """An event of a kind, or a visit, on its day."""

    day: date
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SyntheticPatient:
    """An invented patient. Only days with a check-in are in the diary; intakes holds every dose, told or not."""

    person: Person
    first_day: date
    first_dose: date
    steps: tuple[DatedStep, ...]
    intakes: Mapping[date, Intake]
    diary: tuple[DiaryDay, ...]
    events: tuple[DatedText, ...]
    visits: tuple[DatedText, ...]


def synthetic_patient(
    seed: int,
    days: int,
    *,
    first_day: date = MONDAY,
    baseline_days: int = 14,
    scenario: str = parameters.NULL_PLUS_PLACEBO,
    on_drug: bool = True,
    person: Person | None = None,
    stops: bool = True,
) -> SyntheticPatient:
    """Return the patient of a seed: `days` in all from first_day, `baseline_days` of them before the first dose.

    Off the drug it is the same person taking placebo. A given person replaces the drawn one; without
    `stops` they neither stop nor move the dose to the morning.
    """
    who = person or draw_person(seed, scenario, on_drug=on_drug)
    life = draw_life(seed, who, -baseline_days, days - baseline_days - 1, stops=stops)
    start = first_day + timedelta(days=baseline_days)
    return SyntheticPatient(
        person=who,
        first_day=first_day,
        first_dose=start,
        steps=tuple(_steps(life, start)),
        intakes={start + timedelta(days=day): intake for day, intake in life.intakes.items()},
        diary=tuple(_diary(seed, life, start)),
        events=tuple(_events(stream(seed, "events"), life, start)),
        visits=tuple(_visits(start, days - baseline_days)),
    )


def _steps(life: Life, start: date) -> Iterator[DatedStep]:
    for step in life.steps:
        day = start + timedelta(days=step.day)
        yield DatedStep(day=day, kind=step.kind, amount=step.amount, hour=step.hour, reason=step.reason)


def _diary(seed: int, life: Life, start: date) -> Iterator[DiaryDay]:
    random, symptoms = stream(seed, "diary"), stream(seed, "symptoms")
    for number, truth in enumerate(life.course):
        day = start + timedelta(days=truth.day)
        logged = writing.is_logged(random, life.person, day, number, truth.levels[0])
        late, note = writing.days_late(random), writing.note_for(random, truth.flare)
        ratings = _targets(random, life, truth) | _side_effects(symptoms, life, truth)
        told = random.random() >= 0.03
        if logged and late < len(life.course) - number + 1:  # what is entered after the end is not there yet
            yield DiaryDay(
                day=day,
                entered_day=day + timedelta(days=late),
                ratings=ratings,
                note=note,
                dose=life.intakes.get(truth.day) if told else None,
            )


def _targets(random: Random, life: Life, truth: LatentDay) -> dict[str, int]:
    """Return the answers on 0-10; the truth is how bad it is, those on sleep, mood and energy how good."""
    numbers = [writing.number_for(random, life.person, level) for level in truth.levels]
    good = {name: 10 - bad for name, bad in zip(WELLBEING, numbers[3:], strict=True)}
    return dict(zip(life.person.targets, numbers[:3], strict=True)) | good


def _side_effects(random: Random, life: Life, truth: LatentDay) -> dict[str, int]:
    """Return the answers on 0-3; vivid dreams go up and down with the nights."""
    values = dict.fromkeys(SIDE_EFFECTS, 0)
    for name, points in life.symptoms[truth.day].items():
        wobble = truth.dreams * 0.5 if name == parameters.DREAMS else random.gauss(0, 0.5)
        values[name] = recorded(points + wobble)
    return values


def _events(random: Random, life: Life, start: date) -> Iterator[DatedText]:
    """Yield some of the flares and now and then something else."""
    before = 0.0
    for truth in life.course:
        told, other, pick = random.random(), random.random(), random.random()
        day = start + timedelta(days=truth.day)
        if truth.flare and not before and told < 0.5:
            yield DatedText(day=day, kind="illness", text="Flare")
        elif other < 1 / 60:
            kind, text = writing.EVENTS[int(pick * len(writing.EVENTS))]
            yield DatedText(day=day, kind=kind, text=text)
        before = truth.flare
    for step in life.steps:
        if step.kind == "change":
            text = "LDN in the morning instead of at bedtime"
            yield DatedText(day=start + timedelta(days=step.day), kind="strategy", text=text)


def _visits(start: date, days: int) -> Iterator[DatedText]:
    """Yield the visit before the first dose, and one every 90 days."""
    for number in range(-1, days, VISITS_EVERY):
        text = "LDN prescribed" if number < 0 else "Review"
        yield DatedText(day=start + timedelta(days=number), kind="visit", text=text)
