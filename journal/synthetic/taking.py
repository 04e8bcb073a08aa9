"""What is taken: the steps, until a person stops, and each day's dose. Days count from the first dose. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from journal.synthetic import parameters
from journal.synthetic.noise import choose, stream
from journal.synthetic.people import Person
from journal.synthetic.side_effects import Switch

TAKEN, LATE, MISSED, SKIPPED = "taken", "late", "missed", "skipped"
NO_BENEFIT, LOST_BENEFIT, SIDE_EFFECTS, COST = "no benefit", "stopped helping", "side effects", "cost or access"
OTHER_REASONS = {NO_BENEFIT: 0.65, LOST_BENEFIT: 0.23, COST: 0.08, "other": 0.04}
COULD_NOT_GET_IT = "could not get it"


@dataclass(frozen=True, kw_only=True)
class Step:
    """From a day on, this amount (thousandths of mg, None on stop) at this hour, and why."""

    day: int
    kind: str
    amount: int | None
    hour: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The last day with a dose planned, and why there are no more."""

    day: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One dose: its status, amount (None if not taken), minutes after the usual hour and a reason."""

    status: str
    amount: int | None = None
    minutes: int = 0
    reason: str = ""


def draw_stop(seed: int, person: Person, worst: Callable[[int], float], days: int) -> Stop | None:
    """Return when and why the person stops, if they do within `days`.

    worst: the points of the worst side effect of a day. About 10 % stop for side effects within
    12 weeks and 18 % in all; of the rest nearly half go on to the end of the year.
    """
    random = stream(seed, "stop")
    helped = person.placebo_change + person.drug_effect < -0.5
    for day in range(1, days):
        bad, other = random.random(), random.random()
        if bad < 0.0065 * max(0.0, worst(day) - 2.5):
            return Stop(day=day, reason=SIDE_EFFECTS)
        if other < (0.001 if day < parameters.WEEKS_12 else 0.0011 if helped else 0.0027):
            return Stop(day=day, reason=choose(random, OTHER_REASONS))
    return None


def make_steps(person: Person, switch: Switch | None, stop: Stop | None) -> tuple[Step, ...]:
    """Return the steps up to the stop, the switch of hour and the stop among them."""
    last = stop.day if stop else None
    steps = [
        Step(day=day, kind="increase" if number else "start", amount=amount, hour=_hour(person, switch, day))
        for number, (day, amount) in enumerate(person.schedule)
        if last is None or day <= last
    ]
    taken = {step.day for step in steps}
    if switch and (last is None or switch.day <= last) and switch.day not in taken:
        amount = max((step for step in steps if step.day < switch.day), key=lambda step: step.day).amount
        change = Step(day=switch.day, kind="change", amount=amount, hour=parameters.MORNING, reason="bad nights")
        steps.append(change)
    if stop:
        steps.append(Step(day=stop.day + 1, kind="stop", amount=None, hour="", reason=stop.reason))
    return tuple(sorted(steps, key=lambda step: step.day))


def draw_intakes(seed: int, person: Person, steps: tuple[Step, ...], days: int) -> dict[int, Intake]:
    """Return what happened to the dose of each day on which one was planned."""
    random, intakes, empty_until = stream(seed, "taking"), {}, -1
    amounts = {step.day: step.amount for step in steps}
    amount = None
    for day in range(days):
        amount = amounts.get(day, amount)
        if amount is None:
            continue
        if random.random() < 0.001:
            empty_until = day + random.randint(3, 10)
        intakes[day] = _intake(random, person, day, amount, day < empty_until)
    return intakes


def _intake(random: Random, person: Person, day: int, amount: int, ran_out: bool) -> Intake:
    share = person.adherence * (1.0 if day < parameters.WEEKS_12 else 0.88 / 0.92)
    taken, on_time, minutes, on_purpose = random.random(), random.random(), random.gauss(0, 35), random.random()
    if ran_out:
        return Intake(status=SKIPPED, reason=COULD_NOT_GET_IT)
    if taken >= share:
        return Intake(status=SKIPPED, reason="wanted a break") if on_purpose < 0.2 else Intake(status=MISSED)
    if on_time >= 0.78:
        return Intake(status=LATE, amount=amount, minutes=min(400, 130 + 5 * round(abs(minutes) / 2)))
    return Intake(status=TAKEN, amount=amount, minutes=max(-115, min(115, round(minutes / 5) * 5)))


def _hour(person: Person, switch: Switch | None, day: int) -> str:
    return parameters.MORNING if switch and day >= switch.day else person.hour
